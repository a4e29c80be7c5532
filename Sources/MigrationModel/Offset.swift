import Quantities

/// One of several evenly spread guesses at what nobody can know: where windows, wake-ups and
/// patterns stand against each other, and the last per cent of the send buffer.
///
/// The guesses are fixed points, not draws: a prediction is the median over them, the same each
/// time, and their spread is the timing's part of its interval.
public struct Offset: Sendable {
  /// Factor on the send buffer, within ± 3 %.
  public let bufferScale: Double
  /// Where windows fall, within their length.
  public let windowShift: Span
  /// Where in its cycle a pattern stands, in [0, 1).
  public let phase: Double
  /// How a congestion control's clock drifts, in −1 … 1.
  public let drift: Double
  /// Where the sequence of late wake-ups begins, in [0, 1).
  public let lateness: Double

  /// The middle of each is the single guess; more are spread by Roberts' R₅ sequence.
  public init(index: Int, of count: Int) {
    precondition(index >= 0 && index < count, "offset \(index) of \(count)")
    // Negative powers of the root of x⁶ = x + 1.
    func spread(_ step: Double) -> Double {
      let position = 0.5 + Double(index) * step
      return position - position.rounded(.down)
    }
    bufferScale = 1 + 0.03 * (2 * spread(0.881_271_461_633_569_6) - 1)
    windowShift = Span(rounding: 0.117 * spread(0.776_639_389_089_768_3))
    phase = spread(0.684_430_129_585_342_7)
    drift = 2 * spread(0.603_168_740_685_728_3) - 1
    lateness = spread(0.531_555_397_715_791_4)
  }
}
