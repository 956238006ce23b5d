extension CommandTable {
  private static let addressOptions: [OptionName] = [
    .street1, .street2, .city, .addressState, .zip,
  ]

  /// The commands that are one call of the API.
  static func calling(_ name: CommandName) -> CommandSpec {
    switch name {
    case .apiKeysList, .apiKeysCreate, .apiKeysRevoke: keys(name)
    case .apiMailings, .apiMailing, .apiCreate, .apiLabel: mailings(name)
    default: asking(name)
    }
  }

  private static func mailings(_ name: CommandName) -> CommandSpec {
    switch name {
    case .apiMailings:
      CommandSpec(
        name: name, summary: "list mailings, newest first", options: [.mailingStatus, .listLimit],
        examples: ["api nightly.json mailings --status delivered --limit 10"], statuses: asking)
    case .apiMailing:
      CommandSpec(
        name: name, summary: "one mailing", operands: [id],
        examples: ["api nightly.json mailing clx123abc"], statuses: asking)
    case .apiLabel:
      CommandSpec(
        name: name, summary: "the label of a mailing", operands: [id], options: [.output],
        examples: ["api nightly.json label clx123abc -o label.pdf"], statuses: asking)
    default:
      CommandSpec(
        name: name, summary: "create one mailing, through the ledger: costs money",
        details: [
          "The sender is the job's from, or --sender. The letter goes through the job's ledger as a "
            + "list of one row: the same call again is the same letter, and says so. It shows the "
            + "price and asks, unless --yes; where nobody can be asked, --yes is needed.",
          "Letters of lists that wait in line stay there: certmail run sends them.",
        ],
        options: [.recipientName, .company] + addressOptions + [
          .mailClass, .letterReference, .sender, .yes,
        ],
        examples: [
          "api nightly.json create --name \"Jane Doe\" --street1 \"456 Oak Ave\" "
            + "--city \"Los Angeles\" --state CA --zip 90001"
        ],
        statuses: asking + [.attention, .uncertain, .approvalMissing, .ledgerHeld])
    }
  }

  private static func asking(_ name: CommandName) -> CommandSpec {
    switch name {
    case .apiTracking:
      CommandSpec(
        name: name, summary: "tracking status and events",
        operands: [OperandSpec(name: "NUMBER", summary: "the tracking number")],
        examples: ["api nightly.json tracking 9400111899223456789012"], statuses: asking)
    case .apiValidate:
      CommandSpec(
        name: name, summary: "validate an address with USPS", options: addressOptions,
        examples: [
          "api nightly.json validate --street1 \"1600 Pennsylvania Ave\" --city Washington "
            + "--state DC --zip 20500"
        ],
        statuses: asking)
    case .apiPricing:
      CommandSpec(
        name: name, summary: "the pricing table", examples: ["api nightly.json pricing"],
        statuses: asking)
    default:
      CommandSpec(
        name: name, summary: "the price of one mailing", options: [.mailClass],
        examples: ["api nightly.json price --mail-class certified_return_receipt"],
        statuses: asking)
    }
  }

  private static func keys(_ name: CommandName) -> CommandSpec {
    let details = [
      "Needs the account's session, from --session-file or the variable CERTMAIL_SESSION."
    ]
    switch name {
    case .apiKeysList:
      return CommandSpec(
        name: name, summary: "your API keys, without their secrets", details: details,
        options: [.sessionFile], examples: ["api nightly.json keys list"], statuses: asking)
    case .apiKeysCreate:
      return CommandSpec(
        name: name, summary: "create an API key; its secret is shown this once", details: details,
        operands: [OperandSpec(name: "NAME", summary: "what the key is called")],
        options: [.permission, .sessionFile],
        examples: [
          "api nightly.json keys create nightly --permission mailings:read "
            + "--permission mailings:write"
        ],
        statuses: asking)
    default:
      return CommandSpec(
        name: name, summary: "revoke an API key", details: details, operands: [id],
        options: [.sessionFile, .yes], examples: ["api nightly.json keys revoke key123"],
        statuses: asking)
    }
  }

  private static let id = OperandSpec(name: "ID", summary: "as the API names it")
}
