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

  private(set) var ranges: [Range] = []
  private(set) var writers: [any WriteProcess] = []
  /// Expected pages to be sent.
  private(set) var dirty: Double
  private var lastSynchronisation = Instant.start
  /// Ranges whose content their writers decide, once the first pass is over: what is sent first is
  /// zero where it doesn't count as touched.
  private var rewritten: [Int] = []
  private var isFirstPass = true
  private(set) var settlingTime = Span.zero
  private(set) var cursor = Cursor()
  /// Expected zero pages sent, of which `zeroPagesSent` were counted so far.
  private var zeroMass = 0.0
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

  /// At first all pages are to be sent. Parts of the workload lie in list order from the first
  /// touched page on, those without a working set last; then the rest of the touched pages, the
  /// zero pages, and at the top of the memory what lies there in a Linux guest on a PC
  /// (`Guest.topPages`, `Guest.topRuns`). A process that writes to whatever no other has owns the
  /// rest, at both ends.
  init(guest: Guest, context: WriteContext) {
    let total = guest.pages.count
    let touched = min(PageCount(holding: guest.touched).count, total)
    dirty = Double(total)
    var rest = Double(touched)
    var zero = Double(total - touched)
    let ordered =
      guest.workload.filter { $0.workingSet != nil }
      + guest.workload.filter { $0.workingSet == nil }
    // The system's own pages are touched too, even where a load claims to fill the memory.
    var reserved = ordered.filter { $0.workingSet == nil }.flatMap { $0.processes(in: context) }
      .reduce(0) { $0 + ($1.pages.isFinite ? $1.pages : 0) }
    var ofRest: Int?
    for pattern in ordered {
      for process in pattern.processes(in: context) {
        guard process.pages.isFinite else {
          ofRest = writers.count
          writers.append(process)
          continue
        }
        if pattern.workingSet == nil { reserved -= process.pages }
        let pages = min(process.touchedPages, max(0, rest - reserved))
        let untouched = min(process.pages - process.touchedPages, zero)
        rest -= pages
        zero -= untouched
        add(
          pages: pages + untouched, writer: writers.count,
          zeroShare: untouched > 0 ? untouched / (pages + untouched) : 0)
        writers.append(process)
      }
    }
    if let ofRest { writers[ofRest].spread(over: rest) }
    addRest(touched: rest, zero: zero, guest: guest, writer: ofRest)
    settlingTime = writers.map(\.settlingTime).max() ?? .zero
    rewritten = ranges.indices.filter { index in
      guard let writer = ranges[index].writer.map({ writers[$0] }) else { return false }
      return writer.zeroShare(at: .start) > 0 || ranges[index].zeroShare > 0
        || writer.nextContentChange(after: .start) != nil
    }
    open()
  }

  /// The touched pages without a range of their own, around the zero pages.
  private mutating func addRest(touched: Double, zero: Double, guest: Guest, writer: Int?) {
    var top = min(touched, Double(guest.topPages.count) + touched * Guest.topShare)
    let video = min(zero, Double(PageCount(holding: guest.videoMemory).count))
    let zero = zero - video
    var zeroLeft = zero - min(zero, Guest.topRuns.reduce(0) { $0 + $1.zero })
    add(pages: touched - top, writer: writer)
    add(pages: zeroLeft, zeroShare: 1)
    zeroLeft = zero - zeroLeft
    let below = min(top, Guest.topRuns.reduce(0) { $0 + $1.normal })
    add(pages: top - below, writer: writer)
    top = below
    for run in Guest.topRuns {
      add(pages: min(zeroLeft, run.zero), zeroShare: 1)
      zeroLeft -= min(zeroLeft, run.zero)
      add(pages: min(top, run.normal), writer: writer)
      top -= min(top, run.normal)
    }
    add(pages: video, zeroShare: 1)
  }

  private mutating func add(pages: Double, writer: Int? = nil, zeroShare: Double = 0) {
    guard pages > 0 else { return }
    let profile = DensityProfile(pages: pages, density: 1)
    ranges.append(Range(writer: writer, zeroShare: zeroShare, profile: profile))
  }

  var pending: Int64 { Int64(dirty.rounded()) }

  mutating func send(_ most: Int64) -> SentPages {
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
    let zero = min(pages, max(0, Int64(zeroMass.rounded()) - zeroPagesSent))
    zeroPagesSent += zero
    return SentPages(normal: pages - zero, zero: zero)
  }

  /// Clears in the profile what was sent of the open stretch.
  private mutating func clearSent() {
    guard cursor.sent > 0 else { return }
    // To the stretch's very end where all of it went, so that no sliver stays behind.
    let reached =
      cursor.mass > 0 ? min(cursor.end, cursor.offset + cursor.sent / cursor.density) : cursor.end
    ranges[cursor.range].profile.set(from: cursor.offset, to: reached, density: 0)
    cursor.offset = reached
    cursor.sent = 0
  }

  /// Opens the next stretch with dirty pages, going round; none leaves the cursor's mass at 0.
  private mutating func open() {
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

  /// Dirty stretches in the order in which the scan comes to them, to the end of the memory.
  var stretchesAhead: [(mass: Double, zeroShare: Double)] {
    var ahead = [(mass: cursor.mass, zeroShare: ranges[cursor.range].zeroShare)]
    var offset = cursor.end
    for index in cursor.range..<ranges.count {
      while let stretch = ranges[index].profile.stretch(from: offset) {
        ahead.append((stretch.pages * stretch.density, ranges[index].zeroShare))
        offset = stretch.offset + stretch.pages
      }
      offset = 0
    }
    return ahead
  }

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
  }

  /// Writes before the first synchronisation change nothing, all pages being dirty.
  mutating func startLogging(at now: Instant) { lastSynchronisation = now }
}
