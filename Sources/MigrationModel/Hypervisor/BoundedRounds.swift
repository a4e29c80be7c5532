import Quantities

/// The rule of builds that count pages and rounds instead of measuring a bandwidth (the scenario's
/// `stop-rule`): a pass goes on until everything is sent, then comes a synchronisation; the guest
/// stops if that finds few enough pages, or after so many rounds.
///
/// Such a build reports as many synchronisations as rounds: over 118 measured runs,
/// `memory_iteration` was the number of passes with the stopped one, and all pages of the last one
/// went while the guest stood still. So the synchronisation that decides is the last that counts,
/// and the one that QEMU makes of the stopped guest, which finds nothing new, is not.
public struct BoundedRounds: StopRule {
  /// At most so many pages may be found at the stop.
  public let pages: PageCount
  public let mostRounds: Int?
  public let countsStoppedSynchronisation = false

  /// Without `pages`, only a synchronisation that finds nothing stops it before its last round.
  public init(pages: PageCount = PageCount(0), rounds: Int? = nil) {
    self.pages = pages
    mostRounds = rounds
  }

  public var pagesLeft: PageCount? { pages }
  public var alwaysStops: Bool { mostRounds != nil }

  public func next(_ state: PrecopyState) -> PrecopyStep {
    if state.pending.count > 0, !state.isFresh { return .send }
    guard state.isAcknowledged else { return .awaitAcknowledgement }
    guard state.isFresh else { return .synchronise }
    // The stopped round is one more than the live ones, and counts among them.
    let isLast = mostRounds.map { state.iterations > $0 } ?? false
    return isLast || state.pending.count <= pages.count ? .switchOver : .send
  }
}
