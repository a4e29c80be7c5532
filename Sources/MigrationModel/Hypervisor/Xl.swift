/// Xen's own tool, `xl migrate` (tools/xl/xl_migrate.c), over SSH as it comes.
///
/// It starts a receiver on the destination and waits for its banner. After the stream the receiver
/// says that it is ready, and runs the guest when it has the sender's permission: two one-way
/// delays after it has loaded.
public struct Xl: Manager {
  /// To a scenario, the tool that is there without a manager.
  public let name = "none"
  public let hasPhases = true
  /// TCP's connection, and the receiver's start and banner; SSH's own exchange of keys is not known
  /// here.
  public let roundTripsBefore = 2.0
  public let oneWayDelaysAfterLoad = 2.0
  public let usesReturnPath = false
  public let usesSwitchoverAck = false
  public let notes = [
    "xl: preparation, stop, load, resume and device state are the hosts' constants, fitted with "
      + "QEMU and libvirt; SSH's ciphering, buffers and exchange of keys are not modelled"
  ]
  public init() {}
}
