import SubmissionSimulation
import Testing

@Suite struct SimulationTests {
  @Test func `no letter is accepted twice and every state is true in two thousand stories`() throws
  {
    for seed in UInt64(1)...2000 {
      var simulation = Simulation(seed: seed)
      try simulation.play()
    }
  }
}
