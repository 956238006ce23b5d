import Submission

/// Goes through every story of a small world: each POST with each fault, a kill before each step,
/// answers late and lost, listings that fail or lag, a backup restored.
package struct ModelCheck {
  /// A small world, and how much may go wrong in one of its stories.
  package struct World {
    package var name: String
    var letters: Int
    var workers: Int
    var lag: Int64 = 0
    /// POSTs that go wrong, listings that fail, kills and restores, at most.
    var faults = 1
    var failedLooks = 0
    var kills = 1
    var restores = 0
    var resendsAbsent = true
    var recipients = 100
    var echo = SimulatedAPI.Echo.verbatim
  }

  package static let worlds = [
    World(name: "one mailing, two workers", letters: 1, workers: 2, faults: 2, kills: 2),
    World(name: "one mailing, one worker", letters: 1, workers: 1, faults: 3, kills: 2),
    World(
      name: "one mailing, the listing lags and fails", letters: 1, workers: 1, lag: 400,
      faults: 2, failedLooks: 1, kills: 1),
    World(
      name: "one mailing, backups restored", letters: 1, workers: 1, faults: 1, kills: 2,
      restores: 2),
    World(name: "two mailings, one worker", letters: 2, workers: 1, faults: 2, kills: 1),
    World(
      name: "two mailings, a backup restored", letters: 2, workers: 1, restores: 1),
    World(name: "two mailings, two workers", letters: 2, workers: 2, faults: 2, kills: 1),
    World(
      name: "two mailings, nothing resent", letters: 2, workers: 1, faults: 3,
      resendsAbsent: false),
    World(
      name: "two mailings to one person, no token comes back", letters: 2, workers: 2, faults: 2,
      kills: 1, recipients: 1, echo: .missing),
    World(
      name: "two mailings, the token only by id", letters: 2, workers: 1, faults: 2, kills: 1,
      recipients: 1, echo: .onlyByID),
    World(
      name: "two mailings, the reference is cut", letters: 2, workers: 1, faults: 2, kills: 1,
      echo: .cut),
  ]

  /// Plays every story of `world`.
  /// - Returns: how many there are.
  /// - Throws: the first that ends in a letter mailed twice or in a state that is not true.
  package static func play(_ world: World) throws(Simulation.Failure) -> Int {
    var chance = Chance()
    var count = 0
    repeat {
      var simulation = Simulation(world, chance)
      do {
        try simulation.play()
      } catch {
        throw Simulation.Failure(
          seed: 0, reason: "\(world.name): path \(simulation.chance.path): \(error.reason)")
      }
      chance = simulation.chance
      count += 1
    } while chance.advance()
    return count
  }
}
