import Calibration
import Foundation
import MigrationModel
import Records
import Scenarios
import Testing

/// Bare QEMU 8.1 over a gigabit, with a build that stops by pages and rounds: real migrations,
/// where the measurements lie beside the checkout.
@Suite struct GigabitRuns {
  static let file = LabRuns.checkout.deletingLastPathComponent()
    .appending(path: "shared/measurements/gigabit-precopy.jsonl").path
  static let isThere = FileManager.default.fileExists(atPath: file)

  /// A workload's curve by eye, not fitted: distinct pages after t s are a · t^b.
  struct Load: Sendable, CustomStringConvertible {
    let name: String
    let pages: Int64
    let exponent: Double
    var description: String { name }
  }

  static let loads = [
    Load(name: "Sysbench", pages: 300, exponent: 0.6),
    Load(name: "Quicksort", pages: 760, exponent: 0.46),
  ]

  private func records(of load: Load) throws -> [Record] {
    try RecordFile.read(Self.file).compactMap { record in
      guard case .object(var scenario) = record.scenario,
        case .array(let parts)? = scenario["workload"],
        parts.first?["profile"] == .string(load.name)
      else { return nil }
      scenario["workload"] = .array([
        .object([
          "pattern": .string("curve"), "pages": .integer(load.pages),
          "exponent": .number(load.exponent),
        ])
      ])
      scenario["hosts"] = .object([
        "based-on": .string("generic-kvm"),
        "host": .object(["zero-page-scan": .string("0.3 us")]),
      ])
      var record = record
      record.scenario = .object(scenario)
      return record
    }
  }

  @Test(.enabled(if: isThere, "no measurements beside the checkout"), arguments: loads)
  func totalsAndRoundsFollowFromTheTouchedMemory(load: Load) throws {
    var comparison = Comparison()
    for record in try records(of: load) {
      // Like is compared with like: as many synchronisations as rounds.
      #expect(record.memoryIteration == record.rounds.map { Int64($0.count) })
      try comparison.add(
        record, profile: nil, by: nil, beside: LabRuns.checkout.path, profiles: ProfileLibrary())
    }
    #expect(comparison.runs.count > 10 && comparison.skipped.isEmpty)
    let summary = comparison.summary
    let total = try #require(summary.errors.first { $0.quantity == "qemu_total_time" }).summary
    #expect(total.median < 4)
    #expect(try #require(summary.iterationsRight) > 0.9)
    #expect(summary.outcomesWrong.isEmpty)
    #expect(summary.errors.allSatisfy { $0.quantity != "time_elapsed" })
    #expect(summary.coverage.map(\.quantity) == ["qemu_total_time", "qemu_downtime"])
    // What people work out by hand is held against the same figure.
    let byHand = comparison.errors(of: .touchedOverBandwidth)
    #expect(byHand.map(\.quantity) == ["qemu_total_time"])
    #expect(try #require(byHand.first).summary.median > 2 * total.median)
  }

  /// What `memory_processed` holds in 8.1: pages, and a few bytes of names and sections; no device
  /// state, of which even a small guest has thousands.
  @Test(.enabled(if: isThere, "no measurements beside the checkout"))
  func processedIsRAMsPartOfTheStream() throws {
    for record in try RecordFile.read(Self.file) {
      let normal = try #require(record.memoryNormal)
      let zero = try #require(record.memoryConstant)
      let rest = try #require(record.memoryProcessed) - normal * 4104 - zero * 9
      #expect((0..<1000).contains(rest))
    }
    #expect(!QEMU81().processedCountsWholeStream)
  }
}
