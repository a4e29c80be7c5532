import Quantities

/// One TCP connection's view of a path: what the bottleneck lets through, and the window it takes.
public struct Flow: Sendable, Equatable {
  /// TCP payload that the bottleneck passes of the stream, in bytes a second.
  public let goodput: Double
  /// Round trip without any queue, in seconds.
  public let roundTrip: Double
  /// What both hosts add to it for a few segments, in seconds.
  public let turnaround: Double
  /// Payload of a full segment, in bytes.
  public let segment: Double
  /// How segments travel: the packets in which one goes, any of which may be lost.
  public let carriage: Carriage
  /// Shaper's bucket, in segments.
  public let burst: Double
  /// The bottleneck's queue as far as TCP can fill it, in segments: 0 on the source's interface.
  public let queue: Double
  /// Whether TCP fills it: a router's, not the source's own interface.
  public let fillsQueue: Bool

  /// `share`: how much of the path's goodput the stream gets.
  public init(path: Path, turnaround: Span, share: Share = .one) {
    carriage = path.carriage
    segment = Double(carriage.segment)
    let counted = carriage.bytes(at: path.measuredAt, of: path)
    goodput =
      path.bandwidth.bytesPerSecond * Double(carriage.payload) / counted * share.fraction
    roundTrip = path.roundTrip.seconds
    self.turnaround = turnaround.seconds
    burst = Double(path.burst.count) / segment
    fillsQueue = path.bottleneck == .router
    queue = path.bottleneck == .router ? goodput * path.queue.seconds / segment : 0
  }

  /// TCP's header 20 B, its timestamps option 12 B (RFC 7323).
  static let tcpHeader: Int64 = 20 + 12

  /// Bandwidth times round trip, in segments.
  public var bandwidthDelayProduct: Double { goodput * roundTrip / segment }

  /// What TCP has in flight when its path is full: the path, the bucket, and the queue it fills.
  public var flight: Double { bandwidthDelayProduct + burst + queue }

  /// How large packets of segmentation offload may be, as a share of 64 KiB: Linux makes them so
  /// on paths shorter than half a millisecond and halves them with each half millisecond more
  /// (`tcp_tso_autosize`, net.ipv4.tcp_tso_rtt_log).
  var offloadShare: Double {
    let halvings = min(20, (roundTrip / 512e-6).rounded(.down))
    return 1 / Double(1 << Int(halvings))
  }

  /// Segments that TCP small queues let wait on the source's own interface: two such packets.
  var smallQueue: Double { 2 * 65536 / segment * offloadShare }
}
