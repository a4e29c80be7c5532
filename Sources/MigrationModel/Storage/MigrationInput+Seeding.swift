import Quantities

/// A migration in two steps (``MigrationMethod/twoStep``): disks are copied beforehand, and what
/// is written meanwhile lies in overlays that the migration then brings.
extension MigrationInput {
  /// How long the first step takes, before the manager begins; nil where there is none.
  ///
  /// Whole disks one after another over one connection; nil too where that never ends.
  public var seeding: Span? {
    guard settings.method == .twoStep else { return nil }
    let bytes = guest.disks.filter { $0.storage == .local }.reduce(0) { $0 + $1.allocated.count }
    return BulkTransfer(path: path, hosts: hosts).time(
      toSend: Double(bytes), limit: settings.bandwidthCap?.bytesPerSecond ?? .infinity)
  }

  /// What is left for the second: the overlays with what the guest wrote during the first.
  var afterSeeding: MigrationInput {
    guard let seeding else { return self }
    var input = self
    input.settings.storage = StorageCopy(
      .increment, isSynchronous: settings.storage?.isSynchronous ?? false,
      disks: settings.storage?.disks)
    for index in input.guest.disks.indices {
      let disk = input.guest.disks[index]
      let writes = ChunkWrites(guest.diskWork.filter { $0.disk == disk.name })
      let chunks = writes.dirtied(inPassOf: seeding.seconds, throughRange: 0)
      let written = ByteCount(min(disk.size.count, Int64(chunks * MirrorLaw.chunk)))
      input.guest.disks[index].overlayAllocated =
        disk.overlayAllocated.map { max($0, written) } ?? written
    }
    return input
  }
}
