import Quantities

/// What drives the hypervisor: it adds phases and round trips around the stream.
public protocol Manager: Sendable {
  /// As the scenario names it: "libvirt".
  var name: String { get }
  /// Whether it has phases of its own before the stream and after it.
  var hasPhases: Bool { get }
  /// Round trips from the start of the job to the start of the stream.
  var roundTripsBefore: Double { get }
  /// One-way delays from the destination's loaded state to the running guest.
  var oneWayDelaysAfterLoad: Double { get }
  /// Whether the destination answers on a return path. Without one the source takes itself to be
  /// done when its socket has taken the last byte, whatever still lies in the send buffer.
  var usesReturnPath: Bool { get }
  /// Whether it turns on switchover-ack where the hypervisor has it.
  var usesSwitchoverAck: Bool { get }
  /// How long a path may be silent before its own connection to the destination counts as lost,
  /// and the migration with it; nil where it has none.
  var keepalive: Span? { get }
  /// What it asks for where nobody else says.
  var defaultDowntimeLimit: Span { get }
  /// Whether the figures that it shows are QEMU's own: a time that begins with the stream, and a
  /// downtime that may end before the guest runs.
  var showsFiguresOfQEMU: Bool { get }
  /// Whether, once the disks' mirrors are READY, it makes the guest's writes wait for them.
  var turnsMirrorsSynchronous: Bool { get }
  /// How it follows a migration by polls; nil where it waits for events.
  var polling: (any JobPolling)? { get }
  /// What is assumed or left out of it, for who reads a prediction.
  var notes: [String] { get }
}

extension Manager {
  public var keepalive: Span? { nil }
  public var defaultDowntimeLimit: Span { .milliseconds(300) }
  public var showsFiguresOfQEMU: Bool { !hasPhases }
  public var turnsMirrorsSynchronous: Bool { false }
  public var polling: (any JobPolling)? { nil }
  public var notes: [String] { [] }
}

/// The managers that a scenario may name; a new one is registered here. What `none` is depends on
/// the hypervisor (``Hypervisor/ownTool``).
public enum Managers {
  public static let all: [any Manager] = [Libvirt(), Proxmox()]

  public static func named(_ name: String) -> (any Manager)? { all.first { $0.name == name } }
}

/// libvirt's migration protocol version 3, driven by the client (no `--p2p`), virsh on the source.
public struct Libvirt: Manager {
  public let name = "libvirt"
  public let hasPhases = true
  /// Prepare (1) and the data connection (1), and a half more than that theory gives: over 22
  /// measured runs with 0.1 to 100 ms the fit was 3.0 ± 0.4, and 2 leaves a bias at 100 ms.
  public let roundTripsBefore = 2.5
  /// SHUT back to the source, Finish out to the destination.
  public let oneWayDelaysAfterLoad = 2.0
  public let usesReturnPath = true
  public let usesSwitchoverAck = true
  /// virsh asks after 5 s of silence, 5 times, 5 s apart (`virsh --keepalive-interval`, `-count`).
  public let keepalive: Span? = .seconds(30)
  public init() {}
}

/// Nobody: `migrate` typed into QEMU's monitor, and a destination started with `-incoming` but
/// without `-S`, which runs the guest as soon as it has loaded it.
///
/// All capabilities have their defaults: no return path, no pause before the switch-over, no
/// switchover-ack (`migration_properties`, migration/options.c).
public struct NoManager: Manager {
  public let name = "none"
  public let hasPhases = false
  /// TCP's connection, which QEMU's `total_time` includes: it begins at `migrate_init`.
  public let roundTripsBefore = 1.0
  public let oneWayDelaysAfterLoad = 0.0
  public let usesReturnPath = false
  public let usesSwitchoverAck = false
  public init() {}
}
