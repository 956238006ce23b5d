import MailModel
import Testing

@testable import Addressing

/// The names that lists and reports of earlier years hold: none may change.
@Suite struct AddressCodeTests {
  @Test func `each code, by its weight`() {
    let said = [Finding.Severity.error, .warning, .repair].map { severity in
      AddressCode.allCases.filter { $0.severity == severity }.map(\.rawValue).joined(separator: " ")
    }
    #expect(
      said == [
        """
        name_missing street1_missing city_missing state_missing zip_missing control_character \
        spreadsheet_error not_text too_long state_unknown zip_malformed zip_unknown \
        zip_state_mismatch foreign_address mail_by_unreadable occurrence_invalid sender_unknown \
        letters_garbled
        """,
        """
        mail_by_due too_long_for_label unit_number_missing box_number_missing street_number_missing \
        street_lines_identical name_looks_like_address city_holds_more country_unknown \
        looks_like_formula looks_like_date street_name_missing letters_lost not_latin number_rounded military_mismatch \
        military_line_unusual totals_row
        """,
        """
        line_break_folded text_formula_read invisible_removed placeholder_dropped state_normalized \
        city_line_read zip_zeros_restored zip_reformatted street2_moved_up company_is_name mail_by_normalized
        """,
      ])
  }
}
