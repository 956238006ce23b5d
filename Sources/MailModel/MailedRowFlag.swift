/// What makes a mailed row one for a person: the code that stands on it, whatever its state is then.
package enum MailedRowFlag: String, CaseIterable, Hashable, Sendable {
  /// Its label could not be fetched, however often it was tried.
  case labelFailed = "label_failed"
  /// The API's answer names another recipient than was sent.
  case recipientDiffers = "recipient_differs"
}
