import Quantities

/// What a migration's total time was spent on.
///
/// The parts sum to ``MigrationReport/totalTime`` where that runs from the start of the job.
public struct TimeShares: Sendable, Equatable {
  /// Before the stream, without the disks.
  public var preparation: Span
  /// Copying disks: the first step of two, and until the mirrors were READY.
  public var disks: Span = .zero
  /// Sending each page once, by what it waited for.
  public var once: [(cause: RateBound.Cause, span: Span)]
  /// Sending again what the guest had dirtied meanwhile.
  public var again: Span
  /// With the guest stopped.
  public var stopped: Span

  public var total: Span { once.reduce(preparation + disks + again + stopped) { $0 + $1.span } }

  public static func == (left: TimeShares, right: TimeShares) -> Bool {
    left.preparation == right.preparation && left.disks == right.disks && left.again == right.again
      && left.stopped == right.stopped && left.once.elementsEqual(right.once) { $0 == $1 }
  }
}

extension MigrationReport {
  /// Where the time went, reckoned from the rounds: a page's own time is that of the lowest limit,
  /// and what the rounds took besides is shared out in proportion.
  public func timeShares(of input: MigrationInput) -> TimeShares? {
    guard let first = rounds.first, let total = totalTime else { return nil }
    let live = rounds.filter { $0.endCause != .stopped }
    let lasted = live.reduce(Span.zero) { $0 + $1.duration }
    let zero = live.reduce(0) { $0 + $1.sent.zero }
    let normal = live.reduce(0) { $0 + $1.sent.normal }
    // Pages that are not found to be zero are all sent once, the last of them perhaps with the
    // guest stopped.
    let fresh = min(normal, input.pagesToSend)
    guard let bound = input.rateBounds.first else { return nil }
    let secondsPerPage = Double(StreamFormat.normalPage) / bound.bytesPerSecond
    let zeroPage = input.zeroPage
    let weights = (
      zero: Double(zero) * zeroPage.seconds, once: Double(fresh) * secondsPerPage,
      again: Double(normal - fresh) * secondsPerPage
    )
    let sum = max(1e-12, weights.zero + weights.once + weights.again)
    func part(_ weight: Double) -> Span { Span(rounding: lasted.seconds * weight / sum) }
    let begin = isManaged ? first.start - .start : .zero
    let onDisks =
      storage?.readyAfter.map {
        min(begin, $0 - input.streamBegins + (input.seeding ?? .zero))
      } ?? .zero
    let again = min(lasted, part(weights.again))
    var once: [(cause: RateBound.Cause, span: Span)] = []
    let zeros = min(lasted - again, part(weights.zero))
    if zeroPage.cause == bound.cause {
      once = [(bound.cause, lasted - again)]
    } else {
      once = [(bound.cause, lasted - again - zeros), (zeroPage.cause, zeros)]
    }
    return TimeShares(
      preparation: begin - onDisks, disks: onDisks, once: once, again: again,
      stopped: total - begin - lasted)
  }
}
