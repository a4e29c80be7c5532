import EventKernel
import Quantities

/// Looks, at each synchronisation, for a proof that no later one will find few enough pages.
///
/// A pre-copy stops only when a synchronisation finds fewer pages than the threshold allows. Call
/// outstanding what it found and what still lies in the send buffer. Until the next one, the path
/// carries all of it but z: what is left unsent then, less than a threshold, and what the buffer
/// holds then. In the time that this takes, the guest dirties at least so and so many pages, so
/// the next count of outstanding pages is at least z and these. As this bound grows with the
/// count, a count x whose bound is x or more holds for ever once it is reached; and if x is more
/// than the largest threshold and a full buffer together, the migration never ends.
///
/// Where the bound is too loose to prove it, a state that repeats shows it too: the fewest pages
/// found in a stretch of synchronisations are no fewer than in the stretch before, and well more
/// than may be left. That is evidence from the run itself, and its reason says so.
struct ConvergenceWatch: Sendable {
  /// Why the migration would never end, once that is shown.
  var reason: String?
  /// Pages that the last synchronisation found.
  private(set) var found: Int64 = 0
  /// Synchronisations that found about as many as the one before.
  private(set) var steady = 0
  /// Of this stretch and the one before: the least share found of what may be left.
  private var least = Double.infinity
  private var leastBefore = Double.infinity
  private var count = 0
  /// When this stretch began, and how many synchronisations it has had.
  private var stretchStart = Instant.start
  private var inStretch = 0
  private var inStretchBefore = 0

  /// Synchronisations in a stretch, at the least.
  static let stretch = 64
  /// A repeating state must stay that far above what may be left; nearer, luck may end it.
  static let margin = 1.25
  /// Synchronisations after which a set that still shrinks is taken not to end.
  static let most = 5000
  /// Stretches after which even a state near the edge counts as one that repeats.
  static let patience = 1000 / stretch
  /// Synchronisations that are followed until the path changes.
  static let mostBeforeChange = 10 * stretch
  /// Passes before a suspension that are followed.
  static let passesFollowed = 2.5
  /// Steps that the bound is followed for.
  static let steps = 200

  /// Books a synchronisation; true where its state is seen to repeat.
  ///
  /// - Parameter settling: a stretch lasts so long at the least, as a workload of phases or of
  ///   rates that change shows only then all that it does.
  mutating func repeats(
    found pages: Int64, threshold: Int64, at now: Instant, settling: Span
  ) -> Bool {
    steady = Double(pages) > 0.9 * Double(found) ? steady + 1 : 0
    found = pages
    least = min(least, Double(pages * PageCount.bytesPerPage) / Double(max(1, threshold)))
    count += 1
    inStretch += 1
    let isLast = isWornOut
    guard inStretch >= ConvergenceWatch.stretch, isLast || now - stretchStart >= settling else {
      return false
    }
    defer {
      leastBefore = least
      least = .infinity
      stretchStart = now
      inStretchBefore = inStretch
      inStretch = 0
    }
    if isLast { return true }
    guard least >= leastBefore else { return false }
    return least > ConvergenceWatch.margin || count / ConvergenceWatch.stretch > Self.patience
  }

  /// Whether enough of a state was seen that only a change of the path can bear upon.
  var isLong: Bool { count >= ConvergenceWatch.mostBeforeChange }
  var isWornOut: Bool { count >= ConvergenceWatch.most }

  /// A proof is tried when the set no longer shrinks fast, and then at doubling distances.
  var isWorthAProof: Bool { steady > 0 && steady & (steady - 1) == 0 }

  /// What was seen instead of a proof.
  func words(threshold: Int64) -> String {
    let found = ByteCount(Int64(leastBefore * Double(threshold)))
    let left = "where no more than \(ByteCount(threshold)) may be left"
    return isWornOut
      ? "\(count) synchronisations were not enough: what they find shrinks too slowly, and the "
        + "last found no less than \(found) \(left)"
      : "the state repeats: the last \(inStretchBefore) of \(count) synchronisations "
        + "found no less than \(found) \(left)"
  }
}

extension Migration {
  mutating func watchConvergence() {
    guard convergence.reason == nil, suspension == nil, !rule.alwaysStops else { return }
    let found = memory.pending
    let threshold = threshold
    guard nextStep == .send else { return }
    let repeats = convergence.repeats(
      found: found, threshold: threshold, at: kernel.now, settling: memory.settlingTime)
    // Nothing is shown of a path that is still to change.
    if let change = link.nextPathChange {
      if convergence.isLong { carryOn(until: streamBegan + change) }
      return
    }
    // A limit that will be raised may let it end, unless it is not raised in all that time.
    if limitMayRise, !convergence.isWornOut { return }
    if convergence.isWorthAProof, memory.allowsProof, let pages = leastForEver(from: found) {
      endWithout(reason(pages))
    } else if repeats {
      endWithout(convergence.words(threshold: threshold))
    }
  }

