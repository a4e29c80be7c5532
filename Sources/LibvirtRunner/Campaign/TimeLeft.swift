import Quantities

/// How long the rest of a campaign takes, by what its predictions say and its runs took.
public struct TimeLeft: Sendable {
  /// A guest's boot, its load's lead, the measurements before, and the checks after a migration:
  /// what a run takes beside it, until runs have shown how long they take.
  public static let aroundAMigration: Span = .seconds(30)

  private var expected: Span = .zero
  private var measured: Span = .zero

  public init() {}

  /// Notes a run that was expected to take so long, and took so long.
  public mutating func add(expected: Span, measured: Span) {
    self.expected += expected
    self.measured += measured
  }

  /// The rest, as the runs so far compare with what was expected of them.
  public func left(of rest: Span) -> Span {
    guard expected > .zero else { return rest }
    return Span(rounding: rest.seconds * measured.seconds / expected.seconds)
  }
}
