package import MailModel

/// The figures of a batch, added up row by row: the first of the two passes over the ledger.
package struct BatchTotals: Hashable, Sendable {
  package private(set) var rows = 0
  package private(set) var byState = StateCounts()

  /// The quotes of all rows but invalid, duplicate, ignored and cancelled ones.
  package private(set) var quoted = Cents.zero
  /// The known charges.
  package private(set) var charged = Cents.zero
  /// Charged − quoted, over charged rows.
  package private(set) var difference = Cents.zero
  /// The quotes of rows that count as quoted and are not charged: still open.
  package private(set) var open = Cents.zero
  package private(set) var postage = Cents.zero
  package private(set) var serviceFee = Cents.zero
  /// How many rows have a charge.
  package private(set) var chargedRows = 0

  /// Rows whose tracking was looked at, that USPS accepted, that were delivered, and that will not be.
  package private(set) var trackedRows = 0
  /// With the moment at which USPS had it: only that proves the mailing.
  package private(set) var acceptedRows = 0
  /// Under way or beyond by the API's word, without a moment that a scan tells.
  package private(set) var undatedRows = 0
  package private(set) var deliveredRows = 0
  package private(set) var failedRows = 0

  /// Rows that were mailed after their `mail_by`, and those that are not mailed though it has come.
  package private(set) var mailedLate = NumberedRows()
  package private(set) var overdue = NumberedRows()

  package private(set) var byClass = GroupedCharges()
  package private(set) var byMatter = GroupedCharges()
  package private(set) var faults: [RowFault: FaultCount] = [:]
  /// The most cells that a row had; above the header's count where a comma was not quoted.
  package private(set) var cellsMax = 0

  private var lastPosition = 0
  /// Rows in other parts' ledgers that have not been passed over yet.
  private var rowsElsewhere: Int

  /// - Parameter rowsElsewhere: how many rows of the list are in other ledgers: so many may be missing
  ///   between those that are added.
  package init(groupsMax: Int = GroupedCharges.groupsMaxDefault, rowsElsewhere: Int = 0) {
    self.rowsElsewhere = rowsElsewhere
    byClass = GroupedCharges(groupsMax: groupsMax)
    byMatter = GroupedCharges(groupsMax: groupsMax)
  }

  /// Adds the next row in list order.
  package mutating func add(_ entry: borrowing ReportEntry) {
    rows += 1
    byState[entry.state] += 1
    cellsMax = max(cellsMax, entry.cells.count)
    addQuote(entry)
    if let charge = entry.charged { addCharge(charge, entry) }
    let gap = entry.position - lastPosition - 1
    note(.outOfOrder, entry.row, !(0...max(0, rowsElsewhere) ~= gap))
    rowsElsewhere -= gap
    lastPosition = entry.position
    noteMailing(entry)
    addTracking(entry)
    switch entry.deadline {
    case .none: break
    case .mailedLate: mailedLate.add(entry.row)
    case .open: overdue.add(entry.row)
    }
  }

  /// What `tracking_status` says of a piece that the recipient will not get.
  private static let failedStatuses: Set<String> = ["refused", "unclaimed", "returned", "lost"]

  /// What it says of a piece that USPS need never have had.
  private static let untouchedStatuses: Set<String> = ["label_made", "unknown", "cancelled"]

  /// Whether USPS says that the recipient will not get it.
  static func isUndelivered(_ entry: borrowing ReportEntry) -> Bool {
    failedStatuses.contains(entry.trackingStatus)
  }

  private mutating func addTracking(_ entry: borrowing ReportEntry) {
    guard !entry.trackingStatus.isEmpty else { return }
    trackedRows += 1
    let isDelivered = entry.trackingStatus.hasPrefix("delivered")
    let isFailed = Self.isUndelivered(entry)
    if entry.acceptedAt != nil {
      acceptedRows += 1
    } else if !Self.untouchedStatuses.contains(entry.trackingStatus) {
      undatedRows += 1
    }
    if isDelivered { deliveredRows += 1 }
    if isFailed { failedRows += 1 }
  }

  private mutating func addQuote(_ entry: borrowing ReportEntry) {
    guard entry.state.isQuoted, let quote = entry.quoted else { return }
    quoted += quote
    if entry.charged == nil { open += quote }
  }

  private mutating func addCharge(_ charge: Cents, _ entry: borrowing ReportEntry) {
    charged += charge
    chargedRows += 1
    if let quote = entry.quoted { difference += charge - quote }
    if let part = entry.postage { postage += part }
    if let part = entry.serviceFee { serviceFee += part }
    byClass.add(entry, charged: charge, to: entry.mailClass.rawValue)
    byMatter.add(entry, charged: charge, to: entry.matter)
    note(.chargedWithoutQuote, entry.row, entry.quoted == nil)
  }

  private mutating func noteMailing(_ entry: borrowing ReportEntry) {
    let isMailed = entry.state == .mailed || entry.state == .done
    note(.mailedWithoutCharge, entry.row, isMailed && entry.charged == nil)
    note(.mailedWithoutID, entry.row, isMailed && entry.mailingID.isEmpty)
    note(.chargedNotMailed, entry.row, !isMailed && entry.charged != nil)
    guard entry.state == .done else { return }
    let hasLabel = !entry.label.isEmpty && !entry.labelSHA256.isEmpty
    switch entry.labelOnDisk {
    case .good: note(.labelMissing, entry.row, !hasLabel)
    case .missing: note(.labelMissing, entry.row, true)
    case .changed: note(.labelChanged, entry.row, true)
    case .unchecked: note(.labelUnchecked, entry.row, true)
    }
  }

  private mutating func note(_ fault: RowFault, _ row: Int, _ isFound: Bool) {
    guard isFound else { return }
    faults[fault, default: FaultCount(count: 0, firstRow: row)].count += 1
  }
}
