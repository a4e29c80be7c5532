import Foundation
import Records
import Scenarios

@testable import Calibration

/// Comparisons of made-up captures: what was measured is what is predicted, changed as a story
/// asks.
enum ComparedRuns {
  static let profiles = ProfileLibrary()

  static func comparison(of records: [Record], by key: String? = nil) throws -> Comparison {
    var comparison = Comparison()
    for record in records {
      try comparison.add(record, profile: nil, by: key, beside: ".", profiles: profiles)
    }
    return comparison
  }

  static func page(of records: [Record], by key: String? = nil) throws -> ComparisonPage {
    ComparisonPage(try comparison(of: records, by: key), by: key)
  }

  /// A capture of a small guest, measured just as it is predicted.
  static func record(
    _ name: String, rtt: String = "1 ms", bandwidth: String = "1 Gbit/s",
    migration: String = "{}", touched: String = "100 MiB"
  ) throws -> Record {
    let text = """
      {"name": "a guest", "vm": {"memory": "512 MiB", "touched": "\(touched)"},
       "path": {"bandwidth": "\(bandwidth)", "rtt": "\(rtt)"}, "migration": \(migration),
       "run": {"offsets": 1}}
      """
    let json = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
    var record = try Scenario(ScenarioNode(json: json), profiles: profiles).predict()
    record.kind = .captured
    record.run = name
    record.prediction = nil
    return record
  }

  /// Twelve runs over three round trips, some of them off.
  static func campaign() throws -> [Record] {
    try (1...12).map { number in
      var record = try record(
        "campaign-\(number)", rtt: ["100 ms", "0.5 ms", "20 ms"][number % 3])
      record.timeElapsed = record.timeElapsed.map { $0 * Int64(90 + 2 * number) / 100 }
      record.downtime = record.downtime.map { $0 * Int64(40 + 10 * number) / 100 }
      return record
    }
  }
}
