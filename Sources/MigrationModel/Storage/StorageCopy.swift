/// What `virsh migrate` copies of local disks.
public struct StorageCopy: Sendable, Equatable {
  public enum Extent: String, Sendable, CaseIterable {
    /// `--copy-storage-all`: each disk whole (a mirror with `sync=full`).
    case all = "copy-storage-all"
    /// `--copy-storage-inc`: what the overlays hold (`sync=top`).
    case increment = "copy-storage-inc"
  }

  public var extent: Extent
  /// `--copy-storage-synchronous-writes`: a write of the guest is done when the destination has it.
  public var isSynchronous: Bool
  /// `--migrate-disks`: only these; nil is all that are local.
  public var disks: [String]?

  public init(_ extent: Extent, isSynchronous: Bool = false, disks: [String]? = nil) {
    self.extent = extent
    self.isSynchronous = isSynchronous
    self.disks = disks
  }

  /// Whether a disk is copied.
  public func copies(_ disk: Disk) -> Bool {
    disks.map { $0.contains(disk.name) } ?? (disk.storage == .local)
  }
}
