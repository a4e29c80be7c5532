import Quantities

/// How the copying of disks went.
public struct StorageReport: Sendable, Equatable {
  /// libvirt's `disk_total`: the disks' lengths, and what was written while they were copied.
  public var total: ByteCount
  /// Data that crossed the path, chunks that went again among it.
  public var copied: ByteCount
  /// Whether the destination has everything that the source has. It must before the guest runs
  /// there; until then the source's disks are the guest's.
  public var areComplete: Bool
  /// From the manager's start of the job to the last mirror's READY; nil where that never came.
  public var readyAfter: Span?

  public init(total: ByteCount, copied: ByteCount, areComplete: Bool, readyAfter: Span? = nil) {
    self.total = total
    self.copied = copied
    self.areComplete = areComplete
    self.readyAfter = readyAfter
  }
}
