import Quantities

/// BBR version 1 as in Linux (doi:10.1145/3009824; net/ipv4/tcp_bbr.c).
///
/// Its window follows the measured bandwidth and shortest round trip, so a long queue at a router
/// stays nearly empty. Every ten seconds it looks for a shorter round trip (`ProbeRTT`).
public struct BBR: CongestionControl {
  public let name = "bbr"
  public let sendBufferFactor = 3.0
  public let fillsQueues = false
  /// 2/ln 2, the gain that fills a path as fast as slow start does.
  static let highGain = 2.885

  /// Measured on top at a tenth of a millisecond, where packets of 64 KiB are on their way: 16
  /// segments at 37 Mbit/s, 13 at 100.
  static let shortPathSegments = 15.0

  public init() {}

  public func largestWindow(on flow: Flow) -> Double {
    // The bucket lets bandwidth samples and the flight both hold it. On top come three packets of
    // segmentation offload, each a millisecond of what start-up paces (`bbr_quantization_budget`).
    let packet = min(65536, BBR.highGain * flow.goodput / 1024) / flow.segment
    let law = BBR.highGain * (flow.bandwidthDelayProduct + flow.burst) + 3 * max(2, packet)
    return law + BBR.shortPathSegments * flow.offloadShare
  }

  /// Its rate follows what is delivered, so a loss costs itself and no more; until the quarter by
  /// which it probes for more bandwidth is lost as well, and it no longer finds what it had. Then
  /// nothing is left but its least window of four segments.
  public func utilisation(of flow: Flow) -> Double {
    let passed = 1 - flow.loss
    guard passed * BBR.probingGain <= 1 else { return passed }
    let trickle = 4 * flow.segment / max(1e-9, flow.roundTrip + flow.turnaround)
    return passed * min(1, trickle / flow.goodput)
  }

  /// `bbr_pacing_gain`'s first: a fifth of the packets lost takes it back.
  static let probingGain = 1.25

  public func processes(on flow: Flow, drift: Double) -> [any PathProcess] {
    [ProbeRTT(flow: flow, drift: drift)]
  }
}
