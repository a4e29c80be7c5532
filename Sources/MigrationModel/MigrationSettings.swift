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
  public var method: MigrationMethod
  /// After so much time, ``onTimeout`` happens.
  public var timeout: Span?
  public var onTimeout: TimeoutAction
  /// What goes of local disks; nil is nothing.
  public var storage: StorageCopy?

  public init(
    hypervisor: any Hypervisor, manager: any Manager, ownStopRule: (any StopRule)? = nil,
    downtimeLimit: Span = .milliseconds(300), bandwidthCap: DataRate? = nil,
    method: MigrationMethod = .precopy, timeout: Span? = nil, onTimeout: TimeoutAction = .abort,
    storage: StorageCopy? = nil
  ) {
    self.hypervisor = hypervisor
    self.manager = manager
    self.ownStopRule = ownStopRule
    self.downtimeLimit = downtimeLimit
    self.bandwidthCap = bandwidthCap
    self.method = method
    self.timeout = timeout
    self.onTimeout = onTimeout
    self.storage = storage
  }

  /// The rule that counts.
  public var stopRule: any StopRule { ownStopRule ?? hypervisor.stopRule }
}

/// How memory moves; as scenarios name it.
public enum MigrationMethod: String, Sendable, CaseIterable {
  /// While the guest runs, until little is left.
  case precopy
  /// With the guest stopped from the beginning: `virsh migrate` without `--live`.
  case stopAndCopy = "stop-and-copy"
  /// Disks are copied beforehand, while the guest runs; then what was written since goes with a
  /// pre-copy (`--copy-storage-inc`).
  case twoStep = "two-step"
  /// Shut down, copied, started: local disks go, memory does not.
  case cold
  /// Saved to a file, which is copied and restored: `virsh save`, `virsh restore`.
  case checkpoint
  /// The definition alone: `virsh migrate --offline --persistent`.
  case offline

  /// Whether the guest's memory goes as a stream from one hypervisor to the other.
  public var streamsMemory: Bool {
    switch self {
    case .precopy, .stopAndCopy, .twoStep: true
    case .cold, .checkpoint, .offline: false
    }
  }
}

/// What happens at a migration's timeout; as scenarios name it.
public enum TimeoutAction: String, Sendable, CaseIterable {
  /// The job ends (a domjobabort), and the guest stays where it is.
  case abort
  /// The guest is paused, and the rest goes: `virsh migrate --timeout`.
  case suspend
}