  /// A count of pages below which no later synchronisation can fall, and which is more than any
  /// window will allow; nil where there is no such count.
  private func leastForEver(from found: Int64) -> Double? {
    let limits = BacklogLimits(
      threshold: pace.largestThreshold / Double(PageCount.bytesPerPage), least: leastBacklog,
      most: pagesHeld(socket.capacity + SendBufferLaw.overshoot))
    // With nothing unsent, what is dirtied is concave in the pages beyond those held, so where the
    // least count of use does not hold, no larger one does; and no other corner gives more.
    let least = (limits.threshold + limits.most) * 1.000_001
    guard outstanding(after: least, limits, unsent: [0]) >= least else { return nil }
    var bound = Double(found) + pagesHeld(socket.level)
    for _ in 0..<ConvergenceWatch.steps {
      // Just below a fixed point the bound rises again, so it is tried there.
      let candidate = bound * 0.999
      guard candidate > limits.threshold + limits.most else { return nil }
      if outstanding(after: candidate, limits) >= candidate { return candidate - limits.most }
      bound = outstanding(after: bound, limits)
    }
    return nil
  }

  /// What may be left at a synchronisation, in pages.
  private struct BacklogLimits {
    /// Unsent, at the most.
    let threshold: Double
    /// In the send buffer.
    let least: Double
    let most: Double
  }

  /// The fewest outstanding pages at the synchronisation after one with `pages`. What is dirtied
  /// is concave in time, so one of the corners is least.
  private func outstanding(
    after pages: Double, _ limits: BacklogLimits, unsent all: [Double]? = nil
  ) -> Double {
    var fewest = Double.infinity
    for unsent in all ?? [0, limits.threshold] {
      for held in [limits.least, limits.most] {
        let time = Span(rounding: max(0, pages - unsent - held) * bestSecondsPerPage)
        fewest = min(fewest, held + memory.fewestPages(dirtiedIn: time, besides: unsent))
      }
    }
    return fewest
  }

  /// The least that the send buffer holds: a thread that always has pages to send fills it when it
  /// wakes, and is late by no more than the latest wake-up; one that the path does not block may
  /// leave it empty.
  private var leastBacklog: Double {
    guard socket.level >= socket.wakeLevel, windowBudget == nil,
      input.hosts.normalPageScan.seconds < pace.secondsPerNormalPage
    else { return 0 }
    let late = link.steadyRate * input.hosts.wakeUp.seconds * Lateness.largest
    return pagesHeld(max(0, socket.wakeLevel - late))
  }

  private func pagesHeld(_ bytes: Double) -> Double { bytes / Double(StreamFormat.normalPage) }

  /// The least time that a page takes in the long run: a rate limit counts, a momentary stall
  /// does not.
  private var bestSecondsPerPage: Double {
    guard let pages = pace.pagesPerWindow else { return pace.secondsPerNormalPage }
    let window = Double(BandwidthWindow.milliseconds) / 1000
    return max(pace.secondsPerNormalPage, window / Double(pages))
  }

  private func reason(_ pages: Double) -> String {
    let seconds = pages * bestSecondsPerPage
    let again = memory.fewestPages(dirtiedIn: Span(rounding: seconds), besides: 0)
    func rate(_ pages: Double) -> DataRate {
      DataRate(count: Int64(pages * Double(PageCount.bytesPerPage) * 8 / seconds))
    }
    return
      "the guest dirties \(rate(again)) of distinct pages and \(rate(pages)) of pages can be sent: "
      + "sending what a synchronisation finds takes \(Span(rounding: seconds)), and the next finds "
      + "at least \(PageCount(Int64(pages)).bytes) where no more than "
      + "\(ByteCount(threshold)) may be left"
  }

  /// The state is one that never ends: say so now, or go on to the timeout that was asked for.
  private mutating func endWithout(_ reason: String) {
    convergence.reason = reason
    guard let timeout = input.settings.timeout else {
      closeRound(.notConverging, dirtied: 0)
      finish(.notConverged(reason: reason))
      return
    }
    carryOn(until: .start + timeout)
  }

  /// Until then the path stays full; what it carries is more of the same. A guest that will be
  /// suspended at its timeout is followed again some passes before, as what it leaves depends on
  /// them.
  private mutating func carryOn(until then: Instant) {
    var seconds = max(0, (then - kernel.now).seconds)
    if convergence.reason != nil, input.settings.onTimeout == .suspend {
      seconds -= 1 + ConvergenceWatch.passesFollowed * Double(memory.pending) * bestSecondsPerPage
      guard seconds > 0 else { return }
      thread.readyAt = kernel.now + Span(rounding: seconds)
      memory.startLogging(at: thread.readyAt)
    } else {
      thread.readyAt = .never
    }
    let pages = Int64(seconds / bestSecondsPerPage)
    count(SentPages(normal: pages))
    bytes.sections += pages / pace.pagesPerSlice
  }

  /// Looks anew at a path that has changed; true where only that was waited for.
  mutating func watchChangedPath() -> Bool {
    let waited = convergence.isLong && thread.readyAt == .never
    convergence = ConvergenceWatch()
    guard waited else { return false }
    socket.skip(to: kernel.now, level: socket.wakeLevel)
    thread.window.restart(at: kernel.now)
    thread.readyAt = kernel.now
    return true
  }
}
