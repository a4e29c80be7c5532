import Quantities

/// How late a blocked thread runs after it could: exponential, spread evenly instead of drawn.
///
/// Without it, windows and refills of the send buffer fall into step, and the bandwidth that QEMU
/// sees is the same in each window; on a busy host they never do. The positions are multiples of
/// the golden ratio, so every stretch of them holds early and late wake-ups in their proportion.
struct Lateness: Sendable {
  private var position: Double

  init(start: Double) { position = start }

  @inline(__always)
  mutating func next(mean: Span) -> Span {
    guard mean > .zero else { return .zero }
    skip(mean: mean)
    return Span(rounding: mean.seconds * Lateness.quantiles[Int(position * 256)])
  }

  /// Draws one that nobody waits for.
  @inline(__always)
  mutating func skip(mean: Span) {
    guard mean > .zero else { return }
    position += 0.618_033_988_749_894_8
    if position >= 1 { position -= 1 }
  }

  /// The largest of them, as a multiple of the mean.
  static let largest = quantiles[255]

  /// Middles of 256 equally likely parts of an exponential distribution of mean 1.
  private static let quantiles = (0..<256).map { part in
    -Elementary.log(1 - (Double(part) + 0.5) / 256)
  }
}
