/// Something in the way of a capture that a person can do something about.
public struct RunnerProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, and where: "tc on host source: RTNETLINK answers: Operation not permitted".
  public var what: String
  /// What to do: "run ferry lab as root".
  public var remedy: String?

  public init(_ what: String, remedy: String? = nil) {
    self.what = what
    self.remedy = remedy
  }

  public var description: String { remedy.map { "\(what); \($0)" } ?? what }
}
