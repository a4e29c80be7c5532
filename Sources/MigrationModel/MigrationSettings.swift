import Quantities

/// What the person who migrates asks for.
public struct MigrationSettings: Sendable {
  public var hypervisor: any Hypervisor
  public var manager: any Manager
  public var downtimeLimit: Span
  /// Replaces the hypervisor's rule; nil leaves it.
  public var ownStopRule: (any StopRule)?
  /// `virsh migrate --bandwidth`; nil is unlimited.
  public var bandwidthCap: DataRate?
  /// Abort when this much time has passed (`on-timeout: abort`).
  public var timeout: Span?

  public init(
    hypervisor: any Hypervisor, manager: any Manager, ownStopRule: (any StopRule)? = nil,
    downtimeLimit: Span = .milliseconds(300), bandwidthCap: DataRate? = nil, timeout: Span? = nil
  ) {
    self.hypervisor = hypervisor
    self.manager = manager
    self.ownStopRule = ownStopRule
    self.downtimeLimit = downtimeLimit
    self.bandwidthCap = bandwidthCap
    self.timeout = timeout
  }

  /// The rule that counts.
  public var stopRule: any StopRule { ownStopRule ?? hypervisor.stopRule }
}
