import Foundation
import Glibc

/// The system's own words for why a file could not be used.
package enum SystemReason {
  /// `No such file or directory`, when `error` has an error number anywhere in it.
  package static func text(_ error: any Error) -> String {
    var current = error as NSError
    while true {
      if current.domain == NSPOSIXErrorDomain, let words = strerror(Int32(current.code)) {
        return String(cString: words)
      }
      guard let underlying = current.userInfo[NSUnderlyingErrorKey] as? NSError else { break }
      current = underlying
    }
    return current.localizedFailureReason?.trimmingCharacters(in: ["."])
      ?? current.localizedDescription
  }
}
