import Records

extension Observation {
  /// The intervals between synchronisations, as polls and events show them.
  ///
  /// Starts and durations are QEMU's own. What was sent in between is read off the polls on the
  /// straight line between two of them, so a count can be off by what passes in one poll's
  /// distance; the sums over all rounds are exact.
  var rounds: [Record.Round] {
    guard let first = passes.first else { return [] }
    let end = self.end
    let bounds = passes + [end]
    var rounds: [Record.Round] = []
    var sentBefore = (normal: 0.0, zero: 0.0)
    for (index, start) in passes.enumerated() {
      let until = bounds[index + 1]
      guard let normal = counter("memory_normal", at: until, end: end),
        let zero = counter("memory_constant", at: until, end: end)
      else { break }
      let isStopped = stopped.map { start >= $0 } ?? false
      let sent = (
        normal: (normal - sentBefore.normal).rounded(), zero: (zero - sentBefore.zero).rounded()
      )
      sentBefore = (sentBefore.normal + sent.normal, sentBefore.zero + sent.zero)
      rounds.append(
        Record.Round(
          round: index + 1,
          endCause: isStopped ? "stopped" : index + 1 < passes.count ? "synchronised" : nil,
          startNanoseconds: start - first, durationNanoseconds: until - start,
          pagesSent: Int64(sent.normal + sent.zero), zeroPagesSent: Int64(sent.zero),
          pagesDirtied: nil, pagesLeft: isStopped ? nil : pagesLeft(at: until, end: end),
          bandwidthBitsPerSecond: nil, thresholdBytes: nil, throttle: nil))
    }
    for index in rounds.indices.dropLast() {
      // What a synchronisation found is what the next round sent and left, less what was there.
      let next = rounds[index + 1]
      let left = next.endCause == "stopped" ? 0 : next.pagesLeft
      guard let before = rounds[index].pagesLeft, let left else { continue }
      rounds[index].pagesDirtied = max(0, next.pagesSent + left - before)
    }
    return rounds
  }

  /// Pages not yet sent just before a synchronisation.
  private func pagesLeft(at instant: Int64, end: Int64) -> Int64? {
    guard let poll = polls.last(where: { $0.at <= instant && $0["memory_remaining"] != nil }),
      let remaining = poll["memory_remaining"]
    else { return nil }
    func sent(at instant: Int64) -> Double {
      (counter("memory_normal", at: instant, end: end) ?? 0)
        + (counter("memory_constant", at: instant, end: end) ?? 0)
    }
    let since = sent(at: instant) - sent(at: poll.at)
    return max(0, remaining / pageSize - Int64(since.rounded()))
  }
}
