import Quantities

/// How large Linux lets a TCP socket's send buffer grow (`tcp_sndbuf_expand`), as payload.
///
/// sndbuf = min(tcp_wmem's maximum, factor · cost of a segment · largest window): one law in rate,
/// round trip, queue and congestion control. It never shrinks. The buffer counts every byte that
/// is not acknowledged, so it bounds the flight too.
public struct SendBufferLaw: Sendable, Equatable {
  /// Charged for one segment, and the most that may be charged, in bytes.
  let costPerSegment: Double
  let most: Double
  /// The largest window that the path and its congestion control come to, in segments.
  public let largestWindow: Double
  /// Charged bytes for each byte of payload, measured.
  static let chargePerPayload = 1.022
  /// The kernel tests before each packet of 64 KiB, so the last one goes beyond the limit.
  static let overshoot = 65536.0
  /// A blocked writer wakes when a third is free (`sk_stream_is_writeable`).
  static let wakeShare = 2.0 / 3.0

  public init(flow: Flow, congestionControl: any CongestionControl, hosts: HostConstants) {
    largestWindow = congestionControl.largestWindow(on: flow)
    costPerSegment = congestionControl.sendBufferFactor * Double(hosts.segmentCost.count)
    most = Double(hosts.sendBufferMax.count)
  }

  /// Payload that fits when the largest window so far was this many segments.
  public func payload(window: Double) -> Double {
    min(most, costPerSegment * min(window, largestWindow)) / SendBufferLaw.chargePerPayload
  }

  /// Payload that fits in the end.
  public var finalPayload: Double { payload(window: largestWindow) }

  /// The rate that the buffer allows, in bytes a second: it holds what is in flight, so where
  /// bandwidth times round trip is more than the two thirds at which a writer wakes, the path
  /// waits for the writer. Packets split at the window's edge cost some more (measured: 6 %).
  func rateLimit(on flow: Flow) -> Double {
    let payload = finalPayload
    guard flow.goodput * flow.roundTrip > SendBufferLaw.wakeShare * payload else {
      return .infinity
    }
    let usable = 0.94 * payload
    return usable / (flow.roundTrip + usable / (3 * flow.goodput))
  }
}
