import MigrationModel
import Records
import Scenarios

/// What hypervisors offer a pre-copy that does not end by itself, judged in words.
///
/// None can be predicted yet, so no figure is given: only what an aid needs, and whether it is
/// there.
struct ConvergenceAid: Sendable {
  enum Help: String { case yes, maybe, no }

  let name: String
  /// Whether it helps this scenario, and why.
  let opinion: @Sendable (Scenario, Prediction) -> (Help, String)

  func judge(_ scenario: Scenario, _ prediction: Prediction) -> Remedies.Aid {
    let (help, because) = opinion(scenario, prediction)
    return Remedies.Aid(name: name, helps: help.rawValue, because: because)
  }

  static let all = [postCopy, autoConverge, xbzrle, multifd]

  private static let postCopy = ConvergenceAid(name: "post-copy") { _, _ in
    (
      .yes,
      "the guest moves at once and each page goes only once more, however fast it writes; until "
        + "then a page that is missing costs it a round trip, and what lies in the send buffer"
    )
  }

  private static let autoConverge = ConvergenceAid(name: "auto-converge") { scenario, _ in
    guard scenario.input.guest.workload.contains(where: \.isLoad) else {
      return (.no, "there is no load whose writing would slow down with its processor")
    }
    return (
      .maybe,
      "it takes processor time from the guest until it writes slowly enough, which slows all that "
        + "runs in it, and a load that leaves the processor idle only late"
    )
  }

  private static let xbzrle = ConvergenceAid(name: "XBZRLE") { _, prediction in
    (
      .maybe,
      "pages go again and again, and where a write changes little of a page only the difference "
        + "goes; its cache must hold the pages that are written"
    )
  }

  private static let multifd = ConvergenceAid(name: "multifd") { scenario, prediction in
    let bounds = scenario.usualInput(of: prediction).rateBounds
    switch bounds.first?.cause {
    case .path, nil:
      return (.no, "one connection fills the path already")
    case .rateLimit:
      return (.no, "migration.bandwidth limits the sum of all connections")
    case .migrationThread:
      return (.yes, "several threads send pages where one is slower than the path")
    case .congestionControl, .sendBuffer, .receiveWindow:
      return (.yes, "several connections have several windows where one does not fill the path")
    }
  }
}
