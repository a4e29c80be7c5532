import MigrationModel
import Quantities

/// Calibrated or assumed constants of a pair of hosts and their guest's system.
public struct HostProfile: Sendable, Equatable {
  public let name: String
  public let constants: HostConstants
  /// Every constant as it was written, with what is known of it, in the description's order.
  public let details: [Detail]
  public let residuals: Residuals
  public let range: FittedRange
  /// The file it comes from; nil where it is built in or written inside a scenario.
  public let file: String?

  /// One constant as its profile gives it.
  public struct Detail: Sendable, Equatable {
    /// "host.normal-page-scan".
    public let path: String
    public let text: String
    public let error: String?
    /// fit, measured, assumed or source.
    public let origin: String?
    public let meaning: String?
    public let reference: String?
    /// The profile that gives it, which may be the one that this is based on.
    public let profile: String
  }

  /// What the fit leaves unexplained.
  public struct Residuals: Sendable, Equatable {
    public var timeElapsed: Share
    public var downtime: Share

    public init(timeElapsed: Share, downtime: Share) {
      self.timeElapsed = timeElapsed
      self.downtime = downtime
    }
  }

  /// The range of the records that the constants were fitted on.
  public struct FittedRange: Sendable, Equatable {
    public var memory: ClosedRange<ByteCount>?
    public var roundTrip: ClosedRange<Span>?
    public var bandwidth: ClosedRange<DataRate>?

    public init(
      memory: ClosedRange<ByteCount>? = nil, roundTrip: ClosedRange<Span>? = nil,
      bandwidth: ClosedRange<DataRate>? = nil
    ) {
      self.memory = memory
      self.roundTrip = roundTrip
      self.bandwidth = bandwidth
    }
  }
}

extension HostProfile {
  /// "extrapolated: path.rtt 200 ms is beyond 0.1 ms – 100 ms that lab-c was fitted on".
  func extrapolations(of input: MigrationInput) -> [String] {
    [
      extrapolation("vm.memory", input.guest.memory, range.memory),
      extrapolation("path.rtt", input.path.roundTrip, range.roundTrip),
      extrapolation("path.bandwidth", input.path.bandwidth, range.bandwidth),
    ].compactMap(\.self)
  }

  private func extrapolation<Amount: Quantity>(
    _ path: String, _ amount: Amount, _ range: ClosedRange<Amount>?
  ) -> String? {
    guard let range, !range.contains(amount) else { return nil }
    return "extrapolated: \(path) \(amount) is beyond \(range.lowerBound) – \(range.upperBound) "
      + "that \(name) was fitted on"
  }
}
