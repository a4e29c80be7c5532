import MigrationModel
import Quantities

/// Calibrated or assumed constants of a pair of hosts, their guest's system, and workloads.
public struct HostProfile: Sendable, Equatable {
  public let name: String
  public let fittedFrom: FittedFrom?
  public let constants: HostConstants
  /// Every constant that a profile gives, with what is known of it, in the description's order.
  public let details: [Detail]
  /// Those of the profiles that it is based on too, by name.
  public let workloads: [WorkloadProfile]
  public let residuals: Residuals
  /// Of the errors of constants and workloads; nil where they are taken for independent.
  public let correlation: Correlation?
  /// The file it comes from; nil where it is built in or written inside a scenario.
  public let file: String?

  /// What is known of one constant.
  public struct Detail: Sendable, Equatable {
    /// "host.normal-page-scan".
    public let path: String
    /// The value as its file has it, with its unit.
    public internal(set) var text: String
    public var provenance: Provenance
    /// The profile that gives it, which may be the one that this is based on.
    public internal(set) var profile: String

    public init(path: String, _ provenance: Provenance = Provenance()) {
      self.init(path: path, text: "", provenance, profile: "")
    }

    init(path: String, text: String, _ provenance: Provenance, profile: String) {
      self.path = path
      self.text = text
      self.provenance = provenance
      self.profile = profile
    }
  }

  /// What the fit leaves unexplained: standard deviations, relative to the value.
  public struct Residuals: Sendable, Equatable {
    public var timeElapsed: Share
    public var downtime: Share

    public init(timeElapsed: Share, downtime: Share) {
      self.timeElapsed = timeElapsed
      self.downtime = downtime
    }

    /// The most that a profile may say of either.
    public static let most = Share.percent(1000)

    static let assumed = Residuals(timeElapsed: .percent(5), downtime: .percent(30))
  }

  /// A profile whose values are all its own, as a fit makes one.
  ///
  /// `details` may come in any order and may lack constants of which nothing is known; their texts
  /// and profiles follow from `constants` and `name`. Details of no constant are passed over.
  public init(
    name: String, fittedFrom: FittedFrom? = nil, constants: HostConstants, details: [Detail] = [],
    workloads: [WorkloadProfile] = [], residuals: Residuals, correlation: Correlation? = nil
  ) {
    let all = ProfileConstant.all.map { constant in
      let known = details.first { $0.path == constant.path }?.provenance
      return Detail(
        path: constant.path, text: constant.text(in: constants), known ?? Provenance(),
        profile: name)
    }
    let own = workloads.map { workload in
      var workload = workload
      workload.profile = name
      return workload
    }
    self.init(
      name: name, fittedFrom: fittedFrom, constants: constants, details: all, workloads: own,
      residuals: residuals, correlation: correlation, file: nil)
  }

  init(
    name: String, fittedFrom: FittedFrom?, constants: HostConstants, details: [Detail],
    workloads: [WorkloadProfile], residuals: Residuals, correlation: Correlation?, file: String?
  ) {
    self.name = name
    self.fittedFrom = fittedFrom
    self.constants = constants
    self.details = details
    self.workloads = workloads.sorted { $0.name < $1.name }
    self.residuals = residuals
    self.correlation = correlation
    self.file = file
  }
}

extension HostProfile {
  /// Of the records that the constants of hosts and guests were fitted on.
  public var range: FittedRange { fittedFrom?.range ?? FittedRange() }

  /// The workload of exactly that name.
  public func workload(named name: String) -> WorkloadProfile? {
    workloads.first { $0.name == name }
  }
}
