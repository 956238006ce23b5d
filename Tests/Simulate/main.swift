import Foundation
import SubmissionSimulation

// Plays seeded stories of the submission core: simulate [FIRST_SEED] COUNT
// Goes through every story of small worlds:      simulate model
//
// A seed that fails is printed with the command that plays it again, and its story.

if CommandLine.arguments.dropFirst().first == "model" {
  var isProved = true
  for world in ModelCheck.worlds {
    let started = Date()
    do {
      let count = try ModelCheck.play(world)
      let seconds = String(format: "%.1f", Date().timeIntervalSince(started))
      print("\(world.name): all \(count) stories end well, \(seconds) s")
    } catch {
      print("FAILED \(error)")
      isProved = false
    }
  }
  exit(isProved ? 0 : 1)
}

let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
let first = numbers.count > 1 ? numbers[0] : 1
let count = numbers.last ?? 200_000
let started = Date()
let half = count / 2

func play(_ seeds: Range<UInt64>) -> [Simulation.Failure] {
  var failures: [Simulation.Failure] = []
  for seed in seeds where failures.count < 5 {
    var simulation = Simulation(seed: seed)
    do {
      try simulation.play()
    } catch {
      failures.append(error)
    }
  }
  return failures
}

async let low = play(first..<(first + half))
let high = play((first + half)..<(first + count))
let failures = await low + high

for failure in failures {
  print("FAILED \(failure); play it again: swift run -c release simulate \(failure.seed) 1")
}
if count == 1 {
  var simulation = Simulation(seed: first, keepsTrace: true)
  // The verdict was printed above; here only the story is wanted.
  try? simulation.play()
  print(simulation.trace.joined(separator: "\n"))
}
let seconds = Date().timeIntervalSince(started)
print("\(count) seeds, \(failures.count) failures, \(String(format: "%.1f", seconds)) s")
exit(failures.isEmpty ? 0 : 1)
