import Quantities

/// Storage that both hosts see: nothing of it moves, but the guest's own requests cross a path.
extension Guest {
  /// What its writes take of the migration's path, in bytes a second, where disks are reached over
  /// it. What it reads comes the other way.
  public var storageTraffic: Double {
    diskWork.reduce(0) { sum, work in
      guard work.kind == .write, work.rate > .zero,
        disks.contains(where: { $0.name == work.disk && $0.isReachedOverPath })
      else { return sum }
      return sum + work.rate.bytesPerSecond
    }
  }
}

extension Disk.Backend {
  /// Round trips of the client until a synchronous write of so many bytes is answered.
  ///
  /// NFS: WRITE with FILE_SYNC (RFC 7530, 16.36). iSCSI: unsolicited data up to FirstBurstLength,
  /// 64 KiB by default, else one more for R2T (RFC 7143, 13.14). Ceph: the primary answers once its
  /// replicas have (its architecture's "replication"); their round trips come on top.
  public func roundTrips(ofWriting block: ByteCount) -> Int64 {
    switch self {
    case .file: 0
    case .nfs, .ceph: 1
    case .iscsi: block.count > 65_536 ? 2 : 1
    }
  }

  /// The same for a flush. NFS: COMMIT (RFC 7530, 16.3); iSCSI: SYNCHRONIZE CACHE; Ceph's writes
  /// are on stable storage when they are answered.
  public var roundTripsOfFlush: Int64 {
    switch self {
    case .file, .ceph: 0
    case .nfs, .iscsi: 1
    }
  }
}
