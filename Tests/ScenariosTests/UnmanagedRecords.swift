import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// What a prediction without a manager says, and in which fields.
@Suite struct UnmanagedRecords {
  private static let migration =
    "hypervisor: qemu 8.1, manager: none, stop-rule: {pages: 900, rounds: 20}"

  private static let load =
    "workload: [{pattern: curve, pages: 900, exponent: 0.67, working-set: 1 GiB}]"

  private func record(_ migration: String = migration, also: String = load) throws -> Record {
    try Fixture.scenario(Fixture.with(migration: migration, also: also)).predict()
  }

  @Test func itsScenarioIsSettledAsWritten() throws {
    let scenario = try Fixture.scenario(Fixture.with(migration: Self.migration))
    let settings = scenario.input.settings
    #expect(settings.hypervisor.name == "qemu 8.1")
    #expect(settings.manager.name == "none")
    let rule = try #require(settings.stopRule as? BoundedRounds)
    #expect(rule.pages == PageCount(900) && rule.mostRounds == 20)
    #expect(
      scenario.values.contains { $0.path == "vm.machine" && $0.text == "pc-q35-8.1" })
    #expect(scenario.values.contains { $0.path == "migration.stop-rule.rounds" })
  }

  @Test func libvirtsFiguresAreMissingAndQEMUsHaveTheIntervals() throws {
    let record = try record()
    #expect(record.outcome == "completed")
    #expect(record.timeElapsed == nil && record.downtime == nil)
    let total = try #require(record.qemuTotalTime)
    let downtime = try #require(record.qemuDowntime)
    let pause = try #require(record.pause)
    #expect(pause > downtime)
    let totals = try #require(record.prediction?.timeElapsedInterval)
    let downtimes = try #require(record.prediction?.downtimeInterval)
    #expect(totals[0] < total && total < totals[1])
    #expect(downtimes[0] < downtime && downtime < downtimes[1])
    let parts = try #require(record.prediction?.downtimeParts)
    #expect(parts.values.reduce(0, +) == record.pauseNanoseconds)
  }

  @Test func aManagedOneKeepsItsOwn() throws {
    let record = try record("hypervisor: qemu 8.1", also: "")
    let total = try #require(record.timeElapsed)
    let totals = try #require(record.prediction?.timeElapsedInterval)
    #expect(totals[0] < total && total < totals[1])
    #expect(record.downtime == record.pause)
  }

  /// Both are RAM's part in 8.1, and what goes before and after the stop is all of it.
  @Test func processedBytesAreThoseBeforeAndAfterTheStop() throws {
    let record = try record()
    let pages = try #require(record.memoryNormal) * 4104 + (record.memoryConstant ?? 0) * 9
    let processed = try #require(record.memoryProcessed)
    let before = try #require(record.precopyBytes)
    let after = try #require(record.downtimeBytes)
    #expect(processed == before + after)
    #expect(processed >= pages && processed < pages + 100_000)
    let last = try #require(record.rounds?.last)
    #expect(after == last.pagesSent * 4104 + 8)
  }

  /// As the builds that stop by such a rule count them.
  @Test func itCountsAsManySynchronisationsAsRounds() throws {
    let record = try record()
    #expect(record.rounds?.count == Int(try #require(record.memoryIteration)))
    #expect(record.rounds?.last?.endCause == "stopped")
    let stock = try self.record("hypervisor: qemu 8.1, manager: none", also: "")
    #expect(stock.rounds?.count == Int(try #require(stock.memoryIteration)) - 1)
  }

  @Test func wherePassesHardlyShrinkNoMoreRoundsMayComeThanTheRuleAllows() throws {
    let load = "workload: [{pattern: uniform, rate: 36 Mbit/s, working-set: 1900 MiB}]"
    func interval(_ rounds: Int) throws -> [Int64] {
      let record = try record(
        "hypervisor: qemu 8.1, manager: none, stop-rule: {pages: 90, rounds: \(rounds)}",
        also: load)
      #expect(record.rounds?.count == rounds + 1)
      #expect(record.prediction?.notes.contains { $0.contains("% of what they send") } == true)
      return try #require(record.prediction?.timeElapsedInterval)
    }
    // No round may come after the last one that is allowed, so the interval is the residual's.
    let bounds = try interval(5)
    #expect(Double(bounds[1]) < 1.2 * Double(bounds[0]))
  }
}
