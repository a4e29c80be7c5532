import Quantities

/// BBR's search for a shorter round trip: every ten seconds the window falls to four segments for
/// at least 200 ms, and as the end is seen only with an acknowledgement and a tick of the clock,
/// the rate is gone for a round trip more.
struct ProbeRTT: PathProcess {
  private let interval: Span
  private(set) var limit = PathLimit()
  private(set) var nextChange: Span?

  /// `bbr_min_rtt_win_sec`; when the sample that ends it comes is known to a per cent at best.
  static let interval = 10.0
  static let intervalSpread = 0.01
  /// `bbr_probe_rtt_mode_ms` with a tick of 4 ms.
  static let hold = 0.204

  init(flow: Flow, drift: Double) {
    interval = Span(rounding: ProbeRTT.interval * (1 + ProbeRTT.intervalSpread * drift))
    // Four segments are no limit on a short path.
    nextChange = ProbeRTT.trickle(on: flow) < flow.goodput ? interval : nil
  }

  mutating func change(on flow: Flow) {
    let begins = limit == PathLimit()
    limit = begins ? PathLimit(rate: ProbeRTT.trickle(on: flow)) : PathLimit()
    nextChange = (nextChange ?? .zero) + (begins ? ProbeRTT.pause(on: flow) : interval)
  }

  private static func trickle(on flow: Flow) -> Double {
    4 * flow.segment / (flow.roundTrip + flow.turnaround)
  }

  private static func pause(on flow: Flow) -> Span {
    let roundTrip = flow.roundTrip
    return roundTrip > 0
      ? Span(rounding: roundTrip * (1 + (ProbeRTT.hold / roundTrip).rounded(.up)))
      : Span(rounding: ProbeRTT.hold)
  }
}
