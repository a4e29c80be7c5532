import Quantities

/// The last bytes on their way: from the stop of the vCPUs to the last acknowledgement.
///
/// What is in the send buffer when they are stopped goes first, then the last pages, then device
/// state; each part ends when its last byte is acknowledged.
struct Delivery: Sendable {
  let stoppedAt: Instant
  /// RAM's part of what went before the stop.
  let precopyBytes: Int64
  /// When the thread had the last pages and the device state, and began to write them.
  var writtenAt: Instant
  /// An acknowledgement takes at least a round trip after the write.
  let roundTrip: Span
  /// What the thread takes to scan the last pages.
  let scanning: Span
  var generation = 0
  private var backlog: Mark
  private var pages: Mark
  private var deviceState: Mark
  /// The socket's taking the last byte, and the last page.
  private var taken: Mark
  private var pagesTaken: Mark
  private var drained = 0.0
  private var settledAt: Instant
  /// When the last acknowledgement came.
  private(set) var endedAt = Instant.never

  /// So many bytes drained since the moment of writing, and when that was.
  private struct Mark {
    let bytes: Double
    var passedAt: Instant?

    mutating func settle(_ drained: Double, before: Double, from start: Instant, to now: Instant) {
      guard passedAt == nil, drained >= bytes - 1e-3 else { return }
      let share = drained > before ? max(0, bytes - before) / (drained - before) : 0
      passedAt = min(now, start + Span(rounding: share * (now - start).seconds))
    }
  }

  /// - Parameter drainToTake: bytes that must drain until the socket has taken the last one; the
  ///   other is until the last page's.
  init(
    stoppedAt: Instant, precopyBytes: Int64, writtenAt: Instant, roundTrip: Span, scanning: Span,
    backlog: Double, pages: Double, deviceState: Double, drainToTake: Double = 0,
    drainToTakePages: Double = 0
  ) {
    self.stoppedAt = stoppedAt
    self.precopyBytes = precopyBytes
    self.writtenAt = writtenAt
    self.roundTrip = roundTrip
    self.scanning = scanning
    self.backlog = Mark(bytes: backlog)
    self.pages = Mark(bytes: backlog + pages)
    self.deviceState = Mark(bytes: backlog + pages + deviceState)
    taken = Mark(bytes: drainToTake)
    pagesTaken = Mark(bytes: drainToTakePages)
    settledAt = writtenAt
  }

  mutating func settle(at now: Instant, rate: Double) {
    guard now > settledAt else { return }
    let before = drained
    drained += rate * (now - settledAt).seconds
    for mark in [\Self.backlog, \.pages, \.deviceState, \.taken, \.pagesTaken] {
      self[keyPath: mark].settle(drained, before: before, from: settledAt, to: now)
    }
    settledAt = now
  }

  /// How long from now until the last acknowledgement, if the rate stays.
  func timeLeft(at now: Instant, rate: Double) -> Span {
    let left = max(0, deviceState.bytes - drained)
    let drain =
      left == 0 ? .zero : rate > 0 ? Span(rounding: left / rate) + .nanoseconds(1) : .horizon
    // What was written last leaves no sooner, and is acknowledged a round trip after it has left.
    let written = deviceState.bytes - backlog.bytes
    let flight = rate > 0 ? Span(rounding: written / rate) : .horizon
    return max(drain, writtenAt + scanning + roundTrip + flight - now)
  }

  mutating func end(at now: Instant) { endedAt = now }

  /// When the thread had handed over the last page, and turned to the device state.
  var pagesTakenAt: Instant { max(pagesTaken.passedAt ?? writtenAt, writtenAt + scanning) }

  /// Whether the socket has taken the last byte by now.
  func isTaken(at now: Instant) -> Bool {
    (taken.passedAt != nil || taken.bytes <= 0) && takenAt <= now
  }

  /// When the socket had taken the last byte; some of it may lie there still.
  var takenAt: Instant { max(taken.passedAt ?? writtenAt, writtenAt + scanning) }

  /// - Parameter back: the last acknowledgement's way back, where nothing waits for it.
  func pause(without back: Span, disks: Span = .zero, load: Span, resume: Span, roundTrips: Span)
    -> Pause
  {
    var pause = Pause()
    let end = Instant.start + (endedAt - .start - back)
    pause.stop = writtenAt - stoppedAt - disks
    pause.disks = disks
    var previous = writtenAt
    func part(_ mark: Mark) -> Span {
      let passed = min(mark.passedAt ?? end, end)
      defer { previous = passed }
      return passed - previous
    }
    pause.backlog = part(backlog)
    pause.pages = part(pages)
    pause.deviceState = part(deviceState)
    // What neither the path nor the round trip explains is the thread's own time.
    let rest = end - previous
    pause.propagation = min(rest, roundTrip - back)
    pause.scanning = rest - pause.propagation
    pause.load = load
    pause.resume = resume
    pause.roundTrips = roundTrips
    return pause
  }
}
