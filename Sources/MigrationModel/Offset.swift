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
  /// Where in its cycle a pattern stands.
  public let phase: Double

  /// The middle of each is the single guess; more are spread by Roberts' R₃ sequence.
  public init(index: Int, of count: Int) {
    precondition(index >= 0 && index < count, "offset \(index) of \(count)")
    // Powers of the root of x⁴ = x + 1.
    func spread(_ step: Double) -> Double {
      let position = 0.5 + Double(index) * step
      return position - position.rounded(.down)
    }
    bufferScale = 1 + 0.03 * (2 * spread(0.819_172_513_396_164_5) - 1)
    windowShift = Span(rounding: 0.117 * spread(0.671_043_606_703_789_2))
    phase = spread(0.549_700_477_901_970_3)
  }
}
