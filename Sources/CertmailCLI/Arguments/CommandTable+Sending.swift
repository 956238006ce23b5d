extension CommandTable {
  /// The commands of the path from list to report.
  static func sending(_ name: CommandName) -> CommandSpec {
    switch name {
    case .run: run
    case .quote: quote
    case .import: importing
    case .submit: submit
    case .labels: labels
    default: report
    }
  }

  private static let run = CommandSpec(
    name: .run, summary: "the whole path: import, validate, price, submit, labels, report",
    details: [
      "First recovers what an earlier run left open, then imports new input, validates, prices, "
        + "submits, fetches labels and writes the report. Safe to run again at any time: a row is "
        + "mailed once.",
      "Then looks up what is uncertain and waits until it is settled; Ctrl-C is safe, and the "
        + "job's stop_at and run_for win.",
    ],
    options: [.limit, .noWait],
    examples: ["run jobs/demo.json", "run nightly.json --limit 3", "run nightly.json --json"],
    statuses: ExitStatus.allCases)

  private static let quote = CommandSpec(
    name: .quote, summary: "what would be sent, what it would cost, what is wrong with which row",
    details: [
      "Goes the path of run up to pricing, and stops. Nothing is mailed, nothing is queued."
    ],
    examples: ["quote jobs/demo.json", "quote nightly.json --json"],
    statuses: [
      .done, .failed, .usage, .attention, .keyRefused, .inputUnusable, .stoppedEarly, .ledgerHeld,
      .interrupted,
    ])

  private static let importing = CommandSpec(
    name: .import, summary: "import lists, check them offline, price and queue them",
    details: [
      "Without FILE: the job's own input. FILE - is stdin and needs --format. The same list again "
        + "is recognised by its content and mails nothing twice.",
      "Where the job says input.done, a list that was taken in moves there, and one that cannot be "
        + "used to the folder rejected beside it.",
    ],
    operands: [
      OperandSpec(
        name: "FILE", summary: "a list, or - for stdin", completion: .file, isRequired: false,
        isRepeatable: true)
    ],
    options: [.format],
    examples: [
      "import nightly.json", "import nightly.json corrected.csv",
      "export-cases | certmail import nightly.json - --format json",
    ],
    statuses: [
      .done, .failed, .usage, .attention, .keyRefused, .inputUnusable, .uncertain, .stoppedEarly,
      .approvalMissing, .ledgerHeld, .interrupted,
    ])

  private static let submit = CommandSpec(
    name: .submit, summary: "submit what is queued, import nothing",
    details: ["Recovers what an earlier run left open before it sends anything."],
    options: [.limit, .noWait],
    examples: ["submit nightly.json", "submit nightly.json --limit 3"],
    statuses: ExitStatus.allCases.filter { $0 != .inputUnusable })

  private static let labels = CommandSpec(
    name: .labels, summary: "fetch the labels that are missing or changed on disk",
    details: [
      "Afterwards the labels of each batch that changed are bound into its labels.pdf, in list "
        + "order: index sheets first, and a sheet in place of each missing label. Needs qpdf.",
      "With --rows or --by it only binds stored labels into files of their own, and asks the API "
        + "for nothing.",
    ],
    options: [.batch, .merge, .rows, .labelsBy],
    examples: [
      "labels nightly.json", "labels nightly.json --merge", "labels nightly.json --rows 10-25",
      "labels nightly.json --by matter",
    ],
    statuses: [
      .done, .failed, .usage, .attention, .keyRefused, .uncertain, .stoppedEarly, .approvalMissing,
      .ledgerHeld, .interrupted,
    ])

  private static let report = CommandSpec(
    name: .report, summary: "write the reports again, or print charges by matter",
    details: [
      "Writes report.html, report.csv, report.json and needs-attention.csv of each batch. "
        + "With --by or --ledes it prints charges instead, of all batches and all days unless "
        + "--batch, --since and --until say otherwise.",
      "With --merge it joins the ledgers of the parts that run --shard made into one report of each "
        + "list, in the folder merged below the output folder; labels are looked for in the parts' "
        + "own folders there.",
      "In LEDES each matter is an invoice; its client is what stands before the first . - or /.",
    ],
    operands: [
      OperandSpec(
        name: "LEDGER", summary: "with --merge: the ledger of a part, such as nightly.1of4.sqlite",
        completion: .file, isRequired: false, isRepeatable: true)
    ],
    options: [
      .batch, .groupBy, .csv, .ledes, .lawFirmID, .since, .until, .chargesFile, .mergeLedgers,
    ],
    examples: [
      "report nightly.json", "report nightly.json --by matter --json",
      "report nightly.json --merge nightly.1of2.sqlite nightly.2of2.sqlite",
    ],
    statuses: [.done, .failed, .usage, .attention, .ledgerHeld, .interrupted])
}
