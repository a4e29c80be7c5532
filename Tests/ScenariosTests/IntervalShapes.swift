import Scenarios
import Testing

@Suite struct IntervalShapes {
  @Test func anIntervalThatReachesAFigureJustHoldsIt() {
    for value in [0.03, 12.5, 531] {
      for ratio in [0.01, 0.2, 0.49, 0.5, 0.51, 0.9, 1, 1.3, 7] {
        let away = IntervalShape.away(of: ratio * value, from: value)
        let end =
          ratio < 1
          ? IntervalShape.low(value, away: away) : IntervalShape.high(value, away: away)
        #expect(abs(end / value - ratio) < 1e-12)
      }
    }
  }

  @Test func itsLowEndFallsSmoothlyAndNeverToNothing() {
    var last = 1.0
    var slope = -1.0
    for step in 1...1000 {
      let low = IntervalShape.low(1, away: Double(step) / 100)
      let now = (low - last) * 100
      #expect(low > 0)
      #expect(now < 0)
      // No bend is sharper than a few steps' worth.
      #expect(abs(now - slope) < 0.05)
      (last, slope) = (low, now)
    }
    #expect(IntervalShape.low(1, away: 0.3) == 0.7)
  }
}
