import EventKernel

extension WriteProcess {
  /// Draws the writes from the fluid form; see `drawWrites`.
  public mutating func write(
    in interval: WriteInterval, to log: inout WriteLog, random: inout RandomStream
  ) {
    drawWrites(in: interval, to: &log, random: &random)
  }

  /// Writes each page with the probability that is left of the fluid form's, independently.
  ///
  /// Where that says p₁ from the last synchronisation to the interval's beginning, and p₂ to its
  /// end, q = (p₂ − p₁)/(1 − p₁): the pages written by the end are then p₂ of all. Exact for pages
  /// that are written at random moments, each for itself. A run is written as it is.
  public func drawWrites(
    in interval: WriteInterval, to log: inout WriteLog, random: inout RandomStream
  ) {
    var (begin, end) = (self, self)
    let before = begin.written(from: interval.since, to: interval.from)
    let after = end.written(from: interval.since, to: interval.to)
    switch (before, after) {
    case (.anywhere(let earlier), .anywhere(let later)):
      guard earlier < 1 else { return log.writeEach(with: 1, random: &random) }
      log.writeEach(with: (later - earlier) / (1 - earlier), random: &random)
    case (.run(_, let length), .anywhere(let later)):
      let earlier = min(1, length / max(1, pages))
      guard earlier < 1 else { return log.writeEach(with: 1, random: &random) }
      log.writeEach(with: (later - earlier) / (1 - earlier), random: &random)
    case (.anywhere, .run(let start, let length)):
      writeRun(from: start, to: start + length, in: &log)
    case (.run(_, let earlier), .run(let start, let later)):
      writeRun(from: start + earlier, to: start + later, in: &log)
    }
  }

  private func writeRun(from start: Double, to end: Double, in log: inout WriteLog) {
    let pages = self.pages.rounded(.down)
    guard pages >= 1 else { return }
    let (first, last) = (start.rounded(.down), end.rounded(.down))
    log.writeRun(
      from: Int(first.truncatingRemainder(dividingBy: pages)), count: Int(min(pages, last - first)),
      of: Int(pages))
  }
}
