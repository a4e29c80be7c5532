import Quantities

/// BBR's search for a shorter round trip: every ten seconds the window falls to four segments for
/// at least 200 ms, and as the end is seen only with an acknowledgement and a tick of the clock,
/// the rate is gone for a round trip more.
struct ProbeRTT: PathProcess {
  private let pause: Span
  private let trickle: Double
  private var probing = false
  private(set) var nextChange: Span?

  private let interval: Span

  /// `bbr_min_rtt_win_sec`; when the sample that ends it comes is known to a per cent at best.
  static let interval = 10.0
  static let intervalSpread = 0.01
  /// `bbr_probe_rtt_mode_ms` with a tick of 4 ms.
  static let hold = 0.204

  init(flow: Flow, drift: Double) {
    interval = Span(rounding: ProbeRTT.interval * (1 + ProbeRTT.intervalSpread * drift))
    let roundTrip = flow.roundTrip
    pause =
      roundTrip > 0
      ? Span(rounding: roundTrip * (1 + (ProbeRTT.hold / roundTrip).rounded(.up)))
      : Span(rounding: ProbeRTT.hold)
    trickle = 4 * flow.segment / (roundTrip + flow.turnaround)
    // Four segments are no limit on a short path.
    nextChange = trickle < flow.goodput ? interval : nil
  }

  var limit: PathLimit { probing ? PathLimit(rate: trickle) : PathLimit() }

  mutating func change() {
    probing.toggle()
    nextChange = (nextChange ?? .zero) + (probing ? pause : interval)
  }
}
