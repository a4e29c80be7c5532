import Quantities

/// One call of `ram_save_iterate`: at most 50 ms, tested after pages 1, 65, 129, …
struct Slice: Sendable {
  var start: Instant
  var pages: Int64 = 0
  /// Pages and small items that wait for a full `writev`.
  var gatheredPages: Int64 = 0
  var gatheredBytes: Int64 = 0

  init(start: Instant = .start) { self.start = start }

  /// `MAX_WAIT` of migration/ram.c, in whole milliseconds that must be exceeded.
  static let longestMilliseconds: Int64 = 50
  /// Pages between two tests of the time.
  static let batch: Int64 = 64
}
