/// Why the server itself turns a request down: the status, and a sentence for the developer.
package struct HTTPRefusal: Error, Hashable, Sendable {
  /// The HTTP status, 400 to 505.
  package let status: Int
  /// What was wrong and what would be right.
  package let message: String

  package init(_ status: Int, _ message: String) {
    self.status = status
    self.message = message
  }
}
