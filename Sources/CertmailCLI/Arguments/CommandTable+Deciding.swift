extension CommandTable {
  /// The commands that carry a person's decision.
  static func deciding(_ name: CommandName) -> CommandSpec {
    switch name {
    case .approve: approve
    case .retry: retry
    case .cancel: cancel
    default: resolve
    }
  }

  private static let approve = CommandSpec(
    name: .approve, summary: "release held mailings, for the exact count and total shown",
    details: [
      "All held mailings, or those of --batch or --rows. On a terminal it shows count and total "
        + "and asks; elsewhere both must be given, so that nothing is released unseen."
    ],
    options: [.batch, .rows, .expectCount, .expectTotal],
    examples: [
      "approve nightly.json", "approve nightly.json --expect-count 12 --expect-total 117.12",
      "approve nightly.json --rows a1b2c3:14,a1b2c3:20-25 --expect-count 7 --expect-total 68.32",
    ],
    statuses: local + [.approvalMissing])

  private static let retry = CommandSpec(
    name: .retry, summary: "put refused rows and failed labels back in line",
    details: ["All of them, or those that every given option fits."],
    options: [.row, .reference, .code],
    examples: [
      "retry nightly.json", "retry nightly.json --row a1b2c3:14",
      "retry nightly.json --code label_failed",
    ],
    statuses: local)

  private static let cancel = CommandSpec(
    name: .cancel, summary: "take rows out of the job for good",
    details: [
      "Invalid, refused, held, queued and absent rows can be cancelled, all that are named or "
        + "none; what was mailed cannot. An uncertain row may have been mailed: a run looks it up, "
        + "resolve decides it. Nothing is cancelled in a ledger that was restored or lost before a "
        + "run has asked the API what was mailed."
    ],
    operands: [rowOperand(isRepeatable: true)],
    options: [.reason],
    examples: [
      "cancel nightly.json 14 --reason \"case settled\"", "cancel nightly.json a1b2c3:20-25",
    ],
    statuses: local + [.attention])

  private static let resolve = CommandSpec(
    name: .resolve, summary: "a person's decision on an uncertain or absent mailing",
    details: ["Exactly one of --adopt, --resend and --write-off, and --reason."],
    operands: [rowOperand(isRepeatable: false)],
    options: [.adopt, .resend, .writeOff, .reason],
    examples: [
      "resolve nightly.json 14 --adopt clx123abc --reason \"seen in the portal\"",
      "resolve nightly.json a1b2c3:14 --resend --reason \"the provider confirms there is none\"",
    ],
    statuses: local + [.keyRefused, .stoppedEarly])

  private static func rowOperand(isRepeatable: Bool) -> OperandSpec {
    OperandSpec(
      name: "ROW", summary: "the row, as 14 or as certmail_row shows it, HASH6:14",
      isRepeatable: isRepeatable)
  }
}
