import Calibration
import Foundation
import Quantities
import Records
import Scenarios
import Testing

/// stress-ng's runs: when a method comes that lets a migration end is uncertain, so what counts is
/// whether the interval over its phases says so, and is no wider than it must be.
@Suite struct StressRuns {
  static func runs() throws -> [Comparison.Run] {
    var runs = try CampaignRuns.comparison().runs
    if LabRuns.isThere { runs += try LabRuns.comparison(with: LabRuns.file).runs }
    return runs.filter { LabRuns.isStressed($0.measured) }
  }

  /// The measured end: where it was aborted, its timeout.
  private static func end(of record: Record) throws -> Int64 {
    if let time = record.timeElapsed { return time }
    guard case .string(let text)? = record.scenario["migration"]?["timeout"] else {
      throw CocoaError(.coderValueNotFound)
    }
    return try Span(parsing: text).wholeMilliseconds
  }

  @Test func endsLieInTheIntervalsOverTheirPhases() throws {
    let runs = try Self.runs()
    #expect(runs.count == (LabRuns.isThere ? 21 : 18))
    var held = 0
    for run in runs {
      let (end, total) = (try Self.end(of: run.measured), try #require(run.predicted.timeElapsed))
      let bounds = run.predicted.prediction?.timeElapsedInterval
      // All offsets end at the timeout: no interval, and one end.
      let interval = bounds.map { $0[0]...$0[1] } ?? total...total
      held += interval.contains(end) ? 1 : 0
      #expect(Double(total - interval.lowerBound) <= 0.5 * Double(total), "\(run.name)")
      #expect(Double(interval.upperBound - total) <= 0.5 * Double(total), "\(run.name)")
    }
    #expect(Double(held) >= 0.85 * Double(runs.count), "\(held) of \(runs.count)")
  }

  @Test func processorStressorsMeetTheOtherRunsBars() throws {
    let runs = try Self.runs().filter { "\($0.measured.scenario)".contains("--cpu 1") }
    #expect(runs.count >= 9)
    for run in runs {
      let time = try #require(run.rows.first { $0.quantity == "time_elapsed" }?.errorPercent)
      #expect(abs(time) < 5, "\(run.name): \(time) %")
    }
  }

  @Test func noFitTakesThem() throws {
    var set = try TrainingSet(profiles: ProfileLibrary())
    for record in try RecordFile.read(CampaignRuns.files[0]) { set.add(record, beside: ".") }
    let reasons = set.skipped.map(\.reason)
    #expect(
      reasons.count { $0 == "stress-ng: when its phases come is not the fit's to tell" } == 18)
  }
}
