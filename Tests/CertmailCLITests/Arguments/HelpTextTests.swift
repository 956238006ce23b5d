import Testing

@testable import CertmailCLI

@Suite struct HelpTextTests {
  @Test func `the overview names every command`() {
    #expect(HelpText.text(.overview) == Self.overview + "\n")
  }

  @Test func `help on run says all that it takes and how it can end`() {
    #expect(HelpText.text(.command(.run)) == Self.run + "\n")
  }

  @Test func `help on quote says that nothing is mailed`() {
    #expect(HelpText.text(.command(.quote)) == Self.quote + "\n")
  }

  @Test(arguments: CommandName.allCases)
  func `no line but an example is wider than a terminal`(name: CommandName) {
    let examples = CommandTable.spec(name).examples.map { "  " + HelpText.commandLine($0) }
    let summary = "certmail \(name.rawValue): "
    for line in HelpText.text(.command(name)).split(separator: "\n").map(String.init) {
      guard !examples.contains(line), !line.hasPrefix(summary), !line.hasPrefix("usage: ") else {
        continue
      }
      #expect(line.count <= TextLayout.width, "\(line)")
    }
  }

  @Test func `help on api lists every call`() {
    let text = HelpText.text(.calls)
    for name in CommandName.calls {
      #expect(text.contains("  " + name.words.dropFirst().joined(separator: " ")))
    }
  }

  private static let overview = """
    certmail 0.1.0: sends a case list as certified mail, every row exactly once

    usage: certmail COMMAND JOB [options]

    Send
      run     the whole path: import, validate, price, submit, labels, report
      quote   what would be sent, what it would cost, what is wrong with which row
      import  import lists, check them offline, price and queue them
      submit  submit what is queued, import nothing
      labels  fetch the labels that are missing or changed on disk
      report  write the reports again, or print charges by matter

    Look
      status     counts by state, money, what needs a person, the rate limit
      list       rows as a table, as CSV or as JSON
      track      fetch tracking for mailings that are not yet final
      reconcile  compare ledger, API and label folder, and say every difference

    Decide
      approve  release held mailings, for the exact count and total shown
      retry    put refused rows and failed labels back in line
      cancel   take rows out of the job for good
      resolve  a person's decision on an uncertain or absent mailing

    Set up
      init        a commented starter job, a sample list, a systemd unit and timer
      doctor      checks before the first run; spends no money
      api         one call of the API: mailings, create, label, price, ...
      backup      a consistent copy of the ledger while anything runs
      sandbox     serve the embedded 321Certified API on loopback
      completion  completions for a shell
      help        help on a command, or the man page

    Options everywhere
      --json          stdout holds only JSON
      -q, --quiet     say only what is wrong
      -v, --verbose   say every step
      --no-color      no colors; NO_COLOR does the same
      --progress HOW  auto, plain or none
      -h, --help      show this help
      --version       print the version

    Start without an account:
      certmail init
      certmail run certmail.json

    certmail help COMMAND says more.
    """

  private static let run = """
    certmail run: the whole path: import, validate, price, submit, labels, report

    usage: certmail run JOB [options]

    First recovers what an earlier run left open, then imports new input, validates,
    prices, submits, fetches labels and writes the report. Safe to run again at any
    time: a row is mailed once.

    Then looks up what is uncertain and waits until it is settled; Ctrl-C is safe,
    and the job's stop_at and run_for win.

    Operands
      JOB  the job file

    Options
      --limit N  send at most N mailings, then stop
      --no-wait  do not wait until uncertain outcomes are settled

    Options with a job
      --api-key-file FILE  read the API key from FILE, before all else
      --shard I/N          work on part I of N parts, each with a ledger of its own

    Options everywhere
      --json          stdout holds only JSON
      -q, --quiet     say only what is wrong
      -v, --verbose   say every step
      --no-color      no colors; NO_COLOR does the same
      --progress HOW  auto, plain or none
      -h, --help      show this help

    Examples
      certmail run jobs/demo.json
      certmail run nightly.json --limit 3
      certmail run nightly.json --json

    Exit status
        0  all done
        1  could not work (I/O, internal)
        2  wrong usage, or a job file that is missing, unreadable or wrong
        3  done, and rows need attention or a report does not balance
        4  the API refused the key
        5  an input file is unusable; nothing of it was imported
        6  outcomes are uncertain or absent
        7  stopped early (cap, time, rate limit, API, funds): run again later
        8  approval is missing
       11  another process holds the ledger
      130  interrupted; safe to run again
    """

  private static let quote = """
    certmail quote: what would be sent, what it would cost, what is wrong with which row

    usage: certmail quote JOB [options]

    Goes the path of run up to pricing, and stops. Nothing is mailed, nothing is
    queued.

    Operands
      JOB  the job file

    Options with a job
      --api-key-file FILE  read the API key from FILE, before all else
      --shard I/N          work on part I of N parts, each with a ledger of its own

    Options everywhere
      --json          stdout holds only JSON
      -q, --quiet     say only what is wrong
      -v, --verbose   say every step
      --no-color      no colors; NO_COLOR does the same
      --progress HOW  auto, plain or none
      -h, --help      show this help

    Examples
      certmail quote jobs/demo.json
      certmail quote nightly.json --json

    Exit status
        0  all done
        1  could not work (I/O, internal)
        2  wrong usage, or a job file that is missing, unreadable or wrong
        3  done, and rows need attention or a report does not balance
        4  the API refused the key
        5  an input file is unusable; nothing of it was imported
        7  stopped early (cap, time, rate limit, API, funds): run again later
       11  another process holds the ledger
      130  interrupted; safe to run again
    """
}

@Suite struct TextLayoutTests {
  @Test func `words go to the next line when a line is full`() {
    let text = Array(repeating: "word", count: 17).joined(separator: " ")
    #expect(TextLayout.wrapped(text).map(\.count) == [79, 4])
    #expect(TextLayout.wrapped(text, indent: 2).map(\.count) == [76, 11])
    #expect(TextLayout.wrapped("") == [])
  }

  @Test func `a term that is too long has a line of its own`() {
    let long = String(repeating: "t", count: TextLayout.termWidthMax + 1)
    #expect(
      TextLayout.list([("a", "one"), (long, "two")]) == ["  a  one", "  \(long)", "     two"])
  }
}
