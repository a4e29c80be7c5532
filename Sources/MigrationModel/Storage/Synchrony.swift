import Quantities

/// What a synchronous write waits for before the next one is made.
struct Synchrony: Sendable {
  let roundTrip: Span
  let bandwidth: DataRate

  /// In seconds.
  func wait(for block: ByteCount) -> Double {
    roundTrip.seconds + Double(block.count) / max(1, bandwidth.bytesPerSecond)
  }
}
