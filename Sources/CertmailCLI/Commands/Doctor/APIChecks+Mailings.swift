import Foundation
import MailAPI
import MailAPIClient
import MailModel
import Submission

extension APIChecks {
  /// The form of the list, and whether its limit is kept.
  mutating func look(atList answer: Answer) {
    guard answer.status == 200, let form = JSONForm(answer.body),
      let listing = CallAnswers.decoded(Listing<Mailing>.self, answer)
    else {
      lines.append(
        .problem(
          "list of mailings", "GET /mailings: \(answer.status), and no list can be read in it",
          "do not send: an uncertain mailing could not be looked up; tell the project"))
      return
    }
    guesses.note(.listEnvelope, holds: form["data"]?.elements != nil, seen: form.words)
    guesses.note(
      .listLimit, holds: listing.items.count + listing.unreadableCount <= 1,
      seen: "\(listing.items.count.counted("mailing"))")
    lines.append(.ok("list of mailings", "can be read, mailings:read is there"))
  }

  /// An id that no mailing has: the answer shows the form of the API's errors.
  mutating func lookAtUnknownMailing() async {
    let request = WireRequest(.mailing, .get, "/mailings/certmail-doctor-looks-for-nothing")
    guard let answer = await ask(request) else { return }
    let error = ErrorEnvelope(body: answer.body)?.error
    let isDocumented =
      answer.status == 404 && error?.code == ErrorCode.notFound.rawValue && error?.status == 404
    guesses.note(
      .notFound, holds: isDocumented,
      seen: "\(answer.status) " + (error.map { "\($0.code), status \($0.status)" } ?? "without it"))
    if isDocumented {
      lines.append(.ok("errors", "404 in the documented envelope"))
    } else if answer.status == 200 {
      lines.append(
        .problem(
          "errors", "the API answers 200 for a mailing that cannot exist",
          "look at api.base_url: something else than the API may answer there", .usage))
    } else {
      lines.append(
        .warning(
          "errors", "\(answer.status) for a mailing that cannot exist, not in the documented form",
          "refusals in another form leave mailings uncertain instead of refused; tell the project"))
    }
  }

  /// How many mailings are looked at: the limit that the provider's page itself shows.
  private static let mailingCount = 10

  /// Order, echo, statuses and tracking, where there are mailings to see them by.
  mutating func lookAtMailings() async {
    guard let answer = await ask(.mailings(status: nil, limit: Self.mailingCount)),
      answer.status == 200, let listing = CallAnswers.decoded(Listing<Mailing>.self, answer)
    else { return }
    guard let newest = listing.items.first else {
      lines.append(
        .ok("mailings", "there is none yet: order, reference and tracking show with the first"))
      return
    }
    lines.append(order(listing))
    if let found = await reference(listing, newest) { lines.append(found) }
    noteStatuses(listing)
    await lookAtTracking(newest)
  }

  private mutating func order(_ listing: Listing<Mailing>) -> Diagnosis {
    let order = Look.order(of: listing.items.map { $0.createdAt?.rawValue })
    let words: String
    switch order {
    case .newestFirst: words = "newest first"
    case .oldestFirst: words = "oldest first"
    case .unordered: words = "in no order"
    case .unknown:
      return .ok("order", "too few mailings of different times to see it")
    }
    guesses.note(.listOrder, holds: order == .newestFirst, seen: "they come \(words)")
    guard order == .newestFirst else {
      return .warning("order", "mailings come \(words)", Guess.listOrder.consequence)
    }
    return .ok("order", words)
  }

  /// The listed mailings need not be ours: one with a reference shows that it comes back.
  private mutating func reference(
    _ listing: Listing<Mailing>, _ newest: Mailing
  ) async -> Diagnosis? {
    let shown = listing.items.contains { !($0.reference ?? "").isEmpty }
    let sample = listing.items.first { !($0.reference ?? "").isEmpty } ?? newest
    // The id is the API's own; one that cannot be asked for shows nothing. That nobody answers is
    // told already.
    guard let request = try? WireRequest.mailing(sample.id), let answer = await ask(request)
    else { return nil }
    guard let found = CallAnswers.decoded(Mailing.self, answer) else {
      return .warning(
        "reference", "mailing \(sample.id) is listed and cannot be read by its id",
        "look whether the key is this account's")
    }
    let isSame = found.reference == sample.reference
    if shown, isSame {
      guesses.note(.reference, holds: true, seen: "")
      return .ok("reference", "comes back, in the list and by id")
    }
    let seen = shown ? "by id another than in the list" : "no listed mailing has one"
    if shown { guesses.note(.reference, holds: false, seen: seen) }
    return .warning(
      "reference", seen,
      "the first mailing of a run shows for sure; without it \(Guess.reference.consequence)")
  }

  private static let knownStatuses: Set<String> = [
    "label_generated", "in_transit", "delivered", "returned", "cancelled",
  ]

  private mutating func noteStatuses(_ listing: Listing<Mailing>) {
    let statuses = Set(listing.items.compactMap(\.status))
    let unknown = statuses.subtracting(Self.knownStatuses).sorted()
    guesses.note(
      .statuses, holds: unknown.isEmpty, seen: unknown.joined(separator: ", "))
  }

  private mutating func lookAtTracking(_ mailing: Mailing) async {
    // A number that cannot be asked for shows nothing.
    guard let number = mailing.trackingNumber, let request = try? WireRequest.tracking(number),
      let answer = await ask(request)
    else { return }
    guard answer.status == 200, let form = JSONForm(answer.body) else {
      lines.append(
        .warning(
          "tracking", "\(answer.status) for the newest mailing: \(Self.words(answer))",
          "it may be too new; try certmail api JOB tracking \(number) later"))
      return
    }
    let holds =
      form["tracking_number"]?.isText == true && form["status"]?.isText == true
      && form["events"]?.elements != nil
    guesses.note(.tracking, holds: holds, seen: form.words)
    let isReadable = CallAnswers.decoded(Tracking.self, answer) != nil
    lines.append(
      isReadable
        ? .ok("tracking", "can be read")
        : .warning("tracking", "cannot be read: \(form.words)", "tell the project"))
  }
}
