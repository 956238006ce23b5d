import Foundation
import MailAPI
import MailAPIClient
import MailModel

/// `api`: one call of the API, its answer as a table or, with `--json`, exactly as it came.
struct CallCommand {
  let arguments: CallArguments
  let console: Console

  init(_ arguments: CallArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    if case .create(let letter) = arguments.call {
      return try await CreateCommand(letter, arguments.job, console).run()
    }
    let job = try JobSession.readJob(arguments.job)
    try refuseBeforehand()
    let connection = try await connection(job)
    if let warning = connection.warning { console.warning(warning) }
    let service = connection.service(job.limits) { [console] until in
      guard let until else { return }
      console.message("the API limits the rate until \(ProgressText.clock(until, .current))")
    }
    do {
      let status = try await call(service, job)
      await connection.close()
      return status
    } catch let failure as CallFailure {
      await connection.close()
      if console.display.isJSON, case .refused(_, _, let body) = failure {
        try console.dataAsItCame(body)
      }
      throw CallWords.failure(failure)
    } catch {
      await connection.close()
      throw error
    }
  }

  private func connection(_ job: JobFile) async throws -> CallConnection {
    do {
      return try await CallConnection(job, arguments.job, credential)
    } catch let problem as SessionProblem {
      throw CommandFailure(status: .usage, message: problem.description)
    }
  }

  private var credential: CallConnection.Credential {
    switch arguments.call {
    case .keysList(let session), .keysCreate(_, _, let session), .keysRevoke(_, _, let session):
      .session(session)
    case .mailings, .mailing, .create, .label, .tracking, .validate, .pricing, .price: .key
    }
  }

  /// What can be refused before anything is asked.
  private func refuseBeforehand() throws {
    switch arguments.call {
    case .label(let id, nil): try LabelCall.refuseTerminal(id, console)
    case .keysRevoke(let id, let isConfirmed, _):
      try KeyCalls.refuseUnconfirmed(id, isConfirmed, console)
    default: break
    }
  }

  private func call(_ service: MailService, _ job: JobFile) async throws -> ExitStatus {
    switch arguments.call {
    case .mailings(let status, let limit):
      try console.tell(
        await service.answer(to: .mailings(status: status, limit: limit)), as: CallAnswers.mailings)
    case .mailing(let id):
      try console.tell(await service.answer(to: .mailing(id)), as: CallAnswers.mailing)
    case .tracking(let number):
      try console.tell(await service.answer(to: .tracking(number)), as: CallAnswers.tracking)
    case .validate(let address):
      return try await validate(address, service)
    case .pricing:
      try console.tell(await service.answer(to: .pricing), as: CallAnswers.pricing)
    case .price(let mailClass):
      let request = try WireRequest.calculate(mailClass ?? job.mailClass)
      try console.tell(await service.answer(to: request), as: CallAnswers.price)
    case .label(let id, let file):
      try await LabelCall(id: id, file: file, console: console).run(service)
    case .keysList: try console.tell(await service.answer(to: .keys), as: CallAnswers.keys)
    case .keysCreate(let name, let permissions, _):
      try await KeyCalls(console: console).create(name, permissions, service)
    case .keysRevoke(let id, let isConfirmed, _):
      return try await KeyCalls(console: console).revoke(id, isConfirmed, service)
    case .create: preconditionFailure("create goes through the ledger")
    }
    return .done
  }

  /// A 422 is the API's word that the address is not valid, not a failure of the call.
  private func validate(_ address: PostalAddress, _ service: MailService) async throws -> ExitStatus
  {
    do {
      let answer = try await service.answer(to: try .validate(address))
      try console.tell(answer, as: CallAnswers.validation)
      let isValid = CallAnswers.decoded(AddressValidation.self, answer)?.isValid
      return isValid == false ? .attention : .done
    } catch CallFailure.refused(_, let refusal, let body) where refusal.status == 422 {
      if console.display.isJSON { try console.dataAsItCame(body) }
      console.problem("not valid: \(refusal.message)")
      return .attention
    }
  }
}

extension Console {
  /// Writes an answer of the API to stdout: with `--json` as it came, else as a table.
  func tell(_ answer: Answer, as table: (Answer) -> TextTable?) throws {
    guard !display.isJSON else { return try dataAsItCame(answer.body) }
    guard let table = table(answer) else {
      throw CommandFailure(
        status: .failed,
        message: "the API answered \(answer.status), and what it said is not what was expected; "
          + "--json shows it")
    }
    try data(table)
  }

  /// Writes a body of the API to stdout, with a line break at its end.
  func dataAsItCame(_ body: [UInt8]) throws {
    let text = String(decoding: body, as: UTF8.self)
    try data(raw: text.hasSuffix("\n") ? text : text + "\n")
  }
}
