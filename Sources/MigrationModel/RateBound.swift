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

  public var rate: DataRate { RateBound.rate(bytesPerSecond) }

  /// What of it is pages, without their headers.
  public var pageRate: DataRate {
    RateBound.rate(
      bytesPerSecond * Double(PageCount.bytesPerPage) / Double(StreamFormat.normalPage))
  }

  private static func rate(_ bytesPerSecond: Double) -> DataRate {
    DataRate(count: Int64(min(1e18, max(0, bytesPerSecond * 8)).rounded()))
  }
}

extension MigrationInput {
  /// Every limit to the rate of pages that are not zero, the lowest first, on the path as it is
  /// before it changes and without what others send (``longestStretch(until:)``).
  public var rateBounds: [RateBound] {
    let scan = Double(StreamFormat.normalPage) / max(1e-12, hosts.normalPageScan.seconds)
    var bounds = Steady(path: path, hosts: hosts).bounds
    bounds.append(RateBound(cause: .migrationThread, bytesPerSecond: scan))
    if let limit = settings.cappedRate {
      bounds.append(RateBound(cause: .rateLimit, bytesPerSecond: limit))
    }
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
