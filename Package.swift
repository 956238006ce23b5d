// swift-tools-version: 6.2
import PackageDescription

// The targets stand in the order of the data path: a list comes in at the top, a report goes out
// at the bottom. A stage knows the model and at most one technology; CertmailCLI wires them.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [],
  testedWith testDependencies: [Target.Dependency] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: strict),
    .testTarget(
      name: name + "Tests",
      dependencies: [.init(stringLiteral: name), "TestSupport"] + dependencies + testDependencies,
      swiftSettings: strict),
  ]
}

/// Has no main of its own: `Tests/Fuzz/run` makes a program of it, to which the fuzzer brings one;
/// for everybody else it is compiled like the rest, so that it cannot fall behind.
func fuzzTarget(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  let other = ["run", "README.md", "seeds"]
  return Context.environment["CERTMAIL_FUZZ"] == nil
    ? .target(
      name: name, dependencies: dependencies, path: "Tests/Fuzz", exclude: other,
      swiftSettings: strict)
    : .executableTarget(
      name: name, dependencies: dependencies, path: "Tests/Fuzz", exclude: other,
      swiftSettings: strict)
}

let package = Package(
  name: "certmail",
  products: [.executable(name: "certmail", targets: ["certmail"])],
  targets: [
    module("MailModel"),
    module("Intake", ["MailModel"]),
    module("Addressing", ["MailModel"]),
    module("Pricing", ["MailModel"]),
    [
      .systemLibrary(
        name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])])
    ],
    module("SQLiteKit", ["CSQLite"]),
    module("JobLedger", ["MailModel", "SQLiteKit"]),
    module("MailAPI", ["MailModel"]),
    module("ChildProcess"),
    module("MailAPIClient", ["MailModel", "MailAPI", "ChildProcess"]),
    module(
      "Submission", ["MailModel", "MailAPI", "MailAPIClient", "JobLedger"],
      testedWith: ["SubmissionSimulation"]),
    module("PDFPages", testedWith: ["ChildProcess"]),
    module("Labels", ["MailModel", "PDFPages", "ChildProcess"]),
    module("Reconciliation", ["MailModel"]),
    module("HTTPServer"),
    module("SandboxAPI", ["MailModel", "MailAPI", "SQLiteKit", "PDFPages", "HTTPServer"]),
    module(
      "CertmailCLI",
      [
        "MailModel", "Intake", "Addressing", "Pricing", "JobLedger", "MailAPI", "ChildProcess",
        "MailAPIClient", "Submission", "Labels", "Reconciliation", "SandboxAPI",
      ]),
    [
      .target(
        name: "TestSupport", dependencies: ["ChildProcess"], path: "Tests/TestSupport",
        swiftSettings: strict)
    ],
    [
      // glibc's own header, which Swift's module of it leaves out.
      .systemLibrary(name: "CMalloc"),
      .executableTarget(
        name: "certmail", dependencies: ["CertmailCLI", "MailAPIClient", "CMalloc"],
        swiftSettings: strict),
      .target(
        name: "SubmissionSimulation",
        dependencies: ["Submission", "JobLedger", "MailAPI", "MailModel", "TestSupport"],
        path: "Tests/SubmissionSimulation", swiftSettings: strict),
      .executableTarget(
        name: "simulate", dependencies: ["SubmissionSimulation"], path: "Tests/Simulate",
        swiftSettings: strict),
      .testTarget(
        name: "WholePathTests",
        dependencies: [
          "CertmailCLI", "SQLiteKit", "MailModel", "ChildProcess", "SandboxAPI", "TestSupport",
        ],
        swiftSettings: strict),
    ],
    [
      fuzzTarget(
        "fuzz", ["Intake", "HTTPServer", "Labels", "MailAPI", "MailAPIClient", "MailModel"])
    ],
  ].flatMap { $0 }
)
