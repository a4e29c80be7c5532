/// What a TCP congestion control makes of a path.
public protocol CongestionControl: Sendable {
  /// As the scenario and Linux name it: "cubic".
  var name: String { get }
}

/// CUBIC (RFC 9438) with HyStart, Linux's default.
public struct Cubic: CongestionControl {
  public let name = "cubic"
  public init() {}
}

/// BBR version 1, as in Linux.
public struct BBR: CongestionControl {
  public let name = "bbr"
  public init() {}
}
