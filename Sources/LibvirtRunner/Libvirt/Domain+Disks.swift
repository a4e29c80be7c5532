#if Libvirt
  import CLibvirt

  extension Domain {
    /// How many writes the guest has had done on one of its disks (virDomainBlockStats, `wr_req`).
    func writes(to disk: String) async throws -> Int64 {
      try await call { pointer in
        var statistics = virDomainBlockStatsStruct()
        let size = MemoryLayout<virDomainBlockStatsStruct>.size
        guard virDomainBlockStats(pointer, disk, &statistics, size) == 0 else {
          throw LibvirtError.last(doing: "count the writes of domain \(self.name) to \(disk)")
        }
        return statistics.wr_req
      }
    }
  }
#endif
