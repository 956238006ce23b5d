import MailModel
import Testing

@Suite struct FoldedTextTests {
  @Test(arguments: [
    ("José Núñez", "JOSENUNEZ"), ("Jose\u{301} Nu\u{301}n\u{303}ez", "JOSENUNEZ"),
    ("JOSE  NUNEZ.", "JOSENUNEZ"), ("Anna Strauß", "ANNASTRAUSS"), ("ANNA STRAUSS", "ANNASTRAUSS"),
    ("Søren Łoś", "SORENLOS"), ("O’Neil", "ONEIL"), ("O'Neil", "ONEIL"), ("Иван", "ИВАН"),
    ("ИВАН", "ИВАН"), ("王伟", "王伟"), ("Ｊａｎｅ", "JANE"), ("12 Oak St", "12OAKST"), ("–", ""), ("", ""),
  ])
  func `a name is the same however it was spelled`(text: String, folded: String) {
    #expect(text.folded == folded)
  }
}
