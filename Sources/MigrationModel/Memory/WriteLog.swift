import EventKernel

/// The log of written pages that a page-exact memory keeps, as seen by one process: its pages count
/// from 0, wherever in the memory they lie.
public struct WriteLog: Sendable {
  /// A bit for each page of the memory, set by a write.
  var bits: PageBitmap
  /// Where the process's pages lie; those beyond are others', and a write to them is nobody's.
  var segments: [Range<Int>] = []
  /// What hides writes to pages that were written before; nil where none is hidden.
  var softTLB: SoftTLB?

  /// Writes one page.
  public mutating func write(_ page: Int) {
    if let address = address(of: page) { log(address) }
  }

  /// Writes pages in their order, going on at 0 after the last of `pages`.
  public mutating func writeRun(from start: Int, count: Int, of pages: Int) {
    let first = min(count, pages - start)
    writeStretch(start..<start + first)
    writeStretch(0..<min(count - first, start))
  }

  /// Makes so many writes, each to a page drawn uniformly below a bound.
  public mutating func writeAtRandom(
    _ count: Int, below pages: UInt64, random: inout RandomStream
  ) {
    guard segments.count == 1, let segment = segments.first, softTLB == nil else {
      for _ in 0..<count { write(Int(random.below(pages))) }
      return
    }
    var stream = random
    let (base, size) = (UInt64(segment.lowerBound), UInt64(segment.count))
    bits.withWords { words in
      for _ in 0..<count {
        let page = stream.below(pages)
        if page < size {
          let address = base + page
          words[Int(address >> 6)] |= 1 << (address & 63)
        }
      }
    }
    random = stream
  }

  /// Writes each of the process's pages with a probability, in address order.
  public mutating func writeEach(with probability: Double, random: inout RandomStream) {
    guard probability > 0 else { return }
    let pages = segments.reduce(0) { $0 + $1.count }
    if probability >= 1 { return writeStretch(0..<pages) }
    if probability > 0.2 {
      for page in 0..<pages where random.unit() < probability { write(page) }
      return
    }
    // How many pages are passed over until the next is written (geometric distribution).
    let scale =
      probability < 1e-5
      ? -1 / (probability + probability * probability / 2) : 1 / Elementary.log(1 - probability)
    func passed() -> Double { Elementary.log(1 - random.unit()) * scale }
    var page = passed()
    while page < Double(pages) {
      write(Int(page))
      page = page.rounded(.down) + 1 + passed()
    }
  }

  private mutating func writeStretch(_ stretch: Range<Int>) {
    guard softTLB == nil else {
      for page in stretch { write(page) }
      return
    }
    var before = 0
    for segment in segments {
      let part = stretch.clamped(to: before..<before + segment.count)
      let shift = segment.lowerBound - before
      if !part.isEmpty { bits.set(part.lowerBound + shift..<part.upperBound + shift) }
      before += segment.count
    }
  }

  private func address(of page: Int) -> Int? {
    var page = page
    for segment in segments {
      if page < segment.count { return segment.lowerBound + page }
      page -= segment.count
    }
    return nil
  }

  private mutating func log(_ address: Int) {
    if softTLB?.hides(address) == true { return }
    bits.set(address)
  }
}
