import Quantities

extension FluidMemory {
  /// What a range's writer wrote since the last synchronisation was written whether the page is
  /// still to be sent or not, so a part of each stretch drops out. The next synchronisation raises
  /// all of the stretch alike, with the pages that dropped out among them.
  mutating func skipRewritten(at now: Instant, toSend: Int64) -> Int64 {
    clearSent()
    let before = pending
    var left = Double(toSend)
    var offset = cursor.offset
    var range = cursor.range
    while left > 0, range < ranges.count {
      guard let stretch = ranges[range].profile.stretch(from: offset) else {
        range += 1
        offset = 0
        continue
      }
      let share = rewritten(in: range, from: stretch.offset, at: now)
      let kept = stretch.density * (1 - share.probability)
      let most = min(stretch.pages, share.end - stretch.offset)
      let pages = kept > 0 ? min(most, left / kept) : most
      ranges[range].profile.set(
        from: stretch.offset, to: stretch.offset + pages, density: kept)
      left -= pages * kept
      // However little that was, it goes on.
      offset = max(stretch.offset + pages, stretch.offset.nextUp)
    }
    dirty = ranges.reduce(0) { $0 + $1.profile.mass }
    countZeroPages()
    open()
    return max(0, before - pending)
  }

  /// How likely a page was written since the last synchronisation, and up to which offset.
  private func rewritten(
    in range: Int, from offset: Double, at now: Instant
  ) -> (probability: Double, end: Double) {
    guard let writer = ranges[range].writer else { return (0, .infinity) }
    var probe = writers[writer]
    switch probe.written(from: lastSynchronisation, to: now) {
    case .anywhere(let probability): return (probability, .infinity)
    case .run(let start, let length):
      let wrapped = start + length - probe.pages
      if wrapped >= start { return (1, .infinity) }
      if offset < wrapped { return (1, wrapped) }
      if offset < start { return (0, start) }
      return offset < start + length ? (1, start + length) : (0, .infinity)
    }
  }
}
