import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

@testable import Answers

/// What would make a migration complete that does not.
@Suite struct RemediesFound {
  private func remedies(_ settings: String...) throws -> (Scenario, Remedies?) {
    var node = try ScenarioNode(yaml: Example.diverging)
    for setting in settings { try node.set(setting) }
    let scenario = try Scenario(node, profiles: ProfileLibrary(usesFiles: false))
    return (scenario, scenario.answer().prediction?.remedies)
  }

  private func outcome(_ scenario: Scenario, _ path: String, _ text: String) throws -> Outcome {
    MigrationModel.predict(try scenario.setting([(path, text)]).input).outcome
  }

  @Test func whatCompletesNeedsNone() throws {
    #expect(try Example.scenario(Example.converging).answer().prediction?.remedies == nil)
  }

  @Test func theLeastBandwidthCompletesAndTwoPerCentLessDoesNot() throws {
    let (scenario, found) = try remedies()
    let least = try #require(found?.leastBandwidthBitsPerSecond)
    func with(_ rate: Int64) throws -> Outcome {
      try outcome(scenario, "path.bandwidth", DataRate(count: rate).exactText)
    }
    #expect(least > scenario.input.path.bandwidth.count)
    #expect(try with(least) == .completed)
    #expect(try with(least * 98 / 100) != .completed)
  }

  @Test func theShortestLimitCompletesAndTwoPerCentLessDoesNot() throws {
    let (scenario, found) = try remedies()
    let shortest = try #require(found?.shortestDowntimeLimit)
    func with(_ limit: Int64) throws -> Outcome {
      try outcome(scenario, "migration.downtime-limit", "\(limit) ms")
    }
    #expect(shortest > 300)
    #expect(try with(shortest) == .completed)
    #expect(try with(shortest * 98 / 100) != .completed)
  }

  @Test func noBandwidthHelpsBelowARateLimit() throws {
    let (_, found) = try remedies("migration.bandwidth=80 Mbit/s")
    let remedies = try #require(found)
    #expect(remedies.leastBandwidthBitsPerSecond == nil)
    #expect(remedies.shortestDowntimeLimit != nil)
    #expect(remedies.aids.first { $0.name == "multifd" }?.helps == "no")
  }

  @Test func aRateLimitThatIsTooLowIsRaised() throws {
    let (scenario, found) = try remedies(
      "migration.bandwidth=80 Mbit/s", "workload.0.rate=10 MiB/s", "path.bandwidth=1 Gbit/s")
    let least = try #require(found?.leastRateLimitBitsPerSecond)
    let text = DataRate(count: least).exactText
    #expect(try outcome(scenario, "migration.bandwidth", text) == .completed)
    #expect(try remedies().1?.leastRateLimitBitsPerSecond == nil)
  }

  /// A rule that counts pages is not moved by a downtime limit.
  @Test func noLimitHelpsARuleThatCountsPages() throws {
    let (_, found) = try remedies("migration.stop-rule={pages: 100}")
    #expect(try #require(found).shortestDowntimeLimit == nil)
  }

  @Test func anAbortedMigrationIsToldWhatWouldHaveEndedIt() throws {
    let (scenario, found) = try remedies("migration={timeout: 30 s, on-timeout: abort}")
    let least = try #require(found?.leastBandwidthBitsPerSecond)
    let text = DataRate(count: least).exactText
    #expect(try outcome(scenario, "path.bandwidth", text) == .completed)
  }

  @Test func eachAidIsJudgedInWordsWithoutFigures() throws {
    let aids = try #require(try remedies().1).aids
    #expect(aids.map(\.name) == ["post-copy", "auto-converge", "XBZRLE", "multifd"])
    #expect(aids.map(\.helps) == ["yes", "maybe", "maybe", "no"])
    #expect(aids.allSatisfy { !$0.because.contains(where: \.isNumber) })
  }

  @Test func aLongThinPathNeedsSeveralConnections() throws {
    let (_, found) = try remedies(
      "path={bandwidth: 10 Gbit/s, rtt: 300 ms}", "workload.0.rate=100 MiB/s")
    #expect(found?.aids.first { $0.name == "multifd" }?.helps == "yes")
  }

  @Test(arguments: [1, 7, 99, 100, 101, 12_345, 987_654_321] as [Int64])
  func bisectionFindsTheEdgeWithinItsPrecision(edge: Int64) throws {
    let bisection = Bisection(start: 1, most: 1_000_000_000_000)
    let found = try #require(bisection.least { $0 > edge })
    #expect(found > edge)
    #expect(Double(found) <= Double(edge + 1) * 1.02)
  }

  @Test func bisectionGivesUpAtTheMost() {
    var tries = 0
    let found = Bisection(start: 5, most: 1000).least { value in
      tries += 1
      #expect(value <= 1000)
      return false
    }
    #expect(found == nil)
    #expect((1..<20).contains(tries))
  }
}
