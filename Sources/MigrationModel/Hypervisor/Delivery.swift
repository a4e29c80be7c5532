import Quantities

/// The last bytes on their way: from the stop of the vCPUs to the last acknowledgement.
///
/// What is in the send buffer when they are stopped goes first, then the last pages, then device
/// state; each part ends when its last byte is acknowledged.
struct Delivery: Sendable {
  let stoppedAt: Instant
  let precopyBytes: Int64
  /// When everything was handed to the socket.
  var writtenAt: Instant
  /// An acknowledgement takes at least a round trip after the write.
  let roundTrip: Span
  /// What the thread takes to scan the last pages.
  let scanning: Span
  var generation = 0
  /// Bytes up to the end of each part, from the moment of writing: backlog, pages, device state.
  private var ends: [Double]
  private var endedAtInstant: [Instant?] = [nil, nil, nil]
  private var drained = 0.0
  private var settledAt: Instant
  /// When the last acknowledgement came.
  private(set) var endedAt = Instant.never

  init(
    stoppedAt: Instant, precopyBytes: Int64, writtenAt: Instant, roundTrip: Span, scanning: Span,
    backlog: Double,
    pages: Double, deviceState: Double
  ) {
    self.stoppedAt = stoppedAt
    self.precopyBytes = precopyBytes
    self.writtenAt = writtenAt
    self.roundTrip = roundTrip
    self.scanning = scanning
    ends = [backlog, backlog + pages, backlog + pages + deviceState]
    settledAt = writtenAt
  }

  mutating func settle(at now: Instant, rate: Double) {
    guard now > settledAt else { return }
    let before = drained
    drained += rate * (now - settledAt).seconds
    for part in ends.indices where endedAtInstant[part] == nil && drained >= ends[part] - 1e-3 {
      let seconds = rate > 0 ? max(0, ends[part] - before) / rate : 0
      endedAtInstant[part] = min(now, settledAt + Span(rounding: seconds))
    }
    settledAt = now
  }

  /// How long from now until the last acknowledgement, if the rate stays.
  func timeLeft(at now: Instant, rate: Double) -> Span {
    let left = max(0, ends[2] - drained)
    let drain =
      left == 0 ? .zero : rate > 0 ? Span(rounding: left / rate) + .nanoseconds(1) : .horizon
    // What was written last leaves no sooner, and is acknowledged a round trip after it has left.
    let written = ends[2] - ends[0]
    let flight = rate > 0 ? Span(rounding: written / rate) : .horizon
    return max(drain, writtenAt + scanning + roundTrip + flight - now)
  }

  mutating func end(at now: Instant) { endedAt = now }

  func pause(resumedAt: Instant, hosts: HostConstants) -> Pause {
    var pause = Pause()
    pause.stop = writtenAt - stoppedAt
    var previous = writtenAt
    func part(_ index: Int) -> Span {
      let end = endedAtInstant[index] ?? endedAt
      defer { previous = end }
      return end - previous
    }
    pause.backlog = part(0)
    pause.pages = part(1)
    pause.deviceState = part(2)
    // What neither the path nor the round trip explains is the thread's own time.
    let rest = endedAt - previous
    pause.propagation = min(rest, roundTrip)
    pause.scanning = rest - pause.propagation
    pause.load = hosts.load
    pause.resume = hosts.resume
    pause.roundTrips = resumedAt - endedAt - hosts.load - hosts.resume
    return pause
  }
}
