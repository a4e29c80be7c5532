import Calibration
import Foundation
import Records
import Testing

/// What `ferry compare --format json` says, for bars.
struct JudgedFit: Decodable {
  let summary: Summary
  let runs: [Row]

  struct Row: Decodable {
    let run: String
    let quantity: String
    let measured: Int64
    let predicted: Int64

    var errorPercent: Double { Double(predicted - measured) / Double(measured) * 100 }
  }

  struct Summary: Decodable {
    let outcome: Outcome
    let coverage: [String: Double]
    let half_width: [String: Double]

    struct Outcome: Decodable {
      let right: Int
      let wrong: [String]
    }
  }

  init(_ data: Data) throws { self = try JSONDecoder().decode(JudgedFit.self, from: data) }

  /// Over the runs for which this holds.
  func errors(
    of quantity: String, where holds: (String) -> Bool = { _ in true }
  ) throws -> ErrorSummary {
    let chosen = runs.filter { $0.quantity == quantity && holds($0.run) }
    return try #require(ErrorSummary(errorsPercent: chosen.map(\.errorPercent)))
  }

  /// Share of runs whose rounds are within max(1, 10 %).
  func roundsRight(where holds: (String) -> Bool = { _ in true }) -> Double {
    let chosen = runs.filter { $0.quantity == "memory_iteration" && holds($0.run) }
    let right = chosen.count {
      Double(($0.predicted - $0.measured).magnitude) <= max(1, Double($0.measured) / 10)
    }
    return Double(right) / Double(chosen.count)
  }

  /// The held share of an interval, and over how many runs.
  func held(_ quantity: String) throws -> (share: Double, runs: Int) {
    (try #require(summary.coverage[quantity]), runs.count { $0.quantity == quantity })
  }
}
