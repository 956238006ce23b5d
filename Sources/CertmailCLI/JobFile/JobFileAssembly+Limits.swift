import MailModel

extension JobFileAssembly {
  /// `checks`, with its defaults.
  func checks() -> JobFile.Checks {
    let section = root.section(.checks, of: ChecksKey.self)
    return JobFile.Checks(
      address: section.value(.address, .choice, default: .api),
      mailAddress: section.value(.mailAddress, .choice, default: .asGiven),
      duplicateDays: section.value(
        .duplicateDays, .count(JobLimit.duplicateDays), default: 30))
  }

  /// `lines`, with its defaults.
  func lines() -> JobFile.Lines {
    let section = root.section(.lines, of: LinesKey.self)
    return JobFile.Lines(
      unit: section.value(.unit, .choice, default: .street2),
      company: section.value(.company, .choice, default: .company))
  }

  /// `limits`, with its defaults; four of them are none.
  func limits() -> JobFile.Limits {
    let section = root.section(.limits, of: LimitsKey.self)
    return JobFile.Limits(
      spendPerRun: section.optional(.spendPerRun, .amount),
      spendPerMailing: section.optional(.spendPerMailing, .amount),
      priceRise: section.value(.priceRise, .amount, default: .zero),
      approval: section.value(.approval, .choice, default: .none),
      concurrentRequests: section.value(
        .concurrentRequests, .count(JobLimit.concurrentRequests), default: 4),
      reserveRequests: section.value(
        .reserveRequests, .count(JobLimit.reserveRequests), default: 20),
      attempts: section.value(.attempts, .count(JobLimit.attempts), default: 6),
      requestTimeout: section.value(
        .requestTimeout, .duration(JobLimit.requestTimeout), default: .seconds(30)),
      stopAt: section.optional(.stopAt, .timeOfDay),
      runFor: section.optional(.runFor, .duration(JobLimit.runFor)))
  }

  /// `uncertain`, with its defaults.
  func uncertain() -> JobFile.Uncertain {
    let section = root.section(.uncertain, of: UncertainKey.self)
    return JobFile.Uncertain(
      settle: section.value(.settle, .duration(JobLimit.settle), default: .seconds(900)),
      whenAbsent: section.value(.whenAbsent, .choice, default: .hold))
  }

  /// `reference`, with its defaults.
  func reference() -> JobFile.Reference {
    let section = root.section(.reference, of: ReferenceKey.self)
    let style: ReferenceStyle = section.value(.style, .choice, default: .suffix)
    let lengths = style == .plain ? JobLimit.plainReferenceLength : JobLimit.referenceLength
    return JobFile.Reference(
      style: style, lengthMax: section.value(.max, .count(lengths), default: 40))
  }
}
