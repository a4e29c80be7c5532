import Quantities

/// Where a campaign stands.
public struct CampaignProgress: Sendable, Equatable {
  public var done: Int
  public var of: Int
  public var failed: Int
  public var timeLeft: Span
  /// The run in work, and what it is at.
  public var run: String
  public var phase: String

  /// "12 of 60, 1 failed, 34 min left: rtt-003-2: booting the guest".
  public var text: String {
    let minutes = Int64((timeLeft.seconds / 60).rounded(.up))
    let left = minutes < 120 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
    let failures = failed > 0 ? ", \(failed) failed" : ""
    return "\(done) of \(of)\(failures), \(left) left: \(run): \(phase)"
  }
}
