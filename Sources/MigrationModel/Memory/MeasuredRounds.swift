import Quantities

/// One round of a migration that was measured: how long after the last synchronisation the next
/// came, and how many pages went meanwhile.
public struct MeasuredRound: Sendable, Equatable {
  public var duration: Span
  /// Zero pages included.
  public var sent: PageCount

  public init(duration: Span, sent: PageCount) {
    self.duration = duration
    self.sent = sent
  }
}

/// How many pages each synchronisation would have found newly dirty in a migration whose rounds
/// went as measured: the memory alone, without path and hypervisor.
///
/// It shows what a workload writes apart from everything that decides when a synchronisation comes,
/// so an error in one round does not grow in the next, as it does where rounds are predicted.
public func dirtiedPages(in rounds: [MeasuredRound], of input: MigrationInput) -> [Int64] {
  let loaded = input.guest.workload.contains { $0.isLoad }
  let context = WriteContext(
    background: input.hosts.background, loaded: loaded, phase: 0.5,
    accelerator: input.hosts.accelerator)
  var memory = FluidMemory(guest: input.guest, context: context)
  memory.startLogging(at: .start)
  var now = Instant.start
  return rounds.map { round in
    _ = memory.send(round.sent.count, at: now)
    now = now + round.duration
    return memory.synchronise(at: now)
  }
}
