#if Libvirt
  import CLibvirt

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

    public var diskTotal: Int64? { parameters.integer(VIR_DOMAIN_JOB_DISK_TOTAL) }
    public var memoryTotal: Int64? { parameters.integer(VIR_DOMAIN_JOB_MEMORY_TOTAL) }
  }
#endif
