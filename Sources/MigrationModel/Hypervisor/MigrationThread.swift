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
  /// Pages of the round that were left out, and how many will have been sent when the log must be
  /// looked into again.
  var roundSkipped: Int64 = 0
  var unchangedUntil: Int64 = 0

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
