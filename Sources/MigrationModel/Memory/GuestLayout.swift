import Quantities

/// Where in the guest's memory each part of the workload writes, and where the zero pages lie: what
/// every fidelity's memory is built from.
struct GuestLayout: Sendable {
  struct Stretch: Sendable {
    /// Whole where nothing writes; a writer's may hold a fraction of a page.
    let pages: Double
    /// Index of the writer that owns it; nil for pages that nobody writes to.
    let writer: Int?
    /// How many of its pages are all zero when they are first sent, spread evenly.
    let zeroShare: Double

    var isZero: Bool { zeroShare >= 1 }
  }

  /// In address order; together they are all pages.
  private(set) var ranges: [Stretch] = []
  private(set) var writers: [any WriteProcess] = []
  let pages: Int64
  private let findsZeroPages: Bool

  /// Parts of the workload lie in list order from the first touched page on, those without a
  /// working set last; then the rest of the touched pages, the zero pages, and at the top of the
  /// memory what lies there in a Linux guest on a PC (`Guest.topPages`, `Guest.topRuns`). A process
  /// that writes to whatever no other has owns the rest, at both ends.
  ///
  /// A hypervisor that does not look for zeros sends zero pages as all others.
  init(guest: Guest, context: WriteContext, findsZeroPages: Bool = true) {
    self.findsZeroPages = findsZeroPages
    pages = guest.pages.count
    let touched = min(PageCount(holding: guest.touched).count, pages)
    var rest = Double(touched)
    var zero = Double(pages - touched)
    let parts = guest.workload.map {
      (ranged: $0.workingSet != nil, processes: $0.processes(in: context))
    }
    // The system's own pages are touched too, even where a load claims to fill the memory.
    var reserved = 0.0
    for part in parts where !part.ranged {
      for process in part.processes where process.pages.isFinite { reserved += process.pages }
    }
    ranges.reserveCapacity(16)
    var ofRest: Int?
    for ranged in [true, false] {
      for process in parts.lazy.filter({ $0.ranged == ranged }).flatMap(\.processes) {
        guard process.pages.isFinite else {
          ofRest = writers.count
          writers.append(process)
          continue
        }
        if !ranged { reserved -= process.pages }
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
    ranges.append(
      Stretch(
        pages: pages, writer: writer, zeroShare: findsZeroPages ? zeroShare : 0))
  }
}
