package import MailModel

/// Which of a list's own columns gives which field.
package struct HeaderMap: Hashable, Sendable {
  /// For each field, by `RowField.index`, the columns that give it, joined by a blank in order.
  package private(set) var columns = [[Int]](repeating: [], count: RowField.count)
  /// For each own column the field that it alone is; `nil` for the rest.
  package private(set) var fields: [RowField?] = []
  /// Columns that certmail itself wrote into a list of rows to correct; not the firm's own.
  package private(set) var ours: Set<Int> = []
  private let explicit: [RowField: [String]]
  private var ambiguous: [RowField: [String]] = [:]

  /// - Parameter explicit: the job's `input.columns`; it wins over what is recognised.
  package init(explicit: [RowField: [String]]) { self.explicit = explicit }

  /// Whether the list repairs rows of earlier batches.
  package var isRepair: Bool { !columns[RowField.certmailRow.index].isEmpty }

  /// Takes note of a column that has newly appeared, with its own name.
  package mutating func add(_ name: String) {
    let index = fields.count
    fields.append(nil)
    if let field = explicitField(name) {
      columns[field.index].append(index)
    } else if let field = HeaderNames.field(name), explicit[field] == nil {
      if HeaderNames.isPart(name) {
        columns[field.index].append(index)
      } else if columns[field.index].isEmpty || hasOnlyParts(field) {
        columns[field.index] = [index]
        whole.insert(field)
      } else {
        ambiguous[field, default: []].append(name)
      }
    }
    refresh()
  }

  private var whole: Set<RowField> = []

  private func hasOnlyParts(_ field: RowField) -> Bool { !whole.contains(field) }

  private func explicitField(_ name: String) -> RowField? {
    let wanted = HeaderNames.plain(name)
    return RowField.allCases.first { field in
      explicit[field]?.contains { HeaderNames.plain($0) == wanted } ?? false
    }
  }

  private mutating func refresh() {
    for index in fields.indices { fields[index] = nil }
    for field in RowField.allCases where columns[field.index].count == 1 {
      fields[columns[field.index][0]] = field
    }
  }

  /// What makes the columns unusable; `names` are all that were found.
  package func faults(_ names: [String]) -> [HeaderFault] {
    var faults: [HeaderFault] = []
    for field in RowField.allCases {
      if let more = ambiguous[field] {
        let first = columns[field.index].map { names[$0] }
        faults.append(.ambiguous(field, columns: first + more))
      }
      for wanted in explicit[field] ?? [] {
        let count = names.count { HeaderNames.plain($0) == HeaderNames.plain(wanted) }
        if count == 0 { faults.append(.unknownColumn(field, named: wanted)) }
        if count > 1 { faults.append(.repeatedColumn(field, named: wanted)) }
      }
    }
    if columns[RowField.name.index].isEmpty, columns[RowField.company.index].isEmpty {
      faults.append(.missing([.name, .company]))
    }
    for field in [RowField.street1, .city, .state, .zip] where columns[field.index].isEmpty {
      faults.append(.missing([field]))
    }
    return faults
  }

  /// Leaves certmail's own columns of a repair file out of the firm's.
  package mutating func markOurs(_ names: [String]) {
    guard isRepair else { return }
    for (index, name) in names.enumerated()
    where ["row", "code", "message", "hint", RowField.certmailRow.rawValue].contains(name) {
      ours.insert(index)
    }
  }
}

/// The header names that are recognised: case, blanks and punctuation do not count (FIELD.md).
enum HeaderNames {
  /// A name with nothing but its lower-case letters and digits.
  static func plain(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.lowercased().unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        }))
  }

  static func field(_ name: String) -> RowField? {
    if name.hasPrefix("from.") { return nil }
    let own = name.hasPrefix("to.") ? String(name.dropFirst(3)) : name
    return fields[plain(own)]
  }

  /// Whether the column is one of several that make up a name.
  static func isPart(_ name: String) -> Bool { parts.contains(plain(name)) }

  private static let parts: Set<String> = [
    "firstname", "first", "givenname", "middlename", "middle", "middleinitial", "mi", "lastname",
    "last", "surname", "familyname", "suffix", "namesuffix",
  ]

  private static let fields: [String: RowField] = {
    let names: [RowField: String] = [
      .reference: """
      reference ref caseno casenumber caseid case fileno filenumber fileid docket docketno \
      docketnumber matterreference referenceno referencenumber refno yourreference
      """,
      .name: """
      name recipient recipientname fullname defendant defendantname respondent debtor debtorname \
      addressee addresseename owner ownername toname contactname firstname first givenname \
      middlename middle middleinitial mi lastname last surname familyname suffix namesuffix
      """,
      .company: """
      company companyname firm firmname organization organisation business businessname co \
      careof attn attention entity corporation
      """,
      .street1: """
      street1 address address1 addressline1 addr addr1 street streetaddress mailingaddress \
      mailingstreet address1street line1 street1address deliveryaddress
      """,
      .street2: """
      street2 address2 addressline2 addr2 unit apt apartment suite ste unitno aptno suiteno line2 \
      secondaryaddress aptsuite unitnumber
      """,
      .city: "city town cityname municipality mailingcity",
      .state: "state st province statecode stateprovince mailingstate",
      .zip: "zip zipcode postalcode postcode zip4 zipplus4 zippostal mailingzip zip5 zipcode4",
      .mailClass: "mailclass class service mailservice servicetype mailtype",
      .matter: """
      matter clientmatter clientmatterno clientmatternumber clientno clientnumber matterid \
      matterno matternumber billingcode client
      """,
      .mailBy: "mailby deadline sendby mailbydate sendbydate duedate",
      .document: "document documents documentname enclosure enclosures doc documenttitle",
      .sender: "sender sendfrom office returnaddress",
      .occurrence: "occurrence",
      .certmailRow: "certmailrow",
    ]
    var table: [String: RowField] = [:]
    for (field, list) in names {
      for name in list.split(whereSeparator: \.isWhitespace) { table[String(name)] = field }
    }
    return table
  }()
}
