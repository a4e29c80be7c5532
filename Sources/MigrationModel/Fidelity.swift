/// How finely a prediction follows the guest's memory.
public enum Fidelity: Sendable, Equatable {
  /// In expectation: nothing is drawn at random.
  case fluid
  /// Page by page, every write drawn from the seed, so often at each offset with other draws.
  case pages(seed: UInt64 = 1, replications: Int = 1)

  /// Runs at each offset.
  public var replications: Int {
    switch self {
    case .fluid: 1
    case .pages(_, let replications): replications
    }
  }
}
