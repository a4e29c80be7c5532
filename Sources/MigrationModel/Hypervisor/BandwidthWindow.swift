import Quantities

/// The window over which QEMU measures its bandwidth, and the threshold that follows
/// (`migration_update_counters`): bytes handed to the socket, whole milliseconds, no smoothing.
struct BandwidthWindow: Sendable {
  var start = Instant.start
  var bytes: Int64 = 0
  /// Bytes that a rate limit counts.
  var charged: Int64 = 0
  /// Bytes a millisecond of the last window.
  private(set) var bytesPerMillisecond = 0.0
  /// Bytes that may be left for the stop: 0 before the first window ends.
  private(set) var threshold: Int64 = 0

  /// `BUFFER_DELAY` of migration/migration.c.
  static let milliseconds: Int64 = 100

  func isOver(at now: Instant) -> Bool {
    now.wholeMilliseconds >= start.wholeMilliseconds + BandwidthWindow.milliseconds
  }

  mutating func close(at now: Instant, downtimeLimit: Span) {
    bytesPerMillisecond = Double(bytes) / Double(now.wholeMilliseconds - start.wholeMilliseconds)
    threshold = Int64(bytesPerMillisecond * Double(downtimeLimit.wholeMilliseconds))
    restart(at: now)
  }

  /// Begins anew without a result, after a stretch that was not followed.
  mutating func restart(at now: Instant) {
    start = now
    bytes = 0
    charged = 0
  }
}
