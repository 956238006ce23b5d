package import MailModel

/// Where the API gets the unit (`lines.unit` of the job).
package enum UnitLine: String, CaseIterable, Hashable, Sendable {
  /// On its own line.
  case street2
  /// At the end of the first line.
  case street1
}

/// Where the API gets the company (`lines.company` of the job).
package enum CompanyLine: String, CaseIterable, Hashable, Sendable {
  /// In a field of its own.
  case company
  /// After the name, behind a comma.
  case name
}

extension PostalAddress {
  /// The form that goes out on the wire; the checked address itself stays as it is.
  ///
  /// | setting | name, company, street1, street2 | becomes |
  /// | --- | --- | --- |
  /// | `unit: .street1` | `9 Oak St`, `Apt 4` | `9 Oak St Apt 4`, empty |
  /// | `company: .name` | `Ann Ray`, `Ray LLC` | `Ann Ray, Ray LLC`, empty |
  package func folded(unit: UnitLine, company companyLine: CompanyLine) -> PostalAddress {
    var folded = self
    if unit == .street1 {
      folded.street1 = Self.join(street1, " ", street2)
      folded.street2 = ""
    }
    if companyLine == .name {
      folded.name = name == company ? name : Self.join(name, ", ", company)
      folded.company = ""
    }
    return folded
  }

  private static func join(_ first: String, _ separator: String, _ second: String) -> String {
    first.isEmpty || second.isEmpty ? first + second : first + separator + second
  }
}
