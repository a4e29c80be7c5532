import EventKernel
import MigrationModel
import Quantities
import Testing

@testable import MigrationModel

/// Each pattern's law of distinct pages, against making every write.
@Suite struct DistinctPages {
  static let second = Instant(nanoseconds: 1_000_000_000)

  private func expected(_ processes: [any WriteProcess], after time: Instant) -> Double {
    processes.reduce(0) { sum, process in
      var process = process
      switch process.written(from: .start, to: time) {
      case .anywhere(let probability): return sum + process.pages * probability
      case .run(_, let length): return sum + length
      }
    }
  }

  private var context: WriteContext {
    WriteContext(background: Inputs.ideal.background, loaded: true, phase: 0.3)
  }

  @Test(arguments: [500, 2000, 20_000], [UInt64(1), 2, 3])
  func uniformWritesHitAsManyAsDrawn(writes: Int64, seed: UInt64) {
    var random = RandomStream(seed: seed, component: "uniform")
    var hit: Set<UInt64> = []
    for _ in 0..<writes { hit.insert(random.below(4000)) }
    let pattern = UniformWrites(
      workingSet: PageCount(4000), rate: DataRate(count: writes * 4096 * 8))
    let law = expected(pattern.processes(in: context), after: Self.second)
    #expect(abs(law - Double(hit.count)) < 5 * Self.spread(writes: Double(writes), pages: 4000) + 1)
  }

  /// Standard deviation of the number of pages hit: n e^−c (1 − (1 + c) e^−c), c writes a page.
  private static func spread(writes: Double, pages: Double) -> Double {
    let missed = Elementary.exp(-writes / pages)
    return (pages * missed * (1 - (1 + writes / pages) * missed)).squareRoot()
  }

  @Test(arguments: [500, 5000], [UInt64(1), 2])
  func hotColdWritesHitAsManyAsDrawn(writes: Int64, seed: UInt64) {
    var random = RandomStream(seed: seed, component: "hot-cold")
    var hit: Set<UInt64> = []
    for _ in 0..<writes {
      hit.insert(random.unit() < 0.9 ? random.below(400) : 400 + random.below(3600))
    }
    let pattern = HotColdWrites(
      workingSet: PageCount(4000), rate: DataRate(count: writes * 4096 * 8),
      hotFraction: .percent(10), hotShare: .percent(90))
    let law = expected(pattern.processes(in: context), after: Self.second)
    let hot = Self.spread(writes: Double(writes) * 0.9, pages: 400)
    let cold = Self.spread(writes: Double(writes) * 0.1, pages: 3600)
    // How many of the writes are hot varies too.
    let mix = (Double(writes) * 0.09).squareRoot()
    #expect(abs(law - Double(hit.count)) < 5 * (hot + cold + mix))
  }

  @Test func sequentialWritesSaturateAtTheWorkingSet() {
    let pattern = SequentialWrites(
      workingSet: PageCount(1000), rate: DataRate(count: 400 * 4096 * 8))
    let processes = pattern.processes(in: context)
    #expect(expected(processes, after: Self.second) == 400)
    #expect(expected(processes, after: Instant(nanoseconds: 9_000_000_000)) == 1000)
  }

  @Test func aCurveIsReadOffAsItIsGiven() {
    let power = CurveWrites.Curve.power(pages: 11_440, exponent: 0.67)
    #expect(power.pages(after: .seconds(1)) == 11_440)
    #expect(abs(power.pages(after: .seconds(8)) - 11_440 * 4.02778) < 1)
    let points = CurveWrites.Curve.points([
      .init(after: .milliseconds(500), pages: 900), .init(after: .seconds(2), pages: 1500),
    ])
    #expect(points.pages(after: .milliseconds(250)) == 450)
    #expect(points.pages(after: .milliseconds(1250)) == 1200)
    #expect(points.pages(after: .seconds(60)) == 1500)
  }

  @Test func anIdleGuestDirtiesNoMoreThanItsSet() {
    var background = Inputs.ideal.background
    background.pages = PageCount(270)
    background.loadPages = PageCount(12)
    let idle = IdleGuest().processes(
      in: WriteContext(background: background, loaded: false, phase: 0.5))
    let loaded = IdleGuest().processes(
      in: WriteContext(background: background, loaded: true, phase: 0.5))
    let long = Instant(nanoseconds: 100_000_000_000)
    #expect(abs(expected(idle, after: long) - 270) < 1e-6)
    #expect(abs(expected(loaded, after: long) - 282) < 1e-6)
    #expect(expected(idle, after: Instant(nanoseconds: 1_000_000)) < 1)
  }

  @Test(arguments: [-700.0, -20, -1, -0.3, -1e-3, -1e-9, 0, 1e-9, 0.2, 1, 20, 700])
  func exponentialsAreExactToTheLastBits(x: Double) {
    // e^x e^−x = 1, and e^x − 1 keeps its digits near 0.
    let product = Elementary.exp(x) * Elementary.exp(-x)
    #expect(abs(product - 1) < 1e-14)
    if abs(x) < 1e-6 { #expect(abs(Elementary.expMinusOne(x) - x - x * x / 2) <= abs(x) * 1e-15) }
    if x > -30 { #expect(abs(Elementary.log(Elementary.exp(x)) - x) <= 4e-16 * max(1, abs(x))) }
  }

  @Test func powersMatchRepeatedMultiplication() {
    #expect(abs(Elementary.power(3, 5) - 243) < 1e-12)
    #expect(abs(Elementary.power(2, 0.5) - Double(2).squareRoot()) < 1e-15)
    #expect(Elementary.power(0, 2) == 0)
    #expect(abs(Elementary.exp(1) - 2.718281828459045) < 1e-15)
    #expect(abs(Elementary.log(10) - 2.302585092994046) < 1e-15)
  }
}
