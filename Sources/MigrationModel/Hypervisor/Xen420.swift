import Quantities

/// Xen 4.20, with the second format of its stream (tools/libs/guest/xg_sr_save.c).
public struct Xen420: Hypervisor {
  public let name = "xen 4.20"
  public let rateLimitCountsPages = true
  public let processedCountsWholeStream = true
  public let findsZeroPages = false
  public let isQEMU = false
  public var ownTool: any Manager { Xl() }
  public var stopRule: any StopRule { Xen420Rule() }
  public init() {}
  public func needsSwitchoverAck(manager: any Manager) -> Bool { false }
}

/// `simple_precopy_policy`: five live passes at most, the first with all of the memory; a pass of
/// fewer than 50 pages is the last live one. Then the guest is suspended, and what it has written
/// since goes, however much that is.
public struct Xen420Rule: StopRule {
  /// `SPP_MAX_ITERATIONS`.
  public static let mostPasses = 5
  /// `SPP_TARGET_DIRTY_COUNT`.
  public static let fewPages: Int64 = 50

  public let alwaysStops = true
  public let stopsByWhatItFinds = false
  public init() {}
  public var mostRounds: Int? { Self.mostPasses }
  public var pagesLeft: PageCount? { PageCount(Self.fewPages - 1) }

  public func next(_ state: PrecopyState) -> PrecopyStep {
    guard state.pending.count == 0 else { return .send }
    // A synchronisation that found nothing leaves nothing to send live.
    if state.isFresh { return .switchOver }
    let isLast =
      state.iterations >= Self.mostPasses || state.sentInRound.count < Self.fewPages
    return isLast ? .switchOver : .synchronise
  }
}

extension Xen420Rule {
  public var words: String {
    "send all that was dirty when a pass began, however little; stop the guest after "
      + "\(Self.mostPasses) passes, or after one of fewer than \(Self.fewPages) pages"
  }

  public func countThatStopped(after rounds: ArraySlice<Round>, memory: PageCount) -> String? {
    if rounds.count >= Self.mostPasses { return "\(Self.mostPasses) passes are the most" }
    return "it had fewer than \(Self.fewPages) pages"
  }
}
