import Foundation
import Testing

@testable import Calibration

/// Ticks and places on axes.
@Suite struct Axes {
  static let linear: [ClosedRange<Double>] = [
    0...1, -5.2...2.1, -71...18, 24_000...55_000, 0.1...0.3, -1e-6...1e-6, 1e9...1e12, 99...101,
  ]

  @Test(arguments: linear)
  func linearTicksAreRoundAndWithinTheAxis(domain: ClosedRange<Double>) throws {
    let ticks = AxisTicks.linear(domain)
    #expect((2...7).contains(ticks.count))
    #expect(ticks.allSatisfy(domain.contains))
    let step = ticks[1] - ticks[0]
    let digit = step / pow(10, log10(step * (1 + 1e-9)).rounded(.down))
    #expect([1, 2, 5].contains { abs($0 - digit) < 1e-6 }, "\(step)")
    #expect(ticks.allSatisfy { ($0 / step).rounded() * step - $0 < step * 1e-6 })
  }

  @Test func ticksCarryNoDustOfAddition() {
    #expect(AxisTicks.linear(0...0.5) == [0, 0.1, 0.2, 0.3, 0.4, 0.5])
  }

  @Test(arguments: [
    (0.5...120.0, [1.0, 10, 100]), (24_000...150_000, [30_000, 50_000, 100_000]),
    (80...1700, [100, 300, 1000]), (24_000...41_000, [25_000, 30_000, 35_000, 40_000]),
  ])
  func logarithmicTicksSuitHowMuchTheAxisShows(domain: ClosedRange<Double>, ticks: [Double]) {
    #expect(AxisTicks.logarithmic(domain) == ticks)
  }

  @Test func manyDecadesAreNotAllTold() {
    let ticks = AxisTicks.logarithmic(1...1e15)
    #expect((3...8).contains(ticks.count))
  }

  @Test(arguments: [0...0, 5...5] as [ClosedRange<Double>])
  func anAxisOfOneValueIsWidened(domain: ClosedRange<Double>) {
    for scale in [
      Scale.linear([domain.lowerBound], from: 0, to: 100),
      .logarithmic([domain.lowerBound], from: 0, to: 100),
    ] {
      #expect(scale.domain.lowerBound < scale.domain.upperBound)
      #expect((0...100).contains(scale.position(domain.lowerBound)))
      #expect(scale.ticks.allSatisfy(scale.domain.contains))
    }
  }

  @Test func aZeroOnLogarithmsStandsBesideTheAxis() {
    let scale = Scale.logarithmic([0, 100, 1000], from: 0, to: 300)
    #expect(scale.position(0) < scale.position(100))
    #expect(scale.position(0) >= 0)
    #expect(Scale.logarithmic([100, 1000], from: 0, to: 300).position(100) < 20)
  }

  @Test(arguments: [
    (0.5, "0.5 ms"), (200, "200 ms"), (1000, "1 s"), (2500, "2.5 s"), (600_000, "10 min"),
    (1_000_000, "1000 s"),
  ])
  func ticksHaveHumanUnits(milliseconds: Double, text: String) {
    #expect(Readable.tick(milliseconds: milliseconds) == text)
  }

  @Test func namesLoseWhatAllBeginWith() {
    let names = ShortNames(["first-campaign-001-1", "first-campaign-012-3"], letters: 16)
    #expect(names.text("first-campaign-012-3") == "012-3")
    let mixed = ShortNames(["first-campaign-001-1", "two-gib-1"], letters: 12)
    #expect(mixed.text("first-campaign-001-1") == "\u{2026}paign-001-1")
    #expect(mixed.text("two-gib-1") == "two-gib-1")
    #expect(ShortNames(["only-one"], letters: 16).text("only-one") == "only-one")
  }
}
