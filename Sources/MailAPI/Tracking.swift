package import MailModel

/// The answer of `GET /tracking/:trackingNumber`.
package struct Tracking: Codable, Hashable, Sendable {
  /// One scan, oldest first in the answer.
  package struct Event: Codable, Hashable, Sendable {
    package var status: String
    package var description: String
    package var location: String?
    package var timestamp: UTCTime?

    package init(status: String, description: String, location: String?, timestamp: UTCTime?) {
      self.status = status
      self.description = description
      self.location = location
      self.timestamp = timestamp
    }

    enum CodingKeys: String, CodingKey { case status, description, location, timestamp }

    package init(from decoder: any Decoder) throws {
      let body = try decoder.container(keyedBy: CodingKeys.self)
      status = body.lenientText(.status) ?? ""
      description = body.lenientText(.description) ?? ""
      location = body.lenientText(.location)
      timestamp = body.lenientTime(.timestamp)
    }

    package func encode(to encoder: any Encoder) throws {
      var body = encoder.container(keyedBy: CodingKeys.self)
      try body.encode(status, forKey: .status)
      try body.encode(description, forKey: .description)
      try body.encodeIfPresent(location, forKey: .location)
      try body.encodeIfPresent(timestamp?.iso8601, forKey: .timestamp)
    }
  }

  package var trackingNumber: String
  package var status: String
  package var events: [Event]

  package init(trackingNumber: String, status: String, events: [Event]) {
    self.trackingNumber = trackingNumber
    self.status = status
    self.events = events
  }

  enum CodingKeys: String, CodingKey {
    case trackingNumber = "tracking_number"
    case status, events
  }

  /// Reads it also wrapped as `{"data": {…}}`; throws when there is no status.
  package init(from decoder: any Decoder) throws {
    let inner = try decoder.unwrapped(unless: CodingKeys.status)
    let body = try inner.container(keyedBy: CodingKeys.self)
    trackingNumber = body.lenientText(.trackingNumber) ?? ""
    guard let status = body.lenientText(.status) else {
      throw DecodingError.dataCorruptedError(
        forKey: .status, in: body, debugDescription: "no status")
    }
    self.status = status
    events = try body.decodeIfPresent([Event].self, forKey: .events) ?? []
  }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(trackingNumber, forKey: .trackingNumber)
    try body.encode(status, forKey: .status)
    try body.encode(events, forKey: .events)
  }
}
