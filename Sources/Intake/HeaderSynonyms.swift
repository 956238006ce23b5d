import MailModel

/// The column names that are recognised, as `HeaderName` reduces them.
enum HeaderSynonyms {
  /// Names of columns that give a whole field.
  static let whole: [RowField: [String]] = [
    .reference: [
      "reference", "referenceno", "referenceid", "ref", "refno", "refid", "case", "caseno",
      "caseid",
      "fileno", "fileid", "docket", "docketno", "ourreference", "yourreference", "caseref",
      "casereference",
    ],
    .name: [
      "name", "fullname", "recipient", "recipientname", "recipientfullname", "defendant",
      "defendantname", "respondent", "respondentname", "debtor", "debtorname", "addressee",
      "addresseename", "toname", "to", "mailto",
    ],
    .company: [
      "company", "companyname", "firm", "firmname", "lawfirm", "organization", "organisation",
      "organizationname", "organisationname", "org", "business", "businessname", "entity",
      "entityname",
    ],
    .city: ["city", "town", "cityname", "municipality", "citytown", "posttown"],
    .state: [
      "state", "st", "statecode", "province", "stateprovince", "stateabbreviation",
    ],
    .zip: [
      "zip", "zipcode", "zip5", "postalcode", "postcode", "postal", "zippostalcode", "zippostal",
      "zipno",
    ],
    .country: ["country"],
    .mailClass: [
      "mailclass", "class", "classofmail", "mailingclass", "mailtype", "mailservice", "service",
      "servicetype", "serviceclass", "serviceoption",
    ],
    .matter: [
      "matter", "matterno", "matterid", "clientmatter", "clientmatterno", "clientmatterid",
      "clientno", "clientid", "billingcode", "billingno", "billingmatter", "costcenter",
    ],
    .mailBy: [
      "mailby", "mailbydate", "deadline", "sendby", "sendbydate", "mustmailby",
      "mailingdeadline", "servicedeadline", "serveby",
    ],
    .document: ["document", "documents", "documentname", "documentfile", "doc", "enclosure"],
    .sender: ["sender", "senderkey", "senderid"],
    .occurrence: ["occurrence", "occurrenceno"],
    .certmailRow: ["certmailrow"],
  ]

  /// Names of columns that give a field together, in the order in which their texts are joined.
  static let parts: [RowField: [[String]]] = [
    .name: [
      ["prefix", "nameprefix", "honorific"],
      ["first", "firstname", "fname", "givenname", "forename"],
      ["middle", "middlename", "mname", "mi", "middleinitial"],
      ["last", "lastname", "lname", "surname", "familyname"],
      ["suffix", "namesuffix"],
    ],
    // What the lists of cities and counties keep apart: `45`, `N`, `Oak`, `St`, `SW`.
    .street1: [
      ["houseno", "streetno", "primaryno", "stno", "civicno"],
      ["housefraction", "streetfraction"],
      ["predirection", "predirectional", "predir", "streetpredirection"] + directions,
      [
        "street1", "street", "streetaddress", "streetaddress1", "streetline1", "address",
        "address1",
        "addressline", "addressline1", "addr", "addr1", "addrline1", "line1", "mailingaddress",
        "mailingaddress1", "mailingaddressline1", "mailingstreet", "deliveryaddress",
        "primaryaddress", "recipientaddress", "addressstreet", "streetname", "businessstreet",
        "homestreet",
      ],
      ["streettype", "streetsuffix"],
      ["postdirection", "postdirectional", "postdir", "streetpostdirection"],
    ],
    .street2: [
      ["unittype", "unitdesignator", "secondarytype"],
      [
        "street2", "streetaddress2", "streetline2", "address2", "addressline2", "addr2",
        "addrline2", "line2", "mailingaddress2", "mailingaddressline2", "mailingstreet2", "unit",
        "unitno", "apt", "aptno", "apartment", "apartmentno", "suite", "suiteno", "ste", "aptsuite",
        "aptunit", "aptsuiteunit", "unitapt", "suiteapt", "secondaryaddress", "streetaddressline2",
        "aptunitno", "unitaptno", "aptsuiteno", "suiteunit", "unitsuite", "aptste", "steapt",
        "aptorsuite", "suiteorapt", "aptorunit", "unitorapt", "aptsuiteetc", "addresstwo",
        "addresslinetwo", "addresscontinued", "addresscont",
      ],
      ["street3", "address3", "addressline3", "addr3", "line3", "mailingaddress3"],
      ["street4", "address4", "addressline4", "addr4", "line4"],
    ],
  ]

  /// Where such a column stands decides whether it goes before the street's name or behind it.
  static let directions = ["direction", "dir", "streetdirection", "streetdir"]

  /// Words that name a part of an address, wherever they stand in a column's name.
  static let addressWords: Set<String> = [
    "address", "addr", "street", "unit", "apt", "apartment", "suite", "ste", "room", "lot", "space",
    "slip", "pmb", "box", "floor", "building", "bldg", "direction", "fraction", "urbanization",
    "city", "zip", "country",
  ]

  /// Names that count only where no other column gives the field.
  static let secondChoice: [RowField: [String]] = [
    .reference: [
      "file", "account", "accountno", "accountid", "acctno", "acct", "claim", "claimno", "loan",
      "loanno", "invoice", "invoiceno", "causeno", "indexno", "policyno", "citationno", "leaseno",
      "leaseid", "lienno", "noticeno", "certificateno", "parcelno", "parcelid", "parcel", "apn",
      "ourfileno", "casefileno",
    ],
    .name: [
      "contact", "contactname", "partyname", "tenant", "tenantname", "resident", "residentname",
      "occupant", "occupantname", "ownername", "customername", "borrower", "borrowername",
      "taxpayer", "taxpayername",
    ],
    .company: ["co", "careof", "attn", "attention", "attnto"],
    .city: Array(cityLines.keys),
    .state: ["region"],
    .zip: ["zip+4", "zipcode+4", "zipplus4", "zip9"],
    .country: ["countryname", "nation"],
  ]

  /// Names of a city's column that says more than the city, and what else it gives.
  static let cityLines: [String: [RowField]] = [
    "citystate": [.state], "cityandstate": [.state], "cityst": [.state],
    "citystatezip": [.state, .zip], "citystatezipcode": [.state, .zip],
    "citystateandzip": [.state, .zip], "citystateandzipcode": [.state, .zip],
    "citystzip": [.state, .zip], "citystatepostalcode": [.state, .zip], "csz": [.state, .zip],
  ]
}
