import Testing

@testable import PDFPages

struct TrackingNumberTests {
  @Test(arguments: [
    (0, "9407199900032100000004"), (1, "9407199900032100000011"),
    (9_999_999, "9407199900032199999999"),
  ])
  func `a number is made of service, mailer, serial and check digit`(serial: Int, digits: String) {
    let number = TrackingNumber.make(serial: serial)
    #expect(number?.digits == digits)
    #expect(number?.isCheckDigitRight == true)
  }

  @Test(arguments: [-1, TrackingNumber.serialMax + 1, .max, .min])
  func `a serial that seven digits cannot hold makes no number`(serial: Int) {
    #expect(TrackingNumber.make(serial: serial) == nil)
  }

  @Test func `the example of the API's page has a wrong check digit, and is taken`() {
    #expect(TrackingNumber("9400111899223456789012")?.isCheckDigitRight == false)
    #expect(TrackingNumber("9400111899223456789017")?.isCheckDigitRight == true)
  }

  @Test func `people see the digits by four`() {
    #expect(LabelSamples.tracking.grouped == "9407 1999 0003 2100 0000 11")
    #expect(TrackingNumber(LabelSamples.tracking.grouped) == LabelSamples.tracking)
  }

  @Test(arguments: [
    "", "940719990003210000001", "94071999000321000000111", "94071999000321000000１1",
    "9407199900032100000O11", "+407199900032100000011",
  ])
  func `anything but 22 digits is refused`(text: String) {
    #expect(TrackingNumber(text) == nil)
  }

  @Test func `any one wrong digit is noticed`() {
    let right = Array(LabelSamples.tracking.digits)
    for index in right.indices {
      for digit in "0123456789" where digit != right[index] {
        var wrong = right
        wrong[index] = digit
        #expect(TrackingNumber(String(wrong))?.isCheckDigitRight == false)
      }
    }
  }
}
