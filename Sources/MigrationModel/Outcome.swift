/// How a migration ends.
public enum Outcome: Equatable, Sendable {
  case completed
  /// By itself: the guest goes on where it was.
  case failed(reason: String)
  /// At its timeout.
  case aborted(reason: String)
  /// It would never end; shown, not waited for.
  case notConverged(reason: String)
  /// The manager would not start it.
  case refused(reason: String)

  /// The word that a record has.
  public var word: String {
    switch self {
    case .completed: "completed"
    case .failed: "failed"
    case .aborted: "aborted"
    case .notConverged: "not-converged"
    case .refused: "refused"
    }
  }

  public var reason: String? {
    switch self {
    case .completed: nil
    case .failed(let reason), .aborted(let reason), .notConverged(let reason),
      .refused(let reason):
      reason
    }
  }
}
