import CertmailCLI
import Foundation
import MailAPIClient

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == [Worker.argument] { exit(Worker.run()) }
let status = await Program.$worker.withValue(WorkerCommand()) { await Program.run(arguments) }
exit(status)
