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
    let holds: @Sendable (Comparison.Run) -> Bool
    var description: String { name }

    func expect(of whole: Comparison) throws {
      var comparison = whole
      comparison.keep(holds)
      let summary = comparison.summary
      func errors(_ quantity: String) throws -> ErrorSummary {
        try #require(summary.errors.first { $0.quantity == quantity }).summary
      }
      let time = try errors("time_elapsed")
      let downtime = try errors("downtime")
      #expect(time.median <= self.time.median)
      #expect(time.p90 <= self.time.p90)
      #expect(downtime.median <= self.downtime.median)
      #expect(downtime.p90 <= self.downtime.p90)
      #expect(try #require(summary.iterationsRight) >= iterations)
      #expect(summary.outcomesWrong.isEmpty)
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

  static func isDirect(_ run: Comparison.Run) -> Bool {
    run.measured.scenario["path"]?["bottleneck"] == .string("source")
  }

  static func isLong(_ run: Comparison.Run) -> Bool {
    guard case .string(let text)? = run.measured.scenario["path"]?["rtt"] else { return false }
    return (try? Span(parsing: text)).map { $0 > .milliseconds(2) } ?? false
  }

  static func comparison(with files: String...) throws -> Comparison {
    var comparison = Comparison()
    let profiles = ProfileLibrary()
    for record in try files.flatMap({ try RecordFile.read($0) }) {
      try comparison.add(
        record, profile: nil, by: nil,
        beside: checkout.appending(path: "Scenarios").path, profiles: profiles)
    }
    return comparison
  }

  @Test(.enabled(if: isThere, "no measurements beside the checkout"), arguments: bars)
  func predictionsMeetTheirBars(bar: Bar) throws {
    try bar.expect(of: Self.comparison(with: Self.file))
  }

  @Test(.enabled(if: isThere, "no measurements beside the checkout"))
  func whatIsNotBuiltYetIsSkippedByName() throws {
    let comparison = try Self.comparison(with: Self.file)
    #expect(comparison.runs.count == 57)
    #expect(
      comparison.skipped.map { "\($0.run): \($0.reason)" } == [
        "L14: auto-converge: not supported yet",
        "L17: method hybrid, postcopy-after: not supported yet",
        "L18: compressed: not supported yet",
        "L19: parallel, parallel-connections: not supported yet",
        "L25: stress-ng: not supported yet", "L26: stress-ng: not supported yet",
        "L27: stress-ng: not supported yet",
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
