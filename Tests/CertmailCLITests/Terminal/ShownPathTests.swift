import CertmailCLI
import Testing

@Suite struct ShownPathTests {
  @Test(arguments: [
    ("/firm/jobs/../lists/a.csv", "lists/a.csv"), ("/firm/a.csv", "a.csv"),
    ("/other/a.csv", "/other/a.csv"), ("/firmament/a.csv", "/firmament/a.csv"),
    ("jobs/a.json", "jobs/a.json"), ("-", "-"),
  ])
  func `a path is shown from the working folder`(path: String, shown: String) {
    #expect(ShownPath.text(path, in: "/firm") == shown)
  }

  @Test(arguments: [
    ("/firm/a.csv", "a.csv"), ("/firm/case list.csv", "'case list.csv'"),
    ("/firm/O'Brien.csv", #"'O'\''Brien.csv'"#), ("/firm/$(rm).csv", "'$(rm).csv'"),
    ("/firm/Gläubiger.csv", "Gläubiger.csv"),
  ])
  func `a path in a command survives the shell`(path: String, word: String) {
    #expect(ShownPath.word(path, in: "/firm") == word)
  }
}
