import Quantities

/// Something that sets a limit to how fast a migration's pages can go.
///
/// Where the time goes is read off these: what has the lowest limit is what a migration waits for,
/// and the next one is what it would wait for then.
public struct RateBound: Sendable, Equatable {
  public enum Cause: String, Sendable, CaseIterable {
    case path
    case congestionControl = "congestion-control"
    case sendBuffer = "send-buffer"
    case receiveWindow = "receive-window"
    case migrationThread = "migration-thread"
    case rateLimit = "rate-limit"

    /// "the path".
    public var words: String {
      "the " + rawValue.split(separator: "-").joined(separator: " ")
    }
  }

  public let cause: Cause
  /// Of the stream, in bytes a second.
  public let bytesPerSecond: Double

  public var rate: DataRate {
    DataRate(count: Int64(min(1e18, max(0, bytesPerSecond * 8)).rounded()))
  }
}

extension MigrationInput {
  /// Every limit to the rate of pages that are not zero, the lowest first.
  public var rateBounds: [RateBound] {
    let flow = Flow(path: path, turnaround: hosts.turnaround, share: hosts.goodputShare)
    let control = path.congestionControl
    let buffer = SendBufferLaw(flow: flow, congestionControl: control, hosts: hosts)
    let window = Double(hosts.receiveBufferMax.count) * hosts.receiveWindowShare.fraction
    let utilised = flow.goodput * control.utilisation(of: flow)
    var bounds = [RateBound(cause: .path, bytesPerSecond: flow.goodput)]
    if utilised < flow.goodput {
      bounds.append(RateBound(cause: .congestionControl, bytesPerSecond: utilised))
    }
    let others: [(RateBound.Cause, Double)] = [
      (.sendBuffer, buffer.rateLimit(on: flow)),
      (.receiveWindow, flow.roundTrip > 0 ? window / flow.roundTrip : .infinity),
      (
        .migrationThread,
        Double(StreamFormat.normalPage) / max(1e-12, hosts.normalPageScan.seconds)
      ),
      (.rateLimit, settings.bandwidthCap?.bytesPerSecond ?? .infinity),
    ]
    bounds += others.filter { $0.1.isFinite }
      .map { RateBound(cause: $0.0, bytesPerSecond: $0.1) }
    return bounds.enumerated()
      .sorted { ($0.element.bytesPerSecond, $0.offset) < ($1.element.bytesPerSecond, $1.offset) }
      .map(\.element)
  }

  /// Seconds that a zero page takes, and what it then waits for.
  var zeroPage: (seconds: Double, cause: RateBound.Cause) {
    let stream = rateBounds.first { $0.cause != .migrationThread }
    let sending = Double(StreamFormat.zeroPage) / max(1, stream?.bytesPerSecond ?? .infinity)
    let scanning = hosts.zeroPageScan.seconds
    return scanning > sending ? (scanning, .migrationThread) : (sending, stream?.cause ?? .path)
  }
}
