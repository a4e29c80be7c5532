import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// `run.fidelity: pages`, from the file to the record.
@Suite struct PageFidelity {
  private func scenario(_ run: String, hosts: String = "profile: generic-kvm") throws -> Scenario {
    try Fixture.scenario(
      """
      vm: {memory: 128 MiB, touched: 96 MiB}
      path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
      workload: [{pattern: uniform, working-set: 40 MiB, rate: 4 MiB/s}]
      hosts: {\(hosts)}
      run: {\(run)}
      """)
  }

  @Test func theSeedAndReplicationsReachTheModel() throws {
    let pages = try scenario("fidelity: pages, seed: 9, replications: 3")
    #expect(pages.input.fidelity == .pages(seed: 9, replications: 3))
    #expect(try scenario("seed: 9").input.fidelity == .fluid)
  }

  @Test func theRecordIsRepeatableAndItsIntervalHoldsEveryRun() throws {
    let scenario = try scenario("fidelity: pages, seed: 2, replications: 3, offsets: 2")
    let record = scenario.predict()
    #expect(record == scenario.predict())
    #expect(record.outcome == "completed")
    #expect(record.prediction?.seed == 2)
    let times = predict(scenario.input).reports.compactMap { $0.totalTime?.wholeMilliseconds }
    #expect(times.count == 6)
    let interval = try #require(record.prediction?.timeElapsedInterval)
    #expect(times.allSatisfy { interval[0] <= $0 && $0 <= interval[1] })
    let other = try self.scenario("fidelity: pages, seed: 3, replications: 3, offsets: 2")
    #expect(other.predict().prediction?.digest != record.prediction?.digest)
  }

  /// What a host profile says of the accelerator, and what without.
  @Test func theHostsHaveAnAccelerator() throws {
    #expect(try scenario("").input.hosts.accelerator == .kvm)
    let tcg = try scenario("", hosts: "based-on: generic-kvm, host: {accelerator: tcg}")
    #expect(tcg.input.hosts.accelerator == .tcg)
    let path = "hosts.host.accelerator"
    #expect(tcg.values.contains { $0.path == path && $0.text == "tcg" && $0.origin == .file })
    #expect(try scenario("").values.contains { $0.path == path && $0.text == "kvm" })
    let inherited = try HostProfile(yaml: tcg.profile.yaml())
    #expect(inherited.constants.accelerator == .tcg)
    #expect(throws: ScenarioProblems.self) {
      try scenario("", hosts: "based-on: generic-kvm, host: {accelerator: xen}")
    }
    #expect(try ProfileLibrary().profile(named: "ferry-lab").constants.accelerator == .tcg)
  }
}
