#if Libvirt
  import CLibvirt

  /// A measured dirty rate, as QEMU tells it.
  public struct DirtyRate: Sendable, Equatable {
    /// `virDomainDirtyRateStatus`.
    public enum Status: Int64, Sendable { case unstarted, measuring, measured }

    public var status: Status
    /// When the window began, by the host's clock: seconds since its start.
    public var startSeconds: Int64?
    /// How long the window was.
    public var periodSeconds: Int64?
    /// Whole MiB/s, the rest cut off; nil until it is measured.
    public var mebibytesPerSecond: Int64?
    /// "page-sampling".
    public var mode: String?
  }

  extension Domain {
    /// Lets QEMU hash a sample of pages now and again after the window.
    ///
    /// Page sampling only: the other modes end a QEMU 7.2 that runs under TCG.
    ///
    /// - Parameter seconds: 1 to 60.
    public func startDirtyRateCalculation(seconds: Int32) async throws {
      try await check("measure the dirty rate of domain") { pointer in
        virDomainStartDirtyRateCalc(
          pointer, seconds, VIR_DOMAIN_DIRTYRATE_MODE_PAGE_SAMPLING.rawValue)
      }
    }

    /// The last measurement.
    public func dirtyRate() async throws -> DirtyRate {
      try await call { pointer in
        var domains: [OpaquePointer?] = [pointer, nil]
        var records: UnsafeMutablePointer<virDomainStatsRecordPtr?>?
        let count = virDomainListGetStats(
          &domains, VIR_DOMAIN_STATS_DIRTYRATE.rawValue, &records, 0)
        defer { virDomainStatsRecordListFree(records) }
        guard count > 0, let record = records?.pointee?.pointee else {
          throw LibvirtError.last(doing: "tell the dirty rate of domain \(self.name)")
        }
        let found = TypedParameters(record.params, count: record.nparams)
        let number = found.integer(VIR_DOMAIN_STATS_DIRTYRATE_CALC_STATUS) ?? 0
        return DirtyRate(
          status: DirtyRate.Status(rawValue: number) ?? .unstarted,
          startSeconds: found.integer(VIR_DOMAIN_STATS_DIRTYRATE_CALC_START_TIME),
          periodSeconds: found.integer(VIR_DOMAIN_STATS_DIRTYRATE_CALC_PERIOD),
          mebibytesPerSecond: found.integer(VIR_DOMAIN_STATS_DIRTYRATE_MEGABYTES_PER_SECOND),
          mode: found.text(VIR_DOMAIN_STATS_DIRTYRATE_CALC_MODE))
      }
    }
  }
#endif
