import Quantities

/// Guest memory in expectation: ranges of pages, each with the density at which it is dirty.
///
/// A writer of the workload owns a range. Sending takes whole pages, so what goes over the wire can
/// be counted, while the expected rest stays a fraction.
struct FluidMemory: DirtyMemory {
  struct Range: Sendable {
    /// Index of the writer that owns it; nil for pages that nobody writes to.
    let writer: Int?
    /// How many of its dirty pages are all zero, spread evenly.
    var zeroShare: Double
    var profile: DensityProfile

    var isZero: Bool { zeroShare >= 1 }
  }

  var ranges: [Range] = []
  private(set) var writers: [any WriteProcess] = []
  /// Expected pages to be sent.
  var dirty: Double { didSet { pending = Int64(nearest: dirty) } }
  private(set) var pending: Int64
  private(set) var lastSynchronisation = Instant.start
  /// Ranges whose content their writers decide, once the first pass is over: what is sent first is
  /// zero where it doesn't count as touched.
  private var rewritten: [Int] = []
  private var isFirstPass = true
  private(set) var settlingTime = Span.zero
  private(set) var cursor = Cursor()
  /// Expected zero pages sent, of which `zeroPagesSent` were counted so far.
  private var zeroMass = 0.0
  /// Expected zero pages to be sent, those sent of the open stretch among them.
  private(set) var zeroDirty = 0.0
  private var zeroPagesSent: Int64 = 0

  /// Where the scan stands: in a stretch of even density, of which some was sent already.
  struct Cursor: Sendable {
    var range = 0
    var offset = 0.0
    var end = 0.0
    /// Dirty pages that the stretch holds from the cursor on, and their density.
    var mass = 0.0
    var density = 0.0
    /// Of them sent, but not yet cleared in the range's profile.
    var sent = 0.0
  }

  /// At first all pages are to be sent.
  init(guest: Guest, context: WriteContext, findsZeroPages: Bool = true) {
    let layout = GuestLayout(guest: guest, context: context, findsZeroPages: findsZeroPages)
    writers = layout.writers
    dirty = Double(layout.pages)
    pending = layout.pages
    ranges = layout.ranges.map { range in
      Range(
        writer: range.writer, zeroShare: range.zeroShare,
        profile: DensityProfile(pages: range.pages, density: 1))
    }
    settlingTime = writers.map(\.settlingTime).max() ?? .zero
    if findsZeroPages { rewritten = ranges.indices.filter { mayChange(ranges[$0]) } }
    countZeroPages()
    open()
  }

  /// Whether the content of a range's pages is its writer's affair.
  private func mayChange(_ range: Range) -> Bool {
    guard let writer = range.writer.map({ writers[$0] }) else { return false }
    return writer.zeroShare(at: .start) > 0 || range.zeroShare > 0
      || writer.nextContentChange(after: .start) != nil
  }

  mutating func send(_ most: Int64, at now: Instant, secondsPerPage: Double) -> SentPages {
    let pages = min(most, pending)
    guard pages > 0 else { return SentPages() }
    let takesAll = pages == pending
    var left = takesAll ? Double.infinity : Double(pages)
    while left > 0, cursor.mass > 0 {
      let taken = min(left, cursor.mass)
      cursor.mass -= taken
      cursor.sent += taken
      dirty -= taken
      left -= taken
      zeroMass += taken * ranges[cursor.range].zeroShare
      if cursor.mass <= 0 {
        clearSent()
        open()
      }
    }
    if takesAll { dirty = 0 }
    let zero = min(pages, max(0, Int64(nearest: zeroMass) - zeroPagesSent))
    zeroPagesSent += zero
    return SentPages(normal: pages - zero, zero: zero)
  }

  mutating func sendPlain(_ pages: Int64) {
    let taken = Double(pages)
    cursor.mass -= taken
    cursor.sent += taken
    dirty -= taken
  }

  /// Clears in the profile what was sent of the open stretch.
  mutating func clearSent() {
    guard cursor.sent > 0 else { return }
    // To the stretch's very end where all of it went, so that no sliver stays behind.
    let reached =
      cursor.mass > 0 ? min(cursor.end, cursor.offset + cursor.sent / cursor.density) : cursor.end
    ranges[cursor.range].profile.set(from: cursor.offset, to: reached, density: 0)
    cursor.offset = reached
    cursor.sent = 0
    if ranges[cursor.range].zeroShare > 0 { countZeroPages() }
  }

  mutating func countZeroPages() {
    zeroDirty = ranges.reduce(0) {
      $0 + ($1.zeroShare > 0 ? $1.profile.mass * $1.zeroShare : 0)
    }
  }

  /// Opens the next stretch with dirty pages, going round; none leaves the cursor's mass at 0.
  mutating func open() {
    cursor.mass = 0
    for _ in 0...ranges.count {
      if let stretch = ranges[cursor.range].profile.stretch(from: cursor.offset) {
        cursor.offset = stretch.offset
        cursor.end = stretch.offset + stretch.pages
        cursor.density = stretch.density
        cursor.mass = stretch.pages * stretch.density
        return
      }
      cursor.range = cursor.range + 1 < ranges.count ? cursor.range + 1 : 0
      cursor.offset = 0
    }
  }

  mutating func synchronise(at now: Instant) -> Int64 {
    let before = pending
    clearSent()
    for index in ranges.indices {
      guard let writer = ranges[index].writer else { continue }
      switch writers[writer].written(from: lastSynchronisation, to: now) {
      case .anywhere(let probability):
        if probability > 0 { ranges[index].profile.raise(probability: probability) }
      case .run(let start, let length):
        let pages = writers[writer].pages
        let end = start + length
        ranges[index].profile.set(from: start, to: min(end, pages), density: 1)
        ranges[index].profile.set(from: 0, to: end - pages, density: 1)
      }
    }
    lastSynchronisation = now
    isFirstPass = false
    changeContent(at: now)
    dirty = ranges.reduce(0) { $0 + $1.profile.mass }
    open()
    return max(0, pending - before)
  }

  /// Dirty stretches behind the cursor's in the order in which the scan comes to them, to the end
  /// of the memory, as long as `takes` says so.
  func forEachStretchAhead(_ takes: (_ mass: Double, _ zeroShare: Double) -> Bool) {
    var offset = cursor.end
    for index in cursor.range..<ranges.count {
      while let stretch = ranges[index].profile.stretch(from: offset) {
        guard takes(stretch.pages * stretch.density, ranges[index].zeroShare) else { return }
        offset = stretch.offset + stretch.pages
      }
      offset = 0
    }
  }

  /// Whether no zero page that was sent waits to be counted.
  var countsAllZeroPages: Bool { Int64(nearest: zeroMass) <= zeroPagesSent }

  func nextContentChange(after now: Instant) -> Instant? {
    rewritten.compactMap { index in
      ranges[index].writer.flatMap { writers[$0].nextContentChange(after: now) }
    }.min()
  }

  mutating func changeContent(at now: Instant) {
    guard !isFirstPass else { return }
    for index in rewritten {
      guard let writer = ranges[index].writer else { continue }
      ranges[index].zeroShare = writers[writer].zeroShare(at: now)
    }
    countZeroPages()
  }

  /// Writes before the first synchronisation change nothing, all pages being dirty.
  mutating func startLogging(at now: Instant) { lastSynchronisation = now }
}
