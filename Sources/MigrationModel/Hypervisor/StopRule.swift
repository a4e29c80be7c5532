import Quantities

/// What a hypervisor's pre-copy does next: the rule in which versions and products differ most.
///
/// The migration loop asks it whenever a slice has gone and each time it has synchronised. Another
/// rule is another type; the loop stays as it is.
public protocol StopRule: Sendable {
  func next(_ state: PrecopyState) -> PrecopyStep
  /// Whether it sends for as long as more is left than the threshold allows, whatever else holds;
  /// then it need not be asked meanwhile.
  var sendsToThreshold: Bool { get }
  /// Whether it stops in the end however fast the guest writes; else it stops by the threshold
  /// alone, and a migration may never end.
  var alwaysStops: Bool { get }
  /// Live rounds that there can be at most, the first pass among them; nil without such a limit.
  var mostRounds: Int? { get }
  /// Pages that may be left for the stop, whatever the path carries; nil where the bandwidth window
  /// says it. A rule that has such a number looks at it only when a pass has sent everything.
  var pagesLeft: PageCount? { get }
  /// Whether the synchronisation with the vCPUs stopped counts among a migration's
  /// synchronisations, besides the one that decided to stop them.
  var countsStoppedSynchronisation: Bool { get }
  /// Whether what a synchronisation finds decides the stop; else only counts of rounds and of pages
  /// sent do.
  var stopsByWhatItFinds: Bool { get }
  /// Which count stopped the guest after these live rounds, in a clause; nil where it was what the
  /// synchronisation found.
  func countThatStopped(after rounds: ArraySlice<Round>, memory: PageCount) -> String?
  /// The rule in a sentence, for whoever reads an explanation.
  var words: String { get }
  /// Why a round ended: what the rule saw, in a clause with the round for its subject.
  func words(of round: Round) -> String
}

extension StopRule {
  public var sendsToThreshold: Bool { false }
  public var mostRounds: Int? { nil }
  public var pagesLeft: PageCount? { nil }
  public var countsStoppedSynchronisation: Bool { true }
  public var stopsByWhatItFinds: Bool { true }
  public func countThatStopped(after rounds: ArraySlice<Round>, memory: PageCount) -> String? {
    guard let mostRounds, rounds.count >= mostRounds else { return nil }
    return "\(mostRounds) live rounds are the most"
  }
}

/// What a rule may look at.
public struct PrecopyState: Sendable {
  /// Pages to be sent, as known since the last synchronisation.
  public let pending: PageCount
  /// What the last bandwidth window allows to be left; 0 before the first has ended.
  public let threshold: ByteCount
  /// Synchronisations so far, the one in set-up included.
  public let iterations: Int
  /// Whether nothing was sent since the last synchronisation.
  public let isFresh: Bool
  /// Whether the destination has acknowledged that it is ready, where that is asked for.
  public let isAcknowledged: Bool
  /// Pages sent since the last synchronisation, and those left out (``PrecopyStep/sendUnchanged``).
  public let sentInRound: PageCount
  public let skippedInRound: PageCount
  /// Pages sent so far.
  public let sent: PageCount
  /// Pages of the guest.
  public let memory: PageCount

  public init(
    pending: PageCount, threshold: ByteCount, iterations: Int, isFresh: Bool,
    isAcknowledged: Bool, sentInRound: PageCount = PageCount(0),
    skippedInRound: PageCount = PageCount(0), sent: PageCount = PageCount(0),
    memory: PageCount = PageCount(0)
  ) {
    self.pending = pending
    self.threshold = threshold
    self.iterations = iterations
    self.isFresh = isFresh
    self.isAcknowledged = isAcknowledged
    self.sentInRound = sentInRound
    self.skippedInRound = skippedInRound
    self.sent = sent
    self.memory = memory
  }
}

public enum PrecopyStep: Sendable, Equatable {
  /// Send another slice.
  case send
  /// The same, but first look into the log and leave out what the guest has written again since the
  /// last synchronisation: the next one finds it.
  case sendUnchanged
  /// Fetch what the guest has written.
  case synchronise
  /// Stop the guest and send the rest.
  case switchOver
  /// Do nothing until the destination is ready.
  case awaitAcknowledgement
}

/// QEMU's rule (`migration_iteration_run`, migration/migration.c): synchronise when what is left
/// falls below the threshold, and stop if it still is then, or if nothing is left at all.
///
/// No limit of rounds, and no comparison of dirty rate and bandwidth. Before the first window has
/// ended the threshold is 0, so a guest that was sent by then stops without a synchronisation.
public struct QEMUStopRule: StopRule {
  public let alwaysStops = false
  public let sendsToThreshold = true

  public init() {}

  public func next(_ state: PrecopyState) -> PrecopyStep {
    let fits = state.pending.bytes < state.threshold
    guard fits || state.pending.count == 0 else { return .send }
    // QEMU spins through synchronisations and empty sections until the destination is ready; here
    // the thread waits, and synchronises once.
    guard state.isAcknowledged else { return .awaitAcknowledgement }
    return fits && !state.isFresh ? .synchronise : .switchOver
  }
}
