#if Libvirt
  import CLibvirt
  import Records

  /// What libvirt tells of a domain's job, running or finished (virDomainGetJobStats).
  ///
  /// Names and units are libvirt's: milliseconds, bytes, pages, bytes a second, pages a second.
  public struct JobStatistics: Sendable, Equatable {
    /// `virDomainJobType`.
    public enum Kind: Int32, Sendable {
      case none, bounded, unbounded, completed, failed, cancelled
    }

    /// nil in a job-completed event, which does not tell.
    public var kind: Kind?
    public var parameters: TypedParameters

    public var timeElapsed: Int64? { parameters.integer(VIR_DOMAIN_JOB_TIME_ELAPSED) }
    public var downtime: Int64? { parameters.integer(VIR_DOMAIN_JOB_DOWNTIME) }
    public var setupTime: Int64? { parameters.integer(VIR_DOMAIN_JOB_SETUP_TIME) }
    public var memoryTotal: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_TOTAL) }
    public var memoryProcessed: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_PROCESSED) }
    public var memoryRemaining: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_REMAINING) }
    public var memoryConstant: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_CONSTANT) }
    public var memoryNormal: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_NORMAL) }
    public var memoryIteration: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_ITERATION) }
    public var memoryBytesPerSecond: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_BPS) }
    public var memoryDirtyRate: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE) }
    public var memoryPageSize: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE) }
    /// `virDomainJobOperation`: 4 is an incoming, 5 an outgoing migration.
    public var operation: Int64? { parameters.integer(VIR_DOMAIN_JOB_OPERATION) }
    public var success: Bool? {
      parameters[VIR_DOMAIN_JOB_SUCCESS].map { $0 == .bool(true) }
    }
    /// Why the job failed, where it did.
    public var errorMessage: String? { parameters.text(VIR_DOMAIN_JOB_ERRMSG) }
  }
#endif
