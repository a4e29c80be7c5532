import MigrationModel
import Quantities

/// What `{profile: NAME}` in a scenario's workload means: the memory that a guest with this load
/// has touched, and how fast its pages become dirty.
public struct WorkloadProfile: Sendable, Equatable {
  public var name: String
  /// nil where it is not known; then the scenario's vm.touched counts, or all of memory.
  public var touched: Touched?
  public var curve: Curve
  public var fittedFrom: FittedFrom?
  /// Instead of the profile's, for scenarios with this workload.
  public var residuals: HostProfile.Residuals?
  /// The profile that gives it, which may be the one that another is based on.
  public internal(set) var profile: String

  public init(
    name: String, touched: Touched? = nil, curve: Curve, fittedFrom: FittedFrom? = nil,
    residuals: HostProfile.Residuals? = nil
  ) {
    self.name = name
    self.touched = touched
    self.curve = curve
    self.fittedFrom = fittedFrom
    self.residuals = residuals
    profile = ""
  }

  /// Memory whose pages are not all zero when they are first sent: base + share × memory, and at
  /// most the memory.
  public struct Touched: Sendable, Equatable {
    /// Its error is in bytes.
    public var base: Estimate<ByteCount>
    public var share: Estimate<Share>
    /// Standard deviation from run to run, relative to the touched memory.
    public var spread: Share

    public init(base: Estimate<ByteCount>, share: Estimate<Share>, spread: Share = .zero) {
      self.base = base
      self.share = share
      self.spread = spread
    }

    /// Of a guest with so much memory, in whole pages.
    public func bytes(of memory: ByteCount) -> ByteCount {
      bytes(of: memory, base: 0, share: 0, scale: 1)
    }

    /// The same with base and share so much larger, in bytes and as a fraction, and all of it
    /// scaled.
    func bytes(
      of memory: ByteCount, base added: Double = 0, share more: Double = 0, scale: Double = 1
    ) -> ByteCount {
      let base = max(0, Double(self.base.value.count) + added)
      let share = min(1, max(0, self.share.value.fraction + more))
      let bytes = max(0, (base + share * Double(memory.count)) * scale)
      let pages = PageCount(holding: ByteCount(Int64(min(bytes, Double(memory.count)).rounded())))
      return min(pages.bytes, memory)
    }
  }

  /// Distinct pages dirtied as a function of the time since a synchronisation.
  public enum Curve: Sendable, Equatable {
    /// `pages · t^exponent`, t in seconds.
    case power(pages: Estimate<Double>, exponent: Estimate<Double>)
    case points([CurveWrites.Point])
  }
}

extension WorkloadProfile.Curve {
  var ofTheModel: CurveWrites.Curve {
    switch self {
    case .power(let pages, let exponent):
      return .power(pages: pages.value, exponent: exponent.value)
    case .points(let points): return .points(points)
    }
  }
}
