/// What drives the hypervisor: it adds phases and round trips around the stream.
public protocol Manager: Sendable {
  /// As the scenario names it: "libvirt".
  var name: String { get }
  /// Round trips from its start of the job to the start of the stream.
  var roundTripsBefore: Double { get }
  /// One-way delays from the destination's loaded state to the running guest.
  var oneWayDelaysAfterLoad: Double { get }
  /// Whether it turns on switchover-ack where the hypervisor has it.
  var usesSwitchoverAck: Bool { get }
}

/// libvirt's migration protocol version 3, driven by the client (no `--p2p`), virsh on the source.
public struct Libvirt: Manager {
  public let name = "libvirt"
  /// Prepare (1) and the data connection (1), and a half more than that theory gives: over 22
  /// measured runs with 0.1 to 100 ms the fit was 3.0 ± 0.4, and 2 leaves a bias at 100 ms.
  public let roundTripsBefore = 2.5
  /// SHUT back to the source, Finish out to the destination.
  public let oneWayDelaysAfterLoad = 2.0
  public let usesSwitchoverAck = true
  public init() {}
}
