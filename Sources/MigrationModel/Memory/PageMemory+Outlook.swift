import Quantities

/// What lies ahead of the cursor, counted.
extension PageMemory {
  /// Counted no further than a buffer of the stream reaches.
  var zeroAhead: Int64 {
    guard pendingZero > 0 else { return 0 }
    let stretch = likeAhead
    guard stretch.areZero else { return 0 }
    let most = Int(StreamFormat.bufferedBytes / StreamFormat.zeroPage) + 64
    return count(in: stretch.pages.prefix(most))
  }

  var run: PageRun {
    guard pendingZero > 0 else { return PageRun(pages: pending, areZero: false) }
    let stretch = likeAhead
    return PageRun(pages: count(in: stretch.pages), areZero: stretch.areZero)
  }

  /// From the next page to send on to where zero pages begin or end.
  private var likeAhead: (pages: Range<Int>, areZero: Bool) {
    let next = dirty.first(in: cursor..<dirty.pages) ?? dirty.first(in: 0..<cursor) ?? cursor
    for stretch in zeroes where next < stretch.upperBound {
      let areZero = stretch.lowerBound <= next
      return (next..<(areZero ? stretch.upperBound : stretch.lowerBound), areZero)
    }
    return (next..<dirty.pages, false)
  }

  /// Pages to send in a stretch ahead; until the first synchronisation those are all.
  private func count(in stretch: Range<Int>) -> Int64 {
    Int64(hasSynchronised ? dirty.count(in: stretch) : stretch.count)
  }

  var settlingTime: Span { processes.map(\.settlingTime).max() ?? .zero }

  /// Single pages keep what they hold; a scenario whose workload empties pages is refused here.
  func nextContentChange(after now: Instant) -> Instant? { nil }
  mutating func changeContent(at now: Instant) {}

  /// Writes are drawn, and some are never logged, so nothing can be shown of those to come.
  var allowsProof: Bool { false }

  func fewestPages(dirtiedIn time: Span, besides residual: Double) -> Double { residual }
}
