import EventKernel
import Quantities
import Testing

@testable import MigrationModel

/// Zipf's law of popularity, against the exact sums and against making every write.
@Suite struct ZipfPopularity {
  private func pattern(_ pages: Int64, writes: Double, exponent: Double) -> ZipfWrites {
    ZipfWrites(
      workingSet: PageCount(pages), rate: DataRate(count: Int64((writes * 4096 * 8).rounded())),
      exponent: exponent)
  }

  /// Distinct pages in a second, and of them those of the first ranks.
  private func law(_ pattern: ZipfWrites, upTo most: Double = .infinity) -> Double {
    let context = WriteContext(background: Inputs.ideal.background, loaded: true, phase: 0.5)
    var (rank, distinct) = (0.0, 0.0)
    for process in pattern.processes(in: context) where rank < most {
      var process = process
      let written = process.written(from: .start, to: .start + .seconds(1))
      guard case .anywhere(let probability) = written else { return .nan }
      distinct += process.pages * probability
      rank += process.pages
    }
    return distinct
  }

  private func exact(_ pages: Int64, writes: Double, exponent: Double) -> Double {
    let weights = (1...pages).map { Elementary.power(Double($0), -exponent) }
    let whole = weights.reduce(0, +)
    return weights.reduce(0) { sum, weight in
      // 1 − (1 − p)^m
      let share = weight / whole
      guard share < 1 else { return sum + 1 }
      return sum - Elementary.expMinusOne(writes * Elementary.log(1 - share))
    }
  }

  @Test(arguments: [0.0, 0.5, 0.99, 1, 1.2, 2], [Int64(1), 7, 1000, 50_000])
  func binsGiveTheExactSum(exponent: Double, pages: Int64) {
    for writes in [10.0, 1000, 30_000, 1_000_000] {
      let law = law(pattern(pages, writes: writes, exponent: exponent))
      let exact = exact(pages, writes: writes, exponent: exponent)
      // Besides, (1 − p)^m is not quite e^−pm for the few first pages: less than one in all.
      #expect(abs(law - exact) < 0.002 * exact + 0.7, "\(writes) writes: \(law), not \(exact)")
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func writesHitAsManyAsDrawn(seed: UInt64) {
    var sums = [0.0]
    for rank in 1...4000 { sums.append(sums[rank - 1] + Elementary.power(Double(rank), -0.99)) }
    var random = RandomStream(seed: seed, component: "zipf")
    var hit: Set<Int> = []
    for _ in 0..<5000 {
      let drawn = random.unit() * sums[4000]
      var (low, high) = (0, 4000)
      while high - low > 1 {
        let middle = (low + high) / 2
        if sums[middle] <= drawn { low = middle } else { high = middle }
      }
      hit.insert(low)
    }
    #expect(abs(law(pattern(4000, writes: 5000, exponent: 0.99)) - Double(hit.count)) < 100)
  }

  @Test func theMostPopularPagesComeFirst() {
    let pattern = pattern(262_144, writes: 20_000, exponent: 0.99)
    let bins = pattern.bins
    #expect(bins.reduce(0) { $0 + $1.pages } == 262_144)
    let popularity = bins.map { $0.weight / $0.pages }
    #expect(zip(popularity, popularity.dropFirst()).allSatisfy { $0 > $1 })
    // The first hundredth of the pages has most of the writes.
    #expect(law(pattern, upTo: 2621) > 0.6 * 2621)
  }

  @Test func evenTheLargestSetTakesFewBins() {
    #expect(pattern(64 << 28, writes: 1000, exponent: 0.99).bins.count < 100)
    #expect(pattern(64 << 28, writes: 1000, exponent: 10).bins.count < 1000)
  }

  @Test func withoutASlopeItIsUniform() {
    let law = law(pattern(10_000, writes: 5000, exponent: 0))
    #expect(abs(law - 10_000 * (1 - Elementary.exp(-0.5))) < 1e-6)
  }
}
