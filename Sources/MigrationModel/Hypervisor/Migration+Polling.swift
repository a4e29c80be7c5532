import EventKernel
import Quantities

/// A manager's polls of the running stream (``JobPolling``).
extension Migration {
  mutating func beginPolling() {
    guard let polling = input.settings.manager.polling else { return }
    watch = PollingWatch(polling: polling, polledAt: kernel.now)
    scheduleNextPoll()
  }

  mutating func pollJob() {
    guard watch != nil, delivery?.endedAt ?? .never == .never else { return }
    settle()
    watch?.polledAt = kernel.now
    if let delivery, delivery.isTaken(at: kernel.now) {
      watch?.noticedAt = kernel.now
      return
    }
    let figures = JobFigures(
      transferred: ByteCount(bytes.ofRAM), remaining: PageCount(memory.pending).bytes)
    let limit = watch?.polling.poll(figures, limit: downtimeLimit) ?? downtimeLimit
    if limit > downtimeLimit {
      downtimeLimit = limit
      renewPace()
      // What was seen of the smaller limit says nothing of this one.
      convergence = ConvergenceWatch()
      kernel.trace.note(11, "downtime limit", at: kernel.now, value: limit.wholeMilliseconds)
    }
    scheduleNextPoll()
  }

  /// Polls that can only find less left than the one before are passed over.
  private mutating func scheduleNextPoll() {
    guard let polling = watch?.polling else { return }
    let decisive = Int64(pace.largestThreshold) / PageCount.bytesPerPage
    let pages = max(0, memory.pending - memory.pendingZero - decisive)
    let time = Span(rounding: Double(pages) * pace.secondsPerNormalPage)
    let quiet = thread.step == .stopped ? 0 : polling.quietPolls(in: time)
    watch?.polling.skip(quiet)
    watch?.polledAt = kernel.now + polling.interval * quiet
    schedule(.managerPolls, after: polling.interval * (quiet + 1), turn: .manager)
  }

  /// Whether a higher limit may come and let it end.
  var limitMayRise: Bool { watch?.polling.mayRaise(downtimeLimit) ?? false }

  /// From the last acknowledgement to the word that lets the destination's guest run, beyond what
  /// loading takes: a poll finds the source done, and the word goes out. It may be there before the
  /// guest is loaded, which is half a round trip before that acknowledgement.
  func tripsAfterNotice(_ watch: PollingWatch) -> Span {
    let way = Span(rounding: input.path.roundTrip.seconds / 2)
    guard let delivery, delivery.endedAt < .never else { return .zero }
    let told = watch.nextNotice + way
    return max(.zero - way, told - delivery.endedAt - input.hosts.load)
  }
}

/// A manager's polling, and when it polled last.
struct PollingWatch: Sendable {
  var polling: any JobPolling
  var polledAt: Instant
  /// The poll that found the source done.
  var noticedAt: Instant?

  /// That poll, or the next one, which will.
  var nextNotice: Instant { noticedAt ?? polledAt + polling.interval }
}
