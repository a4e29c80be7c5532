import EventKernel
import Quantities

/// Looks, at each synchronisation, for a proof that no later one will find few enough pages.
///
/// A pre-copy stops only when a synchronisation finds fewer pages than the threshold allows. If it
/// finds D pages, the thread must send all but a threshold's worth of them before the next one,
/// and in that time the guest dirties at least so and so many. That gives a lower bound of the
/// next D, which grows with D. Where repeating the step never leads below the largest threshold
/// that a window can give, none of the real ones will.
struct ConvergenceWatch: Sendable {
  /// Why the migration would never end, once that is shown.
  var reason: String?
  /// Synchronisations since the least ratio of pages to threshold, and that ratio.
  var sinceBest = 0
  var best = Double.infinity
  /// Synchronisations without progress after which the state is taken as steady.
  static let patience = 2000
  /// Steps of the bound; it has settled long before.
  static let steps = 200
}

extension Migration {
  mutating func watchConvergence(left: Int64) {
    guard convergence.reason == nil else { return }
    let found = memory.pending
    let threshold = thread.window.threshold
    guard found * PageCount.bytesPerPage >= threshold else { return }
    if neverFewer(than: Double(found)) {
      endWithout(dirtying())
      return
    }
    let ratio = Double(found * PageCount.bytesPerPage) / Double(max(1, threshold))
    if ratio < convergence.best * 0.999 {
      convergence.best = ratio
      convergence.sinceBest = 0
    } else {
      convergence.sinceBest += 1
      if convergence.sinceBest >= ConvergenceWatch.patience {
        endWithout(dirtying() + "; \(ConvergenceWatch.patience) synchronisations came no nearer")
      }
    }
  }

  /// Whether every later synchronisation finds more than any threshold, this one finding `pages`.
  private func neverFewer(than pages: Double) -> Bool {
    let largest = largestThreshold / Double(PageCount.bytesPerPage)
    var bound = pages
    for _ in 0..<ConvergenceWatch.steps {
      if bound < largest { return false }
      let next = min(
        memory.fewestPages(after: bound, residual: 0, perPage: bestSecondsPerPage, least: 0.05),
        memory.fewestPages(
          after: bound, residual: largest, perPage: bestSecondsPerPage, least: 0.05))
      if next >= bound * (1 - 1e-9) { return true }
      bound = next
    }
    return bound >= largest
  }

  /// The least time that a page can take: a rate limit counts, a momentary stall does not.
  private var bestSecondsPerPage: Double {
    guard let budget = windowBudget else { return secondsPerNormalPage }
    let window = Double(BandwidthWindow.milliseconds) / 1000
    let perWindow = Double(budget / StreamFormat.normalPage + 1)
    return max(secondsPerNormalPage, window / perWindow)
  }

  private func dirtying() -> String {
    let pages = memory.pending
    let seconds = max(1e-3, (rounds.last?.duration ?? .milliseconds(1)).seconds)
    let dirtied = DataRate(
      count: Int64(Double((rounds.last?.pagesDirtied ?? 0) * PageCount.bytesPerPage * 8) / seconds))
    let sent = DataRate(
      count: Int64(Double(PageCount.bytesPerPage * 8) / bestSecondsPerPage))
    return
      "the guest dirties \(dirtied) of pages while \(sent) can be sent, so each synchronisation "
      + "finds at least \(PageCount(pages).bytes) where "
      + "\(ByteCount(thread.window.threshold)) may be left"
  }

  /// The state is one that never ends: say so now, or wait for the timeout that was asked for.
  private mutating func endWithout(_ reason: String) {
    convergence.reason = reason
    guard let timeout = input.settings.timeout else {
      closeRound(.notConverging, dirtied: 0)
      finish(.notConverged(reason: reason))
      return
    }
    // Until then the path stays full; what it carries is more of the same.
    let seconds = max(0, (Instant.start + timeout - kernel.now).seconds)
    let pages = Int64(seconds / bestSecondsPerPage)
    count(SentPages(normal: pages))
    bytes.sections += pages / max(1, 1 + Slice.batch)
    thread.readyAt = .never
  }
}
