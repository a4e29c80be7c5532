import Calibration
import Foundation
import Quantities
import Records
import Scenarios
import Testing

/// The model against real migrations, where the measurements lie beside the checkout.
@Suite struct LabRuns {
  static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let file = checkout.deletingLastPathComponent()
    .appending(path: "shared/measurements/lab.jsonl").path
  static let isThere = FileManager.default.fileExists(atPath: file)

  /// One class of rows, and what its medians and 90th percentiles must not exceed, in per cent.
  struct Bar: Sendable, CustomStringConvertible {
    let name: String
    let time: (median: Double, p90: Double)
    let downtime: (median: Double, p90: Double)
    let iterations: Double
    let holds: @Sendable (Record) -> Bool
    var description: String { name }

    func expectAll(of whole: Comparison) throws {
      try expectTimeAndRounds(of: whole)
      try expectDowntime(of: whole)
    }

    func expectTimeAndRounds(of whole: Comparison) throws {
      let time = try errors("time_elapsed", of: whole)
      #expect(time.median <= self.time.median)
      #expect(time.p90 <= self.time.p90)
      let summary = kept(of: whole).summary
      #expect(try #require(summary.iterationsRight) >= iterations)
      #expect(summary.outcomesWrong.isEmpty)
    }

    func expectDowntime(of whole: Comparison) throws {
      let downtime = try errors("downtime", of: whole)
      #expect(downtime.median <= self.downtime.median)
      #expect(downtime.p90 <= self.downtime.p90)
    }

    private func kept(of whole: Comparison) -> Comparison {
      var comparison = whole
      // stress-ng's have a bar of their own.
      comparison.keep { holds($0.measured) && !isStressed($0.measured) }
      return comparison
    }

    private func errors(_ quantity: String, of whole: Comparison) throws -> ErrorSummary {
      try #require(kept(of: whole).summary.errors.first { $0.quantity == quantity }).summary
    }
  }

  static let bars = [
    Bar(
      name: "low RTT", time: (0.8, 5), downtime: (10, 22), iterations: 0.8,
      holds: { isDirect($0) && !isLong($0) }),
    Bar(
      name: "37 and 100 ms", time: (0.7, 2.5), downtime: (10, 22), iterations: 0.85,
      holds: { isDirect($0) && isLong($0) }),
    Bar(
      name: "bottleneck on a router", time: (2, 5), downtime: (15, 35), iterations: 0,
      holds: { !isDirect($0) }),
  ]

  static func isDirect(_ run: Record) -> Bool {
    run.scenario["path"]?["bottleneck"] == .string("source")
  }

  static func isStressed(_ run: Record) -> Bool {
    guard case .array(let parts)? = run.scenario["workload"] else { return false }
    return parts.contains { $0["stress-ng"] != nil }
  }

  static func isLong(_ run: Record) -> Bool {
    guard case .string(let text)? = run.scenario["path"]?["rtt"] else { return false }
    return (try? Span(parsing: text)).map { $0 > .milliseconds(2) } ?? false
  }

  static func comparison(
    with files: String..., profile: String? = nil
  ) throws -> Comparison {
    var comparison = Comparison()
    let profiles = ProfileLibrary()
    for record in try files.flatMap({ try RecordFile.read($0) }) {
      try comparison.add(
        record, profile: profile, by: nil,
        beside: checkout.appending(path: "Scenarios").path, profiles: profiles)
    }
    return comparison
  }

  @Test(.enabled(if: isThere, "no measurements beside the checkout"), arguments: bars)
  func predictionsMeetTheirBars(bar: Bar) throws {
    try bar.expectAll(of: Self.comparison(with: Self.file))
  }

  @Test(.enabled(if: isThere, "no measurements beside the checkout"))
  func whatIsNotBuiltYetIsSkippedByName() throws {
    let comparison = try Self.comparison(with: Self.file)
    #expect(comparison.runs.count == 60)
    #expect(
      comparison.skipped.map { "\($0.run): \($0.reason)" } == [
        "L14: auto-converge: not supported yet",
        "L17: method hybrid, postcopy-after: not supported yet",
        "L18: compressed: not supported yet",
        "L19: parallel, parallel-connections: not supported yet",
      ])
  }

  @Test(.enabled(if: isThere, "no measurements beside the checkout"))
  func theModelBeatsWhatPeopleWorkOutByHand() throws {
    let comparison = try Self.comparison(with: Self.file)
    let own = try #require(comparison.summary.errors.first { $0.quantity == "time_elapsed" })
    for baseline in Baseline.allCases {
      let by = try #require(
        comparison.errors(of: baseline).first { $0.quantity == "time_elapsed" })
      #expect(own.summary.median < by.summary.median / 5, "\(baseline.rawValue)")
    }
  }

  @Test(.enabled(if: isThere, "no measurements beside the checkout"))
  func intervalsHoldAboutWhatTheySay() throws {
    for (quantity, share) in try Self.comparison(with: Self.file).summary.coverage {
      #expect(share >= 0.85, "\(quantity)")
    }
  }
}
