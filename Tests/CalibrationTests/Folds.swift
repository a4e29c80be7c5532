import Records
import Scenarios
import Testing

@testable import Calibration

/// How runs are dealt out, however few or alike they are. Nothing is fitted here.
@Suite struct Folds {
  /// A guest of each of these sizes, in MiB.
  private static func set(_ sizes: [Int]) throws -> TrainingSet {
    let known = try KnownRuns.profile { _ in }
    return try KnownRuns.set(
      sizes.enumerated().map { index, memory in
        try KnownRuns.run(
          "\(index)", of: known,
          """
          name: run \(index)
          vm: {memory: \(memory) MiB, touched: 32 MiB}
          path: {bandwidth: 900 Mbit/s, rtt: 0.2 ms}
          """)
      })
  }

  @Test func repetitionsStayTogether() throws {
    let set = try Self.set([64, 96, 128, 192, 64, 96, 128, 192, 64])
    #expect(set.count == 9)
    #expect(Comparison.folds(of: set, 2) == [0, 1, 0, 1, 0, 1, 0, 1, 0])
  }

  @Test func ofFewConfigurationsSingleRunsAreDealtOut() throws {
    let set = try Self.set([64, 64, 64, 96, 96, 96, 64, 96])
    #expect(Comparison.folds(of: set, 3) == [0, 1, 2, 0, 1, 2, 0, 1])
  }

  @Test func moreFoldsThanRunsLeaveOutEachByItself() throws {
    let set = try Self.set([64, 96, 128, 192, 64, 96, 128, 192])
    #expect(Comparison.folds(of: set, 1000) == Array(0..<8))
  }

  /// All others together would be too few to fit to.
  @Test func oneHugeConfigurationIsDividedToo() throws {
    let set = try Self.set([64, 64, 64, 64, 64, 64, 64, 96, 128, 192])
    for folds in [2, 3, 5] {
      let foldOf = Comparison.folds(of: set, folds)
      for fold in 0..<folds {
        let fitted = foldOf.count { $0 != fold }
        #expect(fitted >= TrainingSet.fewest && fitted < set.count, "\(foldOf)")
      }
    }
  }

  @Test func tooFewRunsForFoldsSayWhyOthersWereLeftOut() throws {
    var records = try Self.set([64, 96]).members.map(\.record)
    records[0].outcome = "failed"
    let set = try KnownRuns.set(records)
    let problem = #expect(throws: CalibrationProblem.self) {
      try Comparison(folds: 2, of: set, by: nil)
    }
    let what = try #require(problem).what
    #expect(what.hasPrefix("1 run is too few for folds, 1 more was left out (run 0: its "))
    #expect(problem?.remedy == "give 8 at least")
  }
}
