import Quantities

/// A disk of the guest.
public struct Disk: Sendable, Equatable {
  /// The target's name: vda.
  public var name: String
  public var size: ByteCount
  /// What of it holds data; the rest are holes.
  public var allocated: ByteCount
  /// What its overlay holds, over a backing image that the destination has; nil where nobody says.
  public var overlayAllocated: ByteCount?
  public var storage: Storage
  public var backend: Backend
  /// Whether the guest reaches it over the very path that the migration takes.
  public var isReachedOverPath: Bool

  /// Whether the destination sees it already.
  public enum Storage: String, Sendable, CaseIterable {
    case shared, local
  }

  /// Where it is kept.
  public enum Backend: String, Sendable, CaseIterable {
    case file, nfs, iscsi, ceph
  }

  /// What `copy-storage-inc` brings: where nobody says, all that is allocated.
  public var increment: ByteCount { overlayAllocated ?? allocated }

  public init(
    name: String, size: ByteCount, allocated: ByteCount? = nil, overlayAllocated: ByteCount? = nil,
    storage: Storage, backend: Backend = .file, isReachedOverPath: Bool = false
  ) {
    self.name = name
    self.size = size
    self.allocated = allocated ?? size
    self.overlayAllocated = overlayAllocated
    self.storage = storage
    self.backend = backend
    self.isReachedOverPath = isReachedOverPath
  }
}
