import Addressing
import Foundation
import MailModel

extension UTCTime {
  /// The day where the firm is, `yyyy-MM-dd`.
  var localDay: String {
    date.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
  }
}

extension CivilDate {
  /// The day that it is at `moment` where the firm is.
  init(localDayOf moment: UTCTime) {
    guard let day = CivilDate(iso: moment.localDay) else {
      preconditionFailure("the clock shows no day of this age: \(moment.iso8601)")
    }
    self = day
  }
}
