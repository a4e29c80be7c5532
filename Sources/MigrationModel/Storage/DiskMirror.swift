import Quantities

/// One disk's `blockdev-mirror` to the destination's NBD export, in expectation.
///
/// It copies in address order; what the guest writes behind that place is dirty again. Then it
/// copies what is dirty until nothing is, and nothing is under way either: READY, once. From then
/// on it follows the guest's writes.
struct DiskMirror: Sendable {
  enum Stage: Equatable, Sendable {
    /// The connection is being made.
    case connecting
    /// What is allocated goes, and what was written behind is noted.
    case copying
    /// Holes: requests without data, or as long as a speed limit takes for their length.
    case skippingHoles
    /// What is dirty goes.
    case catchingUp
    /// Nothing is dirty: the last reply, and a flush.
    case flushing
    case ready
  }

  let name: String
  private(set) var writes: ChunkWrites
  /// Bytes that are to be copied first, and the length of the holes besides.
  let data: Double
  let holes: Double
  private(set) var isSynchronous: Bool
  private let cap: Double?
  /// In seconds.
  private let roundTrip: Double
  private(set) var stage = Stage.connecting
  private var left: Double
  private var wait: Double
  private var copyingSeconds = 0.0
  /// Expected dirty chunks, once everything was copied.
  private(set) var dirty = 0.0
  /// Bytes of data that went, chunks that went again among them.
  private(set) var copied = 0.0

  init(
    _ disk: Disk, _ copy: StorageCopy, work: [DiskWork], cap: DataRate?, roundTrip: Span,
    bandwidth: DataRate
  ) {
    name = disk.name
    // One request at a time, each with a round trip and a transfer of its own.
    writes = ChunkWrites(
      work.filter { $0.disk == disk.name },
      waiting: copy.isSynchronous ? Synchrony(roundTrip: roundTrip, bandwidth: bandwidth) : nil)
    isSynchronous = copy.isSynchronous
    self.cap = cap?.bytesPerSecond
    self.roundTrip = roundTrip.seconds
    data = Double((copy.extent == .all ? disk.allocated : disk.increment).count)
    // Only what an overlay holds is looked at; a whole disk's holes are visited too.
    holes = copy.extent == .all ? Double(disk.size.count) - data : 0
    left = data
    wait = MirrorLaw.handshake * roundTrip.seconds
  }

  /// The most that it can use of the path now, in bytes a second.
  var wish: Double {
    let most = min(cap ?? .infinity, MirrorLaw.rateLimit(roundTrip: roundTrip))
    switch stage {
    case .connecting, .skippingHoles, .flushing: return 0
    case .copying, .catchingUp: return most
    case .ready:
      if isSynchronous { return writes.bytes + writes.requests * MirrorLaw.header }
      return dirty > 1 ? most : min(most, writes.perSecond * MirrorLaw.wireBytes(MirrorLaw.chunk))
    }
  }

  /// What the guest's synchronous writes take beside it until READY. While the disk is copied,
  /// each waits for all that is under way, and so does their writer: they nearly stop.
  func synchronousTraffic(rate: Double) -> Double {
    guard isSynchronous, stage != .connecting, stage != .ready, writes.requests > 0 else {
      return 0
    }
    var requests = writes.requests
    if stage == .copying, rate > 0 {
      requests = min(requests, 1 / MirrorLaw.queueing(rate: rate, roundTrip: roundTrip))
    }
    return requests * (writes.bytes / writes.requests + MirrorLaw.header)
  }

  private func chunks(at rate: Double) -> Double { rate / MirrorLaw.wireBytes(MirrorLaw.chunk) }

  /// Seconds until this stage ends, if it gets so many bytes a second; nil where it never does.
  func timeLeft(rate: Double) -> Double? {
    switch stage {
    case .connecting, .skippingHoles, .flushing: return max(0, wait)
    case .copying: return left <= 0 ? 0 : rate > 0 ? MirrorLaw.wireBytes(left) / rate : nil
    case .catchingUp:
      guard isSynchronous || hasGap(rate: rate) else { return nil }
      return isSynchronous ? 0 : writes.timeToNone(from: dirty, copying: chunks(at: rate))
    case .ready: return nil
    }
  }

