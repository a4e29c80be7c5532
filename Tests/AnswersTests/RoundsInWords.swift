import Answers
import Records
import Scenarios
import Testing

/// Why rounds ended and what bounds the pause, in words that agree with the rule and the run.
@Suite struct RoundsInWords {
  private func explain(_ yaml: String, _ settings: String...) throws -> Explanation {
    var node = try ScenarioNode(yaml: yaml)
    for setting in settings { try node.set(setting) }
    return Explanation(try Scenario(node, profiles: ProfileLibrary(usesFiles: false)))
  }

  private func items(_ title: String, _ explanation: Explanation) throws -> [String] {
    try #require(explanation.sections.first { $0.title == title }).items
  }

  private static let suspended = "migration={manager: none, timeout: 20 s, on-timeout: suspend}"

  /// QEMU's own figure is a few milliseconds; the guest stands still for most of a minute.
  @Test func thePauseIsWhatIsExplained() throws {
    let explanation = try explain(Example.diverging, Self.suspended)
    #expect(explanation.summary.contains("the guest down for "))
    #expect(explanation.summary.contains("(QEMU's own figure: "))
    let items = try items("What bounds the downtime", explanation)
    #expect(items.contains { $0.contains("%: suspended") })
    let change = try #require(explanation.changes.first { $0.name == "twice the bandwidth" })
    #expect(try #require(change.effect.downtime) > 1000)
  }

  @Test func aSuspendedGuestStoodStill() throws {
    let rounds = try items("Rounds", explain(Example.diverging, Self.suspended))
    #expect(rounds.contains { $0.contains("the guest stood still, and ") })
    #expect(!rounds.contains { $0.contains("too much to stop") })
    #expect(rounds.last?.hasPrefix("the guest was suspended at its timeout, after 20 s") == true)
    let first = try items(
      "Rounds", explain(Example.diverging, "migration.method=stop-and-copy"))
    #expect(first.last?.hasPrefix("the guest was stopped before the stream began") == true)
    #expect(!first.contains { $0.contains("had dirtied") || $0.contains("0 ns") })
  }

  @Test func whatWasNotFollowedHasNoFigures() throws {
    let rounds = try items("Rounds", explain(Example.diverging))
    #expect(!rounds.contains { $0.contains("(0 ns)") || $0.contains("sent 0 B") })
  }

  @Test func xenStopsFirstAndSynchronisesThen() throws {
    let rounds = try items(
      "Rounds", explain(Example.diverging, "migration={hypervisor: xen 4.20}"))
    #expect(rounds[0].hasSuffix("after 5 passes, or after one of fewer than 50 pages"))
    #expect(rounds.contains { $0.contains("as 5 passes are the most; the last sync") })
    #expect(!rounds.contains { $0.contains(" 0 B ") || $0.contains("too much") })
  }

  /// Three times the memory is sent before 29 passes are over.
  @Test func xenClassicSaysThatTooMuchWasSent() throws {
    let rounds = try items(
      "Rounds",
      explain(
        Example.diverging, "migration={hypervisor: xen classic}",
        "vm={memory: 64 MiB, touched: 64 MiB}", "path.bandwidth=1 Gbit/s",
        "workload.0.working-set=60 MiB", "workload.0.rate=\(Self.justTooMuch)"))
    #expect(rounds[0].contains("more than 3 times the memory has been sent"))
    #expect(rounds.contains { $0.contains("as more than 3 times the memory had been sent") })
  }

  private static let justTooMuch = "150 MiB/s"

  @Test func thePathAsItMostlyIsSetsThePace() throws {
    let time = try items(
      "What bounds the total time",
      explain(
        Example.converging, "path.changes=[{at: 1 s, bandwidth: 50 Mbit/s}]",
        "path.cross-traffic=[{rate: 10 Mbit/s, from: 2 s}]"))
    #expect(time.contains { $0.hasPrefix("the path allows 40 Mbit/s, ") }, "\(time)")
    #expect(
      time.contains {
        $0.hasPrefix("the path changes: at 1 s it has 50 Mbit/s; from 2 s on others send 10 Mbit/s")
      }, "\(time)")
  }

  @Test func allBandwidthsAreDoubled() throws {
    let explanation = try explain(
      Example.converging, "path.changes=[{at: 1 s, bandwidth: 50 Mbit/s}]")
    let change = try #require(explanation.changes.first)
    #expect(change.name == "twice each bandwidth")
    #expect(change.settings == ["path.bandwidth=2 Gbit/s", "path.changes.0.bandwidth=100 Mbit/s"])
  }

  @Test func nothingPassesABlackHole() throws {
    let explanation = try explain(
      Example.converging, "path={bandwidth: 1 Gbit/s, rtt: 1 ms, overlay: gre, inner-mtu: 1500}")
    let time = try items("What bounds the total time", explanation)
    #expect(
      time == ["nothing passes: gre makes packets of 1524 bytes, which vanish on a path of 1500"])
    let remedies = try items("What would make it complete", explanation)
    #expect(remedies.contains { $0.hasPrefix("inner-mtu: auto: yes; ") })
    #expect(remedies.contains { $0.hasPrefix("no overlay: yes; ") })
    for name in ["inner-mtu: auto", "no overlay"] {
      #expect(explanation.changes.first { $0.name == name }?.effect.outcome == "completed")
    }
  }

  @Test func aRateLimitSaysWhatItLetsPass() throws {
    let explanation = try explain(Example.diverging, "migration.bandwidth=1 MiB/s")
    #expect(explanation.summary.contains("10.49 Mbit/s of pages can be sent"))
    let time = try items("What bounds the total time", explanation)
    #expect(time.contains { $0.hasPrefix("the rate limit allows 10.51 Mbit/s, ") })
    #expect(
      time.contains { $0.contains("after each 32 pages") && $0.contains("10.49 Mbit/s of it") })
  }

  /// As records have it, so that predict and explain show the same.
  @Test func timesAreCutOffAsInRecords() throws {
    let scenario = try Example.scenario(Example.converging)
    let record = scenario.predict()
    let change = try #require(record.pause)
    #expect(Explanation(scenario).summary.hasSuffix("the guest down for \(change) ms"))
  }
}
