/// Frames in the order they came, each with the time when it is due: a ring of bytes of a fixed
/// size, so that a frame costs no allocation. One that finds no room is dropped at the tail.
final class FrameQueue {
  /// A frame of the largest MTU, with its header.
  static let largestFrame = 65550

  struct Frame {
    let bytes: UnsafeMutableRawPointer
    let count: Int
    /// Nanoseconds on the caller's clock.
    let due: UInt64
  }

  // Before each frame stand its length (8 bytes) and its due time (8 bytes); a length of -1 says
  // that the next frame stands at the ring's start.
  private static let headerBytes = 16
  private static let roomForOne = headerBytes + largestFrame + headerBytes

  private let base: UnsafeMutableRawPointer
  private let capacity: Int
  /// Counted from the first byte ever; their places are these modulo the capacity.
  private var head = 0
  private var tail = 0

  init(capacity: Int) {
    precondition(capacity >= 2 * FrameQueue.roomForOne && capacity % 16 == 0)
    self.capacity = capacity
    base = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { base.deallocate() }

  /// Where the next frame's bytes may be put; nil where there is no room for a large one.
  func room() -> UnsafeMutableRawPointer? {
    var place = tail % capacity
    let rest = capacity - place
    if rest < FrameQueue.roomForOne {
      guard capacity - (tail - head) >= rest + FrameQueue.roomForOne else { return nil }
      base.storeBytes(of: -1, toByteOffset: place, as: Int.self)
      tail += rest
      place = 0
    }
    guard capacity - (tail - head) >= FrameQueue.roomForOne else { return nil }
    return base + place + FrameQueue.headerBytes
  }

  /// Takes the frame that was put where `room` said.
  func append(count: Int, due: UInt64) {
    let place = tail % capacity
    base.storeBytes(of: count, toByteOffset: place, as: Int.self)
    base.storeBytes(of: due, toByteOffset: place + 8, as: UInt64.self)
    tail += FrameQueue.headerBytes + (count + 15) / 16 * 16
  }

  /// The oldest frame; nil if there is none.
  var first: Frame? {
    guard head < tail else { return nil }
    var place = head % capacity
    if base.load(fromByteOffset: place, as: Int.self) == -1 {
      head += capacity - place
      place = 0
      guard head < tail else { return nil }
    }
    return Frame(
      bytes: base + place + FrameQueue.headerBytes,
      count: base.load(fromByteOffset: place, as: Int.self),
      due: base.load(fromByteOffset: place + 8, as: UInt64.self))
  }

  func removeFirst() {
    guard let count = first?.count else { return }
    head += FrameQueue.headerBytes + (count + 15) / 16 * 16
  }
}
