import Quantities

/// A guest's memory as the migration thread sees it: a bitmap of pages to send, a cursor that goes
/// round it in address order, and a log of writes that each synchronisation moves into the bitmap.
///
/// `FluidMemory` keeps expectations, `PageMemory` the bitmap itself.
protocol DirtyMemory: Sendable {
  /// Pages to be sent, as known since the last synchronisation.
  var pending: Int64 { get }
  /// Starts the log; all pages are in the bitmap, so earlier writes don't count.
  mutating func startLogging(at now: Instant)
  /// Moves what was written since the last synchronisation into the bitmap, and says how many
  /// pages that set anew.
  mutating func synchronise(at now: Instant) -> Int64
  /// Sends pages from the cursor on, at most so many: the first at this instant, and each of the
  /// others so much later than the one before.
  mutating func send(_ most: Int64, at now: Instant, secondsPerPage: Double) -> SentPages
  /// Takes out of the bitmap what was written since the last synchronisation, of as many pages from
  /// the cursor on as hold so many that were not; says how many it took out. The log keeps them.
  mutating func skipRewritten(at now: Instant, toSend: Int64) -> Int64
  /// Of the pages to be sent, those that are all zero.
  var pendingZero: Int64 { get }
  /// Zero pages that come next in the scan.
  var zeroAhead: Int64 { get }
  /// Pages that come next, none of them zero, of which any number goes by one `send` as by many;
  /// not all that are to be sent.
  var plainAhead: Int64 { get }
  /// Sends so many of these.
  mutating func sendPlain(_ pages: Int64)
  /// The pages from the cursor on that are alike: all zero, or none.
  var run: PageRun { get }
  /// Whether `fewestPages` is a bound that a proof can rest on, and grows ever more slowly with
  /// time. Where writes are drawn at random there is none: a draw may always be luckier.
  var allowsProof: Bool { get }
  /// For how long what the workload does may change with the clock before it repeats.
  var settlingTime: Span { get }
  /// When pages to be sent become zero, or cease to be, by themselves; nil where that is never.
  func nextContentChange(after now: Instant) -> Instant?
  mutating func changeContent(at now: Instant)
  /// The fewest pages that a synchronisation can find if the last one was so long ago and this
  /// many pages are left unsent, whichever they are.
  func fewestPages(dirtiedIn time: Span, besides residual: Double) -> Double
}

extension DirtyMemory {
  var plainAhead: Int64 { 0 }
  mutating func sendPlain(_ pages: Int64) { _ = send(pages, at: .start) }

  /// Sends pages in no time.
  mutating func send(_ most: Int64, at now: Instant) -> SentPages {
    send(most, at: now, secondsPerPage: 0)
  }
}

/// Pages that were sent, by what they held.
struct SentPages: Equatable, Sendable {
  var normal: Int64 = 0
  var zero: Int64 = 0

  var count: Int64 { normal + zero }
  static func += (left: inout SentPages, right: SentPages) {
    left.normal += right.normal
    left.zero += right.zero
  }
}

/// Consecutive pages to send that hold the same kind of content.
struct PageRun: Equatable, Sendable {
  var pages: Int64
  /// How many of them are all zero, spread evenly.
  var zeroShare: Double

  var areZero: Bool { zeroShare >= 1 }
}

extension PageRun {
  init(pages: Int64, areZero: Bool) { self.init(pages: pages, zeroShare: areZero ? 1 : 0) }
}
