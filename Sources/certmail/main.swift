import CMalloc
import CertmailCLI
import Foundation
import MailAPIClient

// Two threads at most are busy with memory. With glibc's own number of heaps, several a processor,
// what is freed in one is taken anew in another: 5 MB more at the peak of a long import.
mallopt(M_ARENA_MAX, 2)

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == [Worker.argument] { exit(Worker.run()) }
Task.detached {
  exit(await Program.$worker.withValue(.thisProgram) { await Program.run(arguments) })
}
// The first thread only waits: one that ended instead would take tools like valgrind with it.
while true { pause() }
