#if Libvirt
  import CLibvirt
  import MigrationModel
  import Quantities

  /// How a domain is to be migrated.
  public struct MigrationParameters: Sendable, Equatable {
    /// Who leads the source and the destination through it.
    public enum Management: Sendable, Equatable {
      /// The runner, over its two connections (v3 protocol, virDomainMigrate3).
      case client
      /// The source's libvirt, which connects to the destination's by this URI
      /// (virDomainMigrateToURI3).
      case peerToPeer(destination: String)
    }

    public var management: Management
    /// Where QEMU's stream goes: tcp://10.0.0.2. nil lets the destination tell its host name.
    public var streamURI: String?
    /// QEMU's `max-bandwidth`; nil is unlimited.
    public var bandwidth: DataRate?
    /// What goes of its disks; nil is nothing.
    public var storage: StorageCopy?

    public init(
      management: Management = .client, streamURI: String?, bandwidth: DataRate? = nil,
      storage: StorageCopy? = nil
    ) {
      self.management = management
      self.streamURI = streamURI
      self.bandwidth = bandwidth
      self.storage = storage
    }

    /// The limit as libvirt takes it, in MiB/s; nil is unlimited.
    ///
    /// - Throws: `RunnerProblem` where it is not a whole number: a rounded limit would be another.
    public func wholeBandwidth() throws -> UInt64? {
      try bandwidth.map { try mebibytesPerSecond($0) }
    }
  }

  extension StorageCopy {
    /// `virDomainMigrateFlags`.
    var flags: UInt32 {
      let extent: virDomainMigrateFlags =
        switch self.extent {
        case .all: VIR_MIGRATE_NON_SHARED_DISK
        case .increment: VIR_MIGRATE_NON_SHARED_INC
        }
      let synchronous = isSynchronous ? VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES.rawValue : 0
      return extent.rawValue | synchronous
    }
  }

  /// A rate in libvirt's unit for bandwidth limits.
  func mebibytesPerSecond(_ rate: DataRate) throws -> UInt64 {
    let (whole, rest) = rate.count.quotientAndRemainder(dividingBy: 8 << 20)
    guard whole > 0, rest == 0 else {
      let remedy =
        whole > 0 ? "take \(whole)MiB/s or \(whole + 1)MiB/s" : "the smallest limit is 1MiB/s"
      throw RunnerProblem(
        "libvirt limits bandwidth in whole MiB/s, and \(rate) is none", remedy: remedy)
    }
    return UInt64(whole)
  }
#endif
