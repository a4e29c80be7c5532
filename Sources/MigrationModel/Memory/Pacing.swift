import Quantities

/// What a writer does when it gets less of a processor than it wants.
///
/// In a pre-copy that leaves the guest's processors alone the three differ by nothing: each writes
/// at its rate. They differ once the guest is held back, as auto-converge does.
public struct Pacing: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// A schedule of its own, such as requests that queue up: what a stall kept it from, it does
    /// afterwards, so its mean rate stays as long as it gets the processor time it needs.
    case catchUp = "catch-up"
    /// A pause after each write: what a stall took is lost.
    case steady
    /// Writes as fast as its processor lets it.
    case cpuBound = "cpu-bound"
  }

  public let kind: Kind
  /// What it needs of one vCPU for its rate.
  public let needs: Share

  /// `needs` of one vCPU; more than 100 % are several threads.
  public init(_ kind: Kind, needs: Share) {
    self.kind = kind
    self.needs = needs
  }

  public static func catchUp(needs: Share) -> Pacing { Pacing(.catchUp, needs: needs) }

  /// Each thread would fill a vCPU.
  public static func cpuBound(threads: Int = 1) -> Pacing {
    Pacing(.cpuBound, needs: Share(count: Share.one.count * Int64(threads)))
  }

  /// Processor time for one page write, where nothing says what a writer needs: a paced writer
  /// under TCG that lost 99 % of its processor kept its rate at 2,900 writes a second.
  public static let timePerWrite = Span.microseconds(3)

  /// What writes at a rate need at least, if each takes `timePerWrite`; no less than nothing and no
  /// more than one vCPU.
  public static func need(ofWritesAt rate: DataRate?) -> Share {
    let need = (rate?.pagesPerSecond ?? 0) * timePerWrite.seconds
    return Share(count: Int64((min(need, 1) * 1e9).rounded()))
  }

  /// The share of its rate that it keeps when the guest's vCPUs run for a share of the time.
  ///
  /// While they run, it has what it asks for. A writer that catches up then works off its backlog,
  /// and falls behind only when the whole share is less than its need.
  public func rate(atCPUShare share: Double) -> Double {
    let share = min(max(share, 0), 1)
    guard kind == .catchUp else { return share }
    // Several threads have a vCPU each.
    let need = needs.fraction / max(1, needs.fraction.rounded(.up))
    return need <= share ? 1 : share / need
  }
}
