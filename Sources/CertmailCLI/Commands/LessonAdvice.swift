import MailModel
import Submission

extension Lessons {
  /// What to set in the job so that the run may go on; `nil` when nothing stops it.
  var cure: String? {
    switch stops {
    case .unitDropped: return "lines.unit to \"street1\""
    case .referenceCut:
      guard let room = referenceRoom else { return "a smaller reference.max" }
      guard room < SentReference.lengthMin else { return "reference.max to \(room)" }
      // No mark fits: without one nothing can be looked up for sure.
      return "reference.style to \"plain\" and reference.max to \(max(1, room))"
    default: return nil
    }
  }

  /// What to do about companies that go missing from letters as the job writes them; this keeps
  /// nothing from being sent.
  func companyCure(_ letterhead: Letterhead) -> String? {
    guard company == .dropped, form == letterhead.form else { return nil }
    return "if the letters must show it, set lines.company to \"name\" in the job"
  }
}
