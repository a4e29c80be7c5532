import MigrationModel
import Quantities
import Testing

/// The fluid model against following every page, over small workloads drawn at random. Every run
/// near the edge of convergence is among them.
@Suite struct FluidAgainstPages {
  private static let seeds = UInt64(0)..<80

  /// Of one seed: how far the fluid prediction is from the page-exact median, relative to it.
  private struct Difference {
    let time: Double
    let downtime: Double
    let bytes: Double
    let rounds: Int
    /// Of the time, from the nearest of the page-exact runs; 0 among them.
    let timeBeyond: Double
  }

  private func difference(_ seed: UInt64) -> Difference? {
    var input = Inputs.small(seed: seed)
    let fluid = predict(input)
    input.fidelity = .pages(seed: seed)
    let pages = predict(input)
    #expect(fluid.outcome.word == pages.outcome.word, "seed \(seed)")
    guard let time = fluid.byTime.totalTime?.seconds, let exact = pages.byTime.totalTime?.seconds,
      let pause = fluid.byPause.downtime?.seconds, let exactPause = pages.byPause.downtime?.seconds
    else { return nil }
    let all = pages.reports.compactMap { $0.totalTime?.seconds }
    return Difference(
      time: time / exact - 1, downtime: pause / exactPause - 1,
      bytes: Double(fluid.typical.bytes.total) / Double(pages.typical.bytes.total) - 1,
      rounds: fluid.typical.iterations - pages.typical.iterations,
      timeBeyond: max(0, (all.min() ?? 0) / time - 1, time / (all.max() ?? 0) - 1))
  }

  @Test func theFluidPredictionStaysNearThePageExactMedian() {
    let differences = Self.seeds.compactMap(difference)
    #expect(differences.count >= 60)
    for one in differences {
      #expect(one.time.magnitude < 0.02)
      #expect(one.timeBeyond < 0.01)
      #expect(one.downtime.magnitude < 0.15)
      #expect(one.bytes.magnitude < 0.1)
      #expect(one.rounds.magnitude <= 2)
    }
    func median(_ figure: (Difference) -> Double) -> Double {
      differences.map { figure($0).magnitude }.sorted()[differences.count / 2]
    }
    #expect(median(\.time) < 0.001)
    #expect(median(\.downtime) < 0.01)
    #expect(median(\.bytes) < 0.001)
    #expect(differences.count { $0.rounds == 0 } * 4 > differences.count * 3)
  }
}
