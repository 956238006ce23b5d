import SubmissionSimulation
import Testing

@Suite struct SimulationTests {
  @Test func `every story of two mailings, a fault and a restored backup ends well`() throws {
    let world = try #require(ModelCheck.worlds.first { $0.name.contains("two mailings, a backup") })
    #expect(try ModelCheck.play(world) > 1000)
  }

  @Test func `no letter is accepted twice and every state is true in two thousand stories`() throws
  {
    for seed in UInt64(1)...2000 {
      var simulation = Simulation(seed: seed)
      try simulation.play()
    }
  }
}
