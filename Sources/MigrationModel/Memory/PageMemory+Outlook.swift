import Quantities

/// What lies ahead of the cursor, counted.
extension PageMemory {
  var zeroAhead: Int64 {
    guard pendingZero > 0 else { return 0 }
    let run = run
    return run.areZero ? run.pages : 0
  }

  var run: PageRun {
    guard pendingZero > 0 else { return PageRun(pages: pending, areZero: false) }
    let next = dirty.first(in: cursor..<dirty.pages) ?? dirty.first(in: 0..<cursor) ?? cursor
    for stretch in zeroes where next < stretch.upperBound {
      let areZero = stretch.lowerBound <= next
      let end = areZero ? stretch.upperBound : stretch.lowerBound
      return PageRun(pages: Int64(dirty.count(in: next..<end)), areZero: areZero)
    }
    return PageRun(pages: Int64(dirty.count(in: next..<dirty.pages)), areZero: false)
  }

  /// Writes are drawn, and some are never logged, so nothing can be shown of those to come.
  var allowsProof: Bool { false }

  func fewestPages(dirtiedIn time: Span, besides residual: Double) -> Double { residual }
}