  /// Seconds until what piled up is copied; nil where nothing did, or it never is.
  func timeToCatchUp(rate: Double) -> Double? {
    guard stage == .ready, !isSynchronous, dirty > 1 else { return nil }
    return writes.timeToNone(from: dirty, copying: chunks(at: rate))
  }

  /// Whether a chunk is copied before the guest writes again, so that nothing is under way once.
  private func hasGap(rate: Double) -> Bool {
    guard !writes.areNone else { return true }
    return rate > 0 && 1 / writes.requests > copyTime(rate: rate)
  }

  /// Seconds from a chunk's request to its reply.
  func copyTime(rate: Double) -> Double { MirrorLaw.wireBytes(MirrorLaw.chunk) / rate + roundTrip }

  /// Lets so much time pass within a stage.
  mutating func advance(by seconds: Double, rate: Double) {
    switch stage {
    case .connecting, .skippingHoles, .flushing: wait -= seconds
    case .copying:
      let bytes = min(left, rate * seconds / MirrorLaw.wireBytes(1))
      left -= bytes
      copied += bytes
      copyingSeconds += seconds
    case .catchingUp, .ready: follow(for: seconds, rate: rate)
    }
  }

  private mutating func follow(for seconds: Double, rate: Double) {
    if isSynchronous {
      copied += writes.bytes * seconds
      return
    }
    let before = dirty
    dirty = writes.dirty(from: dirty, after: seconds, copying: chunks(at: rate))
    let most = chunks(at: rate) * seconds
    copied += min(most, max(0, before - dirty) + writes.perSecond * seconds) * MirrorLaw.chunk
  }

  /// Goes on to the next stage.
  mutating func endStage() {
    switch stage {
    case .connecting: stage = .copying
    case .copying:
      copied += left
      left = 0
      stage = .skippingHoles
      let requests = (holes / MirrorLaw.hole).rounded(.up) / MirrorLaw.inFlight
      wait = cap.map { holes / $0 } ?? requests.rounded(.up) * roundTrip
    case .skippingHoles:
      stage = .catchingUp
      let range = min(data, writes.chunks * MirrorLaw.chunk)
      let passed = data > 0 ? copyingSeconds * range / data : 0
      dirty = isSynchronous ? 0 : writes.dirtied(inPassOf: copyingSeconds, throughRange: passed)
    case .catchingUp:
      dirty = 0
      stage = .flushing
      wait = MirrorLaw.toReady * roundTrip
    case .flushing: stage = .ready
    case .ready: break
    }
  }

  /// From now on the guest's writes wait for the destination (`block-job-change`).
  mutating func turnSynchronous() { isSynchronous = true }

  /// The guest writes no more.
  mutating func stopWrites() { writes = ChunkWrites([]) }

  /// Bytes that are still to be copied when the guest stops: what is dirty, and what is under way.
  func bytesToDrain(rate: Double) -> Double {
    guard !isSynchronous, rate > 0 else { return 0 }
    let underWay = writes.perSecond * copyTime(rate: rate)
    return MirrorLaw.wireBytes(MirrorLaw.chunk) * max(dirty, min(underWay, writes.chunks))
  }

  /// The guest has stopped, and with it its writes: everything is copied then.
  mutating func drain(rate: Double) {
    copied += bytesToDrain(rate: rate) / MirrorLaw.wireBytes(1)
    dirty = 0
  }

  /// Whether the destination has all that the source has, but for what the guest writes on.
  var isComplete: Bool { stage == .ready && dirty <= 0 }

  /// Why it is never READY with so many bytes a second.
  func reason(rate: Double) -> String {
    let going = Int64(chunks(at: rate).rounded())
    let dirty = writes.balance(copying: chunks(at: rate))
    guard dirty < 0 else {
      let stays = ByteCount(Int64(dirty * MirrorLaw.chunk))
      return
        "the mirror of \(name) is never READY: the guest writes to "
        + "\(Int64(writes.perSecond.rounded())) chunks of 64 KiB a second, and \(going) can be "
        + "copied; \(stays) stay dirty, and memory waits for them"
    }
    let gap = Span(rounding: 1 / max(1e-9, writes.requests))
    return
      "the mirror of \(name) is never READY: the guest writes every \(gap), and a chunk takes "
      + "\(Span(rounding: copyTime(rate: rate))) to be copied, so one is always under way, and "
      + "memory waits until none is"
  }
}
