/// `virsh migrate --p2p`: the source's libvirtd speaks to the destination's.
///
/// With virsh on the source its legs to the client are 0 either way, so the phases take the same
/// round trips (`qemuMigrationSrcPerformPeer2Peer3`, src/qemu/qemu_migration.c). But the job, and
/// `time_elapsed` with it, begins before the destination's connection is opened, not after.
public struct LibvirtPeerToPeer: Manager {
  /// TCP's connection; the list of authentications; whether keepalive is known; the opening;
  /// whether events and a closing can be told; the order to tell of one; and whether the
  /// destination knows peer-to-peer, protocol version 3 and its parameters.
  public static let roundTripsToOpen = 10.0

  private let managed = Libvirt()
  public var name: String { managed.name }
  public var hasPhases: Bool { managed.hasPhases }
  public var roundTripsBefore: Double {
    LibvirtPeerToPeer.roundTripsToOpen + managed.roundTripsBefore
  }
  public var oneWayDelaysAfterLoad: Double { managed.oneWayDelaysAfterLoad }
  public var usesReturnPath: Bool { managed.usesReturnPath }
  public var usesSwitchoverAck: Bool { managed.usesSwitchoverAck }
  public init() {}
}
