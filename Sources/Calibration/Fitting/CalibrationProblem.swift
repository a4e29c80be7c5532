/// What keeps records from being fitted, and what to do about it.
public struct CalibrationProblem: Error, CustomStringConvertible, Sendable, Equatable {
  public let what: String
  public let remedy: String?

  init(_ what: String, remedy: String? = nil) {
    self.what = what
    self.remedy = remedy
  }

  public var description: String { what + (remedy.map { "; \($0)" } ?? "") }
}
