/// The keys that one object of a job file may have; any other is refused.
protocol JobKeys: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// The keys of the whole file.
enum RootKey: String, JobKeys {
  case name, input, from, senders
  case mailClass = "mail_class"
  case api, ledger, output, checks, lines, limits, uncertain, reference
  case afterRun = "after_run"
}

/// The keys of `input`.
enum InputKey: String, JobKeys {
  case files, columns, done
}

/// The keys of `from` and of each sender.
enum AddressKey: String, JobKeys {
  case name, company, street1, street2, city, state, zip
}

/// The keys of `api`.
enum APIKeys: String, JobKeys {
  case baseURL = "base_url"
  case keyFile = "key_file"
  case keyEnvironment = "key_env"
  case authentication = "auth"
  case sandboxStore = "sandbox_store"
  case sandboxFaults = "sandbox_faults"
}

/// The keys of `checks`.
enum ChecksKey: String, JobKeys {
  case address
  case mailAddress = "mail_address"
  case duplicateDays = "duplicate_days"
}

/// The keys of `lines`.
enum LinesKey: String, JobKeys {
  case unit, company
}

/// The keys of `limits`.
enum LimitsKey: String, JobKeys {
  case spendPerRun = "spend_per_run"
  case spendPerMailing = "spend_per_mailing"
  case priceRise = "price_rise"
  case approval
  case concurrentRequests = "concurrent_requests"
  case reserveRequests = "reserve_requests"
  case attempts
  case requestTimeout = "request_timeout"
  case stopAt = "stop_at"
  case runFor = "run_for"
}

/// The keys of `uncertain`.
enum UncertainKey: String, JobKeys {
  case settle
  case whenAbsent = "when_absent"
}

/// The keys of `reference`.
enum ReferenceKey: String, JobKeys {
  case style, max
}
