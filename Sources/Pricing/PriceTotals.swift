package import MailModel

/// How many mailings of each class, and what they cost together.
package struct PriceTotals: Hashable, Sendable {
  /// One class's share.
  package struct Share: Hashable, Sendable {
    /// The class that the share is of.
    package var mailClass: MailClass
    /// How many mailings; at least 1.
    package var count: Int
    /// What they cost together.
    package var sum: Cents
  }

  private var byClass: [MailClass: Share] = [:]
  /// How many mailings of all classes.
  package private(set) var count = 0
  /// What all mailings cost together.
  package private(set) var sum = Cents.zero

  /// No mailings yet.
  package init() {}

  /// Adds `count` mailings of one class at `each`.
  package mutating func add(_ mailClass: MailClass, each: Cents, count added: Int = 1) {
    guard added > 0 else { return }
    byClass[mailClass, default: Share(mailClass: mailClass, count: 0, sum: .zero)].count += added
    byClass[mailClass]?.sum += each * added
    count += added
    sum += each * added
  }

  /// The shares in the order of the class names.
  package var shares: [Share] { byClass.values.sorted { $0.mailClass < $1.mailClass } }
}
