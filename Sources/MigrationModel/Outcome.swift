/// How a migration ends.
public enum Outcome: Equatable, Sendable {
  case completed
  /// At its timeout.
  case aborted(reason: String)
  /// It would never end; shown, not waited for.
  case notConverged(reason: String)
  /// Something broke on the way.
  case failed(reason: String)
  /// The manager would not start it.
  case refused(reason: String)

  /// The word that a record has.
  public var word: String {
    switch self {
    case .completed: "completed"
    case .aborted: "aborted"
    case .notConverged: "not-converged"
    case .failed: "failed"
    case .refused: "refused"
    }
  }

  public var reason: String? {
    switch self {
    case .completed: nil
    case .aborted(let reason), .notConverged(let reason), .failed(let reason),
      .refused(let reason):
      reason
    }
  }
}
