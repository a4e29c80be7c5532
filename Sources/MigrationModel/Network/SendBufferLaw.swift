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
    let receiveWindow =
      Double(hosts.receiveBufferMax.count) * hosts.receiveWindowShare.fraction / flow.segment
    // A window grows to twice what the receiver lets out at the most.
    largestWindow = min(congestionControl.largestWindow(on: flow), 2 * receiveWindow)
    let cost = SendBufferLaw.cost(ofSegment: flow.segment, hosts: hosts)
    costPerSegment = congestionControl.sendBufferFactor * cost
    most = Double(hosts.sendBufferMax.count)
  }

  /// Charged for a segment: headers, data and bookkeeping, rounded up to a power of two, and the
  /// packet's own record. A host's constant says it for segments of 1460 bytes, and so which kind
  /// of kernel it has: without WLAN or tunnel drivers, headers take less room.
  private static func cost(ofSegment bytes: Double, hosts: HostConstants) -> Double {
    let stated = Double(hosts.segmentCost.count)
    let bookkeeping = stated <= 2304 ? 480.0 : 640.0
    var block = 2048.0
    while block < bytes + bookkeeping { block *= 2 }
    return bytes <= 1460 ? stated : max(stated, block + 256)
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
