import Quantities

/// What lies ahead of the cursor, and what the next synchronisations can find.
extension FluidMemory {
  var run: PageRun {
    var mass = 0.0
    var areZero: Bool?
    for stretch in stretchesAhead {
      if let areZero, areZero != stretch.isZero { break }
      areZero = stretch.isZero
      mass += stretch.mass
    }
    return PageRun(pages: min(pending, Int64(mass.rounded(.down))), areZero: areZero ?? false)
  }

  func fewestPages(
    after pending: Double, residual: Double, perPage: Double, least: Double
  ) -> Double {
    let time = Span(rounding: max(least, (pending - residual) * perPage))
    var distinct = 0.0
    var shares: [(pages: Double, share: Double)] = []
    for writer in writers {
      var probe = writer
      switch probe.written(from: .start, to: .start + time) {
      case .anywhere(let probability):
        distinct += writer.pages * probability
        shares.append((writer.pages, probability))
      case .run(_, let length):
        distinct += length
        shares.append((length, 1))
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
