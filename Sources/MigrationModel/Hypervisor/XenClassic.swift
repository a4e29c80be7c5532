import Quantities

/// Xen before 4.6, with the first format of its stream (`xc_domain_save`,
/// tools/libxc/xc_domain_save.c, taken out in 2015).
public struct XenClassic: Hypervisor {
  public let name = "xen classic"
  public let rateLimitCountsPages = true
  public let processedCountsWholeStream = true
  public let findsZeroPages = false
  public let isQEMU = false
  public var ownTool: any Manager { Xl() }
  public var stopRule: any StopRule { XenClassicRule() }
  public init() {}
  public func needsSwitchoverAck(manager: any Manager) -> Bool { false }
}

/// Xen classic's rule: whole passes, each without the pages that were written again by the time it
/// comes to them, until one of three counts says that the next is the last, with the guest stopped.
///
/// The first pass leaves nothing out, nor does the last. No bandwidth, no time and no downtime
/// limit has a say.
public struct XenClassicRule: StopRule {
  /// `DEF_MAX_ITERS`: live passes.
  public static let mostPasses = 29
  /// Pages of a pass, sent or left out, that are few enough.
  public static let fewPages: Int64 = 50
  /// `DEF_MAX_FACTOR`: times the memory that may be sent.
  public static let mostMemories: Int64 = 3

  public let alwaysStops = true
  public let stopsByWhatItFinds = false
  public init() {}
  public var mostRounds: Int? { Self.mostPasses }
  public var pagesLeft: PageCount? { PageCount(Self.fewPages - 1) }

  public func next(_ state: PrecopyState) -> PrecopyStep {
    guard state.pending.count == 0 else {
      return state.iterations > 1 ? .sendUnchanged : .send
    }
    // A pass that found nothing to do is one of fewer than 50 pages.
    if state.isFresh { return .switchOver }
    let pages = state.sentInRound.count + state.skippedInRound.count
    let isLast =
      state.iterations >= Self.mostPasses || pages < Self.fewPages
      || state.sent.count > Self.mostMemories * state.memory.count
    return isLast ? .switchOver : .synchronise
  }
}

extension XenClassicRule {
  public var words: String {
    "go over all pages that were dirty when a pass began, and leave out those written again by "
      + "then; stop the guest after \(Self.mostPasses) passes, after one of fewer than "
      + "\(Self.fewPages) pages, or once more than \(Self.mostMemories) times the memory has been "
      + "sent"
  }

  public func countThatStopped(after rounds: ArraySlice<Round>, memory: PageCount) -> String? {
    if rounds.count >= Self.mostPasses { return "\(Self.mostPasses) passes are the most" }
    let sent = rounds.reduce(0) { $0 + $1.sent.normal + $1.sent.zero }
    return sent > Self.mostMemories * memory.count
      ? "more than \(Self.mostMemories) times the memory had been sent"
      : "it had fewer than \(Self.fewPages) pages"
  }
}
