import Quantities

/// One call of `ram_save_iterate`: at most 50 ms, tested after pages 1, 65, 129, …
struct Slice: Sendable {
  var start: Instant
  var pages: Int64 = 0
  /// Pages and small items that wait for a full `writev`.
  var gatheredPages: Int64 = 0
  var gatheredBytes: Int64 = 0

  init(start: Instant = .start) { self.start = start }

  /// What waits, in bytes.
  var gathered: Int64 { gatheredPages * StreamFormat.normalPage + gatheredBytes }

  /// Adds pages to what waits, and takes out what is full, in bytes.
  @inline(__always)
  mutating func gather(_ sent: SentPages) -> Int64 {
    pages += sent.count
    gatheredPages += sent.normal
    gatheredBytes += sent.zero * StreamFormat.zeroPage
    let full = gatheredPages / StreamFormat.pagesPerWrite * StreamFormat.pagesPerWrite
    guard full > 0 || gatheredBytes >= StreamFormat.bufferedBytes else { return 0 }
    defer {
      gatheredPages -= full
      gatheredBytes = 0
    }
    return full * StreamFormat.normalPage + gatheredBytes
  }

  /// `MAX_WAIT` of migration/ram.c, in whole milliseconds that must be exceeded.
  static let longestMilliseconds: Int64 = 50
  /// Pages between two tests of the time.
  static let batch: Int64 = 64
}
