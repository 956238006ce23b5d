package import Foundation
package import MailModel

/// What is the same for all rows of a batch's reports.
package struct ReportHeader: Sendable {
  /// The job's name.
  package var job: String
  /// The name of the batch's folder.
  package var batch: String
  /// Six characters of the content's hash, as `certmail_row` shows them.
  package var batchHash6: String
  /// The name of the file that the list came from.
  package var source: String
  package var generatedAt: UTCTime
  /// The identity of the ledger, so that two reports can be told apart.
  package var ledgerID: String
  /// The names of the input's own columns, in their order.
  package var columns: [String]
  /// How many rows the importer counted: the figure that the outcomes must add up to.
  package var inputRows: Int
  /// Rows of the same list that are in the ledgers of other parts of the job.
  package var rowsElsewhere = 0

  /// Whether this is a quote: nothing is mailed, and a row that would be queued is `ready`.
  package var isQuote = false
  /// Whether the embedded API answered, so that nothing was really mailed or paid.
  package var isSandbox = false
  package var toolVersion = ""
  /// The job file as the person names it on the command line, for the commands that are advised.
  package var jobFile = "JOB"
  /// `needs-attention.csv` as it would be typed beside it.
  package var attentionFile = "needs-attention.csv"
  /// Where the firm is: days and times for people are told in this zone.
  package var timeZone = TimeZone.gmt

  package init(
    job: String, batch: String, batchHash6: String, source: String, generatedAt: UTCTime,
    ledgerID: String, columns: [String], inputRows: Int
  ) {
    self.job = job
    self.batch = batch
    self.batchHash6 = batchHash6
    self.source = source
    self.generatedAt = generatedAt
    self.ledgerID = ledgerID
    self.columns = columns
    self.inputRows = inputRows
  }

  /// The state's name in this report: `queued` is `ready` in a quote.
  package func name(of state: MailingState) -> String {
    isQuote && state == .queued ? "ready" : state.rawValue
  }
}
