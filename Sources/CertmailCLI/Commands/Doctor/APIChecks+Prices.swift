import MailAPI
import MailAPIClient
import MailModel

extension APIChecks {
  /// The address of the provider's own example.
  private static let knownAddress = PostalAddress(
    street1: "1600 Pennsylvania Ave", city: "Washington", state: "DC", zip: "20500")

  mutating func lookAtValidation() async {
    // An address of plain texts can always be written as JSON.
    guard let request = try? WireRequest.validate(Self.knownAddress),
      let answer = await ask(request)
    else { return }
    guard (200..<300).contains(answer.status), let form = JSONForm(answer.body) else {
      lines.append(
        .warning(
          "addresses",
          "\(answer.status) for the example of the API's own page: "
            + Self.words(answer), "set checks.address to \"offline\" if that stays so"))
      return
    }
    let holds =
      form["valid"]?.isTruth == true
      && (form["address"].map { $0["street1"] != nil || $0 == .null } ?? true)
      && (form["messages"].map { $0.elements != nil } ?? true)
    guesses.note(.validation, holds: holds, seen: form.words)
    guard let verdict = CallAnswers.decoded(AddressValidation.self, answer) else {
      lines.append(
        .problem(
          "addresses", "the API's verdict cannot be read: \(form.words)",
          "set checks.address to \"offline\" and tell the project"))
      return
    }
    lines.append(
      verdict.isValid
        ? .ok("addresses", "can be validated")
        : .warning(
          "addresses", "the example of the API's own page is not valid",
          "look at what certmail api JOB validate says of addresses that you know"))
  }

  mutating func lookAtPrices() async {
    guard let answer = await ask(.pricing) else { return }
    let prices = CallAnswers.decoded(Listing<ClassPrice>.self, answer)?.items ?? []
    if let form = JSONForm(answer.body), answer.status == 200 {
      let isUSD = form["currency"] == .text("USD")
      guesses.note(.pricing, holds: isUSD && form["data"]?.elements != nil, seen: form.words)
      if let entry = form["data"]?.elements?.first { noteAmounts(.priceAmounts, entry) }
    }
    lines.append(pricing(prices, answer))
    let calculation = await lookAtCalculation()
    let calculated = calculation.flatMap { CallAnswers.decoded(ClassPrice.self, $0) }
    if !prices.isEmpty || calculated != nil {
      lines.append(mailClass(prices, calculated))
    } else if let calculation {
      lines.append(unpriced(calculation))
    }
  }

  private func pricing(_ prices: [ClassPrice], _ answer: Answer) -> Diagnosis {
    guard !prices.isEmpty else {
      return .warning(
        "pricing", "GET /pricing: \(answer.status), and no price can be read in it",
        "each class is then asked for by itself; tell the project")
    }
    return .ok("pricing", "\(prices.count) mail classes")
  }

  /// Neither the table nor the class's own call has a price.
  private func unpriced(_ answer: Answer) -> Diagnosis {
    if [400, 404, 422].contains(answer.status) {
      return .problem(
        "mail class", "the API knows no \(JobValue.quoted(job.mailClass.rawValue))",
        "correct mail_class in the job", .usage)
    }
    let words = answer.status < 300 ? "no price can be read in it" : Self.words(answer)
    return .problem(
      "mail class", "POST /pricing/calculate: \(answer.status), \(words)",
      "run doctor again; without a price nothing is sent")
  }

  /// The job's class must have a price, in the table or by itself.
  private func mailClass(_ prices: [ClassPrice], _ calculated: ClassPrice?) -> Diagnosis {
    let name = job.mailClass.rawValue
    guard let price = prices.first(where: { $0.mailClass == job.mailClass }) ?? calculated else {
      let known = prices.map(\.mailClass.rawValue).joined(separator: ", ")
      return .problem(
        "mail class", "the API knows no \(JobValue.quoted(name))",
        "set mail_class in the job to one of \(known)", .usage)
    }
    let total = price.cost.total
    if let calculated, calculated.cost.total != total {
      return .warning(
        "mail class",
        "\(name) is \(total.dollars) in the table and "
          + "\(calculated.cost.total.dollars) when calculated",
        "set limits.spend_per_mailing and limits.price_rise with care")
    }
    if let cap = job.limits.spendPerMailing, total > cap {
      return .warning(
        "mail class",
        "\(name) costs \(total.dollars), above limits.spend_per_mailing "
          + cap.dollars, "every mailing would wait for approval: raise it")
    }
    return .ok("mail class", "\(name) costs \(total.dollars)")
  }

  private mutating func lookAtCalculation() async -> Answer? {
    // A class is a text, which can always be written as JSON.
    guard let request = try? WireRequest.calculate(job.mailClass),
      let answer = await ask(request)
    else { return nil }
    if (200..<300).contains(answer.status), let form = JSONForm(answer.body) {
      noteAmounts(.calculation, form)
    }
    return answer
  }

  private mutating func noteAmounts(_ guess: Guess, _ form: JSONForm) {
    let names = ["postage", "service_fee", "total"]
    let holds =
      form["mail_class"]?.isText == true && names.allSatisfy { form[$0]?.isNumber == true }
    let kinds = names.map { "\($0): \(form[$0]?.words ?? "missing")" }
    guesses.note(guess, holds: holds, seen: kinds.joined(separator: ", "))
  }
}
