import MailModel

/// The bounds of what a job file may say, each with its reason.
enum JobLimit {
  /// The job's name is part of file names and of every token.
  static let nameLengthMax = 40
  /// Longer than any name, company or street that fits a label (the trade's lines have 64).
  static let lineLengthMax = 100
  /// Header names and sender names: what a spreadsheet cell can sensibly show.
  static let wordLengthMax = 200
  /// Names of mail classes are short words of the API.
  static let mailClassLengthMax = 64
  /// PATH_MAX of Linux.
  static let pathBytesMax = 4096
  /// A job with more patterns or senders than this was made by a program gone wrong.
  static let entriesMax = 1000
  /// Ten years; a firm's retention, not a technical bound.
  static let duplicateDays = 0...3650
  /// The provider's allowance is about 1,000 a window, so more than 64 at once gains nothing.
  static let concurrentRequests = 1...64
  static let reserveRequests = 0...1_000_000
  static let attempts = 1...100
  static let requestTimeout = Duration.seconds(1)...Duration.seconds(600)
  static let runFor = Duration.seconds(1)...Duration.seconds(7 * 86_400)
  static let settle = Duration.zero...Duration.seconds(7 * 86_400)
  /// The API's own bound (assumed in its description) and the room that a token needs.
  static let referenceLength = SentReference.lengthMin...255
  /// The same where no token goes out.
  static let plainReferenceLength = 1...255
}
