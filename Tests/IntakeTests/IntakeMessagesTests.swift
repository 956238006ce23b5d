import Testing

@testable import Intake

/// Every message of this module that no list of another test brings about, letter for letter.
@Suite struct IntakeMessagesTests {
  @Test func `what is wrong with a whole list`() {
    let problems: [IntakeError.Problem] = [
      .cannotOpen(reason: "No such file or directory"), .cannotRead(reason: "Input/output error"),
      .notAFile, .tooLarge(limit: 100), .utf32, .changedWhileReading, .strayQuote,
      .tooManyColumns(limit: 4), .headerTooLong(limit: 9), .jsonEncoding,
      .json(.trailingText, line: 3, column: 1), .severalLists(["a", "b"]),
    ]
    let said = problems.map { IntakeError($0, file: "list.csv").description }
    #expect(
      said.joined(separator: "\n") == """
        list.csv cannot be opened: No such file or directory; check its name and its permissions
        list.csv cannot be read: Input/output error; copy it to a local disk and import that file
        list.csv is not a file; name a CSV or JSON file
        list.csv is larger than 100 bytes; split it into several lists
        list.csv is written in UTF-32; save it as CSV UTF-8 and import that file
        list.csv changed while it was being read; import it again once it is complete
        list.csv a quoted value runs over several lines and ends inside another value; close the quote at the end of its value, and write a quote inside a value twice
        list.csv has more than 4 columns; take out the columns that are not needed
        list.csv has no line break in its first 9 bytes; check that it is a CSV file with one recipient a line
        list.csv is not valid UTF-8, as JSON has to be; save it as UTF-8 and import that file
        list.csv line 3, character 1: there is more after the end of the list; correct it there, or export the list again
        list.csv holds several lists: a, b; call the one to be mailed "recipients" and leave the others out
        """)
  }

  @Test func `where a text departs from JSON`() {
    let faults: [JSONFault] = [
      .unexpectedByte(0x7D, expected: "a value"), .unexpectedByte(7, expected: "a comma"),
      .unexpectedEnd, .controlCharacter, .badEscape, .badNumber, .badLiteral,
      .nestedTooDeep(limit: 64), .tokenTooLong(limit: 9), .trailingText,
    ]
    #expect(
      faults.map(\.message).joined(separator: "\n") == """
        found "}" where a value should be
        found byte 7 where a comma should be
        the text ends in the middle
        a line break, tab or control character stands inside a string
        a backslash is followed by what JSON does not know
        this is not a number as JSON writes it
        this is neither true, false nor null
        nested deeper than 64 levels
        a value is longer than 9 bytes
        there is more after the end of the list
        """)
  }

  @Test func `what to do about a record`() {
    let issues: [RecordIssue] = [
      .tooManyCells(found: 7), .rowTooLong, .fieldTooLong(column: 1), .invalidText(column: 1),
      .notAnObject, .duplicateMember(column: 1), .tooManyColumns,
    ]
    #expect(
      issues.map(\.hint).joined(separator: "\n") == """
        put quotes around the value that has a comma in it
        look for a quote that is never closed, or shorten it
        look for a quote that is never closed, or shorten it
        type the value again, or save the list as CSV UTF-8
        write each recipient as {"name": …, "street1": …}
        keep only the right one
        take out what is not needed for mailing
        """)
  }
}
