import Foundation
import JobLedger
import MailAPI
import MailAPIClient
import MailModel

/// Asks where each open piece is, several at a time, and keeps each answer as it comes.
struct TrackStage: Sendable {
  let session: JobSession
  let service: MailService
  let signals: StopSignals

  /// What the looks came to.
  struct Outcome: Sendable {
    /// The pieces that were answered for, with what is known of them now.
    var readings: [(piece: TrackedPiece, reading: TrackingReading)] = []
    /// Pieces that the API has no answer about.
    var unanswered = 0
    /// Those of them whose number the API says it does not know, with what was known before: a
    /// label that USPS never saw may look like this, and is flagged like any other.
    var unknown: [(piece: TrackedPiece, reading: TrackingReading)] = []
    /// Why the looks ended before their end.
    var stop: ServiceError?
  }

  private enum Look: Sendable {
    case read(TrackedPiece, Tracking, raw: [UInt8])
    case failed(TrackedPiece, ServiceError)
  }

  func run(_ pieces: [TrackedPiece]) async throws -> Outcome {
    guard !pieces.isEmpty else { return Outcome() }
    session.progress.begin(.track, of: pieces.count)
    defer { session.progress.end() }
    let work = Task { try await lookAt(pieces) }
    // A wait for the rate limit may take an hour: an interrupt ends it.
    signals.onStop { _ in work.cancel() }
    defer { signals.forgetHandler() }
    return try await work.value
  }

  private func lookAt(_ pieces: [TrackedPiece]) async throws -> Outcome {
    var outcome = Outcome()
    let width = session.job.limits.concurrentRequests
    let isWhole = try await inParallel(
      pieces, width: width, while: outcome.stop == nil && !Task.isCancelled
    ) { [service] piece in
      await Self.look(at: piece, service)
    } each: { look in
      try await keep(look, &outcome)
      session.progress.advance()
    }
    // The end may come between two looks, so that none of them tells of it.
    if outcome.stop == nil, !isWhole { outcome.stop = .cancelled }
    return outcome
  }

  private static func look(at piece: TrackedPiece, _ service: MailService) async -> Look {
    do throws(ServiceError) {
      let (tracking, raw) = try await service.tracking(piece.trackingNumber)
      return .read(piece, tracking, raw: raw)
    } catch {
      return .failed(piece, error)
    }
  }

  private func keep(_ look: Look, _ outcome: inout Outcome) async throws {
    switch look {
    case .read(let piece, let tracking, let raw):
      let apiStatus = tracking.status
      _ = try await session.ledger.tracked(
        piece.mailing, events: TrackingAnswer.records(tracking, raw: raw)
      ) { TrackingReading($0.map(\.event), apiStatus: apiStatus).record(apiStatus: apiStatus) }
      let events = try await session.ledger.trackingEvents(piece.mailing)
      outcome.readings.append(
        (piece, TrackingReading(events.map(\.event), apiStatus: apiStatus)))
    case .failed(_, let error) where error.endsTheLooks:
      if outcome.stop == nil || outcome.stop == .cancelled { outcome.stop = error }
    case .failed(let piece, let error):
      outcome.unanswered += 1
      session.console.detail("row \(piece.rowID): \(error)")
      try await session.ledger.trackingUnknown(piece.mailing)
      guard error.saysThereIsNone else { return }
      let events = try await session.ledger.trackingEvents(piece.mailing)
      outcome.unknown.append((piece, TrackingReading(events.map(\.event), apiStatus: "")))
    }
  }
}

extension ServiceError {
  /// Whether the API knows no such number, which is an answer; any other failure says nothing.
  fileprivate var saysThereIsNone: Bool {
    if case .refused(_, 404, _) = self { true } else { false }
  }

  /// Whether the next piece would fare no better.
  fileprivate var endsTheLooks: Bool {
    switch self {
    case .keyRefused, .unavailable, .cancelled: true
    case .refused, .unreadable, .notReady: false
    }
  }
}

/// A tracking answer on its way into the ledger.
enum TrackingAnswer {
  /// The most events that one answer may bring; USPS tells a few dozen.
  static let eventsMax = 500
  /// The most bytes that are kept of one event as it was sent.
  static let rawBytesMax = 4_000

  /// The events, oldest first, each with the text that the API sent for it.
  static func records(_ tracking: Tracking, raw: [UInt8]) -> [TrackingEventRecord] {
    let texts = rawEvents(raw)
    let events = tracking.events
    let paired = events.enumerated().map { index, event in
      TrackingEventRecord(
        status: event.status, description: event.description, location: event.location ?? "",
        occurredAt: event.timestamp, raw: texts.count == events.count ? texts[index] : "")
    }
    let isNewestFirst = TrackingReading.oldestFirst(events) != events
    return Array((isNewestFirst ? paired.reversed() : paired).suffix(eventsMax))
  }

  private static func rawEvents(_ raw: [UInt8]) -> [String] {
    // The answer was read before; what this other reader cannot read is kept without its raw text.
    let answer = try? JSONSerialization.jsonObject(with: Data(raw)) as? [String: Any]
    let body = answer?["data"] as? [String: Any] ?? answer
    return (body?["events"] as? [Any] ?? []).map { event in
      guard JSONSerialization.isValidJSONObject(event),
        let text = try? JSONSerialization.data(withJSONObject: event, options: .sortedKeys),
        text.count <= rawBytesMax
      else { return "" }
      return String(decoding: text, as: UTF8.self)
    }
  }
}

extension TrackingEventRecord {
  /// As the reading takes it.
  var event: Tracking.Event {
    Tracking.Event(
      status: status, description: description, location: location.isEmpty ? nil : location,
      timestamp: occurredAt)
  }
}

extension TrackingReading {
  /// As the ledger keeps it.
  func record(apiStatus: String) -> TrackingRecord {
    TrackingRecord(
      status: status.rawValue, apiStatus: apiStatus, isFinal: isFinal, acceptedAt: acceptedAt,
      deliveredAt: deliveredAt, lastEventAt: lastEventAt, lastText: lastText)
  }
}
