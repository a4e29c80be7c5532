import Quantities

/// What lies ahead of the cursor, and what the next synchronisations can find.
extension FluidMemory {
  var zeroAhead: Int64 { ranges[cursor.range].isZero ? Int64(cursor.mass) : 0 }

  var plainAhead: Int64 {
    // The scan's last step and its count of zero pages are `send`'s own affair.
    guard ranges[cursor.range].zeroShare == 0, countsAllZeroPages else { return 0 }
    return max(0, min(Int64(cursor.mass), pending) - 1)
  }

  var pendingZero: Int64 {
    max(0, Int64(zeroDirty - cursor.sent * ranges[cursor.range].zeroShare))
  }

  var run: PageRun {
    let zeroShare = ranges[cursor.range].zeroShare
    var mass = cursor.mass
    forEachStretchAhead { more, share in
      guard share == zeroShare else { return false }
      mass += more
      return true
    }
    return PageRun(pages: min(pending, Int64(mass.rounded(.down))), zeroShare: zeroShare)
  }

  var allowsProof: Bool { writers.allSatisfy(\.isConcave) }

  func fewestPages(dirtiedIn time: Span, besides residual: Double) -> Double {
    withUnsafeTemporaryAllocation(of: (pages: Double, share: Double).self, capacity: ranges.count) {
      shares in
      var distinct = 0.0
      var count = 0
      for range in ranges {
        guard let writer = range.writer else { continue }
        var probe = writers[writer]
        let pages = range.profile.pages
        switch probe.written(from: .start, to: .start + time) {
        case .anywhere(let probability):
          distinct += pages * probability
          shares[count] = (pages, probability)
        case .run(_, let length):
          // The run may fall into what the system's pages took of the range.
          let within = max(0, length - (probe.pages - pages))
          distinct += within
          shares[count] = (min(length, pages), 1)
        }
        count += 1
      }
      // At worst the unsent pages are those that were written again.
      var left = residual
      var overlap = 0.0
      while left > 0, count > 0 {
        var likeliest = 0
        for other in 1..<max(1, count) where shares[other].share > shares[likeliest].share {
          likeliest = other
        }
        let (pages, share) = shares[likeliest]
        overlap += min(left, pages) * share
        left -= min(left, pages)
        count -= 1
        shares[likeliest] = shares[count]
      }
      return max(residual, residual + distinct - overlap)
    }
  }
}
