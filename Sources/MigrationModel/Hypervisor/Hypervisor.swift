/// A hypervisor's rules, where versions and builds differ.
///
/// The migration loop asks; a new version is a new type that answers.
public protocol Hypervisor: Sendable {
  /// As the scenario names it: "qemu 7.2".
  var name: String { get }
  /// When it synchronises, and when it stops the guest.
  var stopRule: any StopRule { get }
  /// Whether a rate limit is tested after every page (7.2, 8.1), or only counts what was flushed
  /// (10.0).
  var rateLimitCountsPages: Bool { get }
  /// Whether `memory_processed` counts all of the stream (10.0) or RAM's part of it (7.2, 8.1).
  var processedCountsWholeStream: Bool { get }
  /// Whether the source waits for the destination's acknowledgement before it may stop.
  func needsSwitchoverAck(manager: any Manager) -> Bool
  /// Whether a page that a guest under TCG writes again after a synchronisation may go unlogged:
  /// until 9.0, `cpu_physical_memory_sync_dirty_bitmap` (include/exec/ram_addr.h) leaves the soft
  /// TLB as it is.
  var losesWritesUnderTCG: Bool { get }
  /// Whether a page of zeros is found out and costs a few bytes.
  var findsZeroPages: Bool { get }
  /// Whether it has QEMU's monitor, with its figures and its limits, and QEMU's managers drive it.
  var isQEMU: Bool { get }
  /// What drives it where no manager does (`manager: none`).
  var ownTool: any Manager { get }
  /// What is assumed or left out of it, for who reads a prediction.
  var notes: [String] { get }
}

extension Hypervisor {
  public var stopRule: any StopRule { QEMUStopRule() }
  public var losesWritesUnderTCG: Bool { false }
  public var findsZeroPages: Bool { true }
  public var isQEMU: Bool { true }
  public var ownTool: any Manager { NoManager() }
  public var notes: [String] { [] }
}

/// The hypervisors that a scenario may name; a new one is registered here.
public enum Hypervisors {
  public static let all: [any Hypervisor] = [
    QEMU72(), QEMU81(), QEMU100(), XenClassic(), Xen420(),
  ]

  public static func named(_ name: String) -> (any Hypervisor)? { all.first { $0.name == name } }
}

/// QEMU 7.2, as in Debian 12.
public struct QEMU72: Hypervisor {
  public let name = "qemu 7.2"
  public let rateLimitCountsPages = true
  public let processedCountsWholeStream = false
  public let losesWritesUnderTCG = true
  public init() {}
  public func needsSwitchoverAck(manager: any Manager) -> Bool { false }
}

/// QEMU 8.1.
///
/// Its rate limit is tested after every page, and the test flushes what it counts
/// (`migration_rate_exceeded`, migration/migration-stats.c). `ram.transferred` is RAM's part:
/// of 80 measured runs, all had pages and some bytes for each section in it, no device state.
public struct QEMU81: Hypervisor {
  public let name = "qemu 8.1"
  public let rateLimitCountsPages = true
  public let processedCountsWholeStream = false
  public let losesWritesUnderTCG = true
  public init() {}
  public func needsSwitchoverAck(manager: any Manager) -> Bool { manager.usesSwitchoverAck }
}

/// QEMU 10.0, as in Debian 13.
public struct QEMU100: Hypervisor {
  public let name = "qemu 10.0"
  public let rateLimitCountsPages = false
  public let processedCountsWholeStream = true
  public init() {}
  public func needsSwitchoverAck(manager: any Manager) -> Bool { manager.usesSwitchoverAck }
}
