import CertmailCLI
import Foundation
import MailAPIClient

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == [Worker.argument] { exit(Worker.run()) }
Task.detached {
  exit(await Program.$worker.withValue(.thisProgram) { await Program.run(arguments) })
}
// The first thread only waits: one that ended instead would take tools like valgrind with it.
while true { pause() }
