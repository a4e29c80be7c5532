import Quantities

/// A blocking TCP socket: bytes that the kernel took and that are not yet acknowledged.
///
/// The writer fills it at once and blocks; it wakes when a third is free, and fills it again. What
/// lies in it at the switch-over is downtime that the hypervisor's estimate does not see.
struct SendBuffer: Sendable {
  /// Payload at which a write is refused.
  private(set) var capacity: Double
  private(set) var level = 0.0
  private(set) var settledAt = Instant.start
  /// Offsets vary it by some per cent.
  private let scale: Double

  init(capacity: Double, scale: Double) {
    self.scale = scale
    self.capacity = capacity * scale
  }

  /// It never shrinks.
  mutating func grow(to payload: Double) { capacity = max(capacity, payload * scale) }

  var wakeLevel: Double { capacity * SendBufferLaw.wakeShare }

  /// What one waking writes until it blocks again.
  var refill: Double { capacity + SendBufferLaw.overshoot - wakeLevel }

  /// The same once the buffer has grown to a payload.
  func refill(ofCapacity payload: Double) -> Double {
    payload * scale * (1 - SendBufferLaw.wakeShare) + SendBufferLaw.overshoot
  }

  /// Lets the link carry off what it can until now.
  @inline(__always)
  mutating func settle(at now: Instant, rate: Double) {
    level = max(0, level - rate * (now - settledAt).seconds)
    settledAt = now
  }

  /// Takes as much of a write as fits, and says how much that is.
  @inline(__always)
  mutating func accept(_ bytes: Double) -> Double {
    guard level < capacity else { return 0 }
    let taken = min(bytes, capacity + SendBufferLaw.overshoot - level)
    level += taken
    return taken
  }

  /// Takes a write that fits as a whole, once so much has drained; else leaves all as it is.
  @inline(__always)
  mutating func take(_ bytes: Double, draining drained: Double) -> Bool {
    let left = max(0, level - drained)
    guard left < capacity, bytes <= capacity + SendBufferLaw.overshoot - left else { return false }
    level = left + bytes
    return true
  }

  /// Takes all of a write, whoever has to wait for it.
  mutating func append(_ bytes: Double) { level += bytes }

  /// How much must drain until so many more bytes are taken, the last of them too, if their writer
  /// always waits for the next third; 0 where they fit at once.
  func drainToTake(_ bytes: Double) -> Double {
    let room = level < capacity ? capacity + SendBufferLaw.overshoot - level : 0
    guard bytes > room else { return 0 }
    let wakings = ((bytes - room) / refill).rounded(.up)
    return level + room - wakeLevel + (wakings - 1) * refill
  }

  /// How long until a blocked writer wakes.
  @inline(__always)
  func timeToWake(rate: Double) -> Span {
    rate > 0 ? Span(rounding: max(0, level - wakeLevel) / rate) : .horizon
  }

  /// Sets the level after a stretch that was not followed write by write.
  mutating func skip(to now: Instant, level: Double) {
    self.level = level
    settledAt = now
  }
}
