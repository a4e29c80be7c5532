import Quantities

/// What lies ahead of the cursor, and what the next synchronisations can find.
extension FluidMemory {
  var zeroAhead: Int64 { ranges[cursor.range].isZero ? Int64(cursor.mass) : 0 }

  var pendingZero: Int64 {
    let mass = ranges.reduce(0) {
      $0 + ($1.zeroShare > 0 ? $1.profile.mass * $1.zeroShare : 0)
    }
    // The profile still holds what was sent of the open stretch.
    return max(0, Int64(mass - cursor.sent * ranges[cursor.range].zeroShare))
  }

  var run: PageRun {
    var mass = 0.0
    var zeroShare: Double?
    for stretch in stretchesAhead {
      if let zeroShare, zeroShare != stretch.zeroShare { break }
      zeroShare = stretch.zeroShare
      mass += stretch.mass
    }
    return PageRun(
      pages: min(pending, Int64(mass.rounded(.down))), zeroShare: zeroShare ?? 0)
  }

  var isConcave: Bool { writers.allSatisfy(\.isConcave) }

  func fewestPages(dirtiedIn time: Span, besides residual: Double) -> Double {
    var distinct = 0.0
    var shares: [(pages: Double, share: Double)] = []
    for range in ranges {
      guard let writer = range.writer else { continue }
      var probe = writers[writer]
      let pages = range.profile.pages
      switch probe.written(from: .start, to: .start + time) {
      case .anywhere(let probability):
        distinct += pages * probability
        shares.append((pages, probability))
      case .run(_, let length):
        // The run may fall into what the system's pages took of the range.
        let within = max(0, length - (probe.pages - pages))
        distinct += within
        shares.append((min(length, pages), 1))
      }
    }
    // At worst the unsent pages are those that were written again.
    var left = residual
    var overlap = 0.0
    for (pages, share) in shares.sorted(by: { $0.share > $1.share }) {
      overlap += min(left, pages) * share
      left -= min(left, pages)
    }
    return max(residual, residual + distinct - overlap)
  }
}
