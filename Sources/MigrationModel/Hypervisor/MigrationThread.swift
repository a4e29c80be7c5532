import Quantities

/// State of QEMU's migration thread (`migration_thread`, migration/migration.c).
///
/// The thread is one loop: test the remainder, synchronise or stop, send a slice, close the
/// bandwidth window, and again. It waits only in a blocked write, for its own processor time, and
/// for the end of a rate-limited window.
struct MigrationThread: Sendable {
  enum Step: Sendable, Equatable {
    /// Top of the loop: `migration_iteration_run`.
    case test
    /// Inside `ram_save_iterate`: the next pages, up to the next test of its time.
    case pages
    /// What the pages filled of the buffers goes to the socket.
    case write
    /// The test of the slice's time.
    case sliceTest
    /// `migration_rate_limit`.
    case window
    /// Told to stop; the vCPUs are paused.
    case stopping
    /// Everything is written.
    case stopped
  }

  var step = Step.test
  /// Does nothing before this instant.
  var readyAt = Instant.start
  /// Bytes that the buffers hand over when the thread has scanned their pages.
  var toWrite = 0.0
  /// Bytes of a write that the kernel has not taken.
  var unwritten = 0.0
  /// Distinguishes this wait from one that a change of the path has overtaken.
  var generation = 0
  /// When the destination has acknowledged that it is ready.
  var mayStopFrom = Instant.start
  /// Whether nothing was sent since the last synchronisation.
  var isFresh = false
  var lateness = Lateness(start: 0.5)
  var window = BandwidthWindow()
  var slice = Slice()
  var roundStart = Instant.start
  var roundSent = SentPages()

  /// Whether it waits for space in the send buffer.
  var isBlocked: Bool { unwritten > 0 }

  mutating func begin(at now: Instant, bytes: Int64) {
    window.start = now
    window.bytes = bytes
    roundStart = now
    readyAt = now
    mayStopFrom = now
  }
}

/// One call of `ram_save_iterate`: at most 50 ms, tested after pages 1, 65, 129, …
struct Slice: Sendable {
  var start = Instant.start
  var pages: Int64 = 0
  /// Pages and small items that wait for a full `writev`.
  var gatheredPages: Int64 = 0
  var gatheredBytes: Int64 = 0

  /// `MAX_WAIT` of migration/ram.c, in whole milliseconds that must be exceeded.
  static let longestMilliseconds: Int64 = 50
  /// Pages between two tests of the time.
  static let batch: Int64 = 64
}

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
