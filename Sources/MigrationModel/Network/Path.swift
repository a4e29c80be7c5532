import Quantities

/// The way from source to destination, as the scenario names it.
public struct Path: Sendable {
  public var bandwidth: DataRate
  public var measuredAt: BandwidthLayer
  public var roundTrip: Span
  public var bottleneck: Bottleneck
  /// How long a full queue at the bottleneck takes to drain.
  public var queue: Span
  /// The shaper's bucket (tbf's `burst`).
  public var burst: ByteCount
  public var mtu: ByteCount
  public var congestionControl: any CongestionControl
  /// Of the outermost header: the stream's own where there is no overlay.
  public var ip: IPVersion
  public var overlay: Overlay

  public init(
    bandwidth: DataRate, measuredAt: BandwidthLayer = .goodput, roundTrip: Span,
    bottleneck: Bottleneck = .router, queue: Span = .milliseconds(100),
    burst: ByteCount = ByteCount(65536), mtu: ByteCount = ByteCount(1500),
    congestionControl: any CongestionControl = Cubic(), ip: IPVersion = .v4,
    overlay: Overlay = .none
  ) {
    self.bandwidth = bandwidth
    self.measuredAt = measuredAt
    self.roundTrip = roundTrip
    self.bottleneck = bottleneck
    self.queue = queue
    self.burst = burst
    self.mtu = mtu
    self.congestionControl = congestionControl
    self.ip = ip
    self.overlay = overlay
  }
}

/// Where a bandwidth figure was taken, outside any overlay.
public enum BandwidthLayer: String, Sendable, CaseIterable {
  /// What iperf3 reports: TCP payload.
  case goodput
  /// IP packets.
  case ip
  /// What tc's shapers count: 14 B of Ethernet header a packet more than IP.
  case tc
  /// The line: header, check sequence, preamble and gap, 38 B a packet more than IP.
  case wire
}

/// Which machine's queue the narrowest link drains.
public enum Bottleneck: String, Sendable, CaseIterable {
  /// The sender's own interface: TCP small queues keep its queue short.
  case source
  /// A router beyond the host: TCP fills its queue.
  case router
}
