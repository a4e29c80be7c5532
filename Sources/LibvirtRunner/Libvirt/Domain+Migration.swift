#if Libvirt
  import CLibvirt
  import Quantities

  extension Domain {
    /// Migrates it live, and returns when it runs on the destination and is gone here.
    ///
    /// It waits as long as libvirt does: meanwhile `jobStatistics`, `abortJob`, `suspend` and the
    /// migration's limits may be called from elsewhere.
    ///
    /// - Parameter destination: used where the client manages the migration.
    /// - Throws: `LibvirtError`, with `isAborted` after `abortJob`; `RunnerProblem` for a bandwidth
    ///   that libvirt cannot be told.
    public func migrate(to destination: Connection, parameters: MigrationParameters) async throws {
      let bandwidth = try parameters.wholeBandwidth()
      try await call { pointer in
        let doing = "migrate domain \(self.name) to \(destination.uri)"
        let list = ParameterList()
        defer { list.free() }
        try list.add(VIR_MIGRATE_PARAM_URI, parameters.streamURI)
        try list.add(VIR_MIGRATE_PARAM_BANDWIDTH, bandwidth)
        let live = VIR_MIGRATE_LIVE.rawValue
        switch parameters.management {
        case .client:
          guard
            let moved = virDomainMigrate3(
              pointer, destination.handle.pointer, list.first, list.count, live)
          else { throw LibvirtError.last(doing: doing) }
          virDomainFree(moved)
        case .peerToPeer(let uri):
          let flags = live | VIR_MIGRATE_PEER2PEER.rawValue
          guard virDomainMigrateToURI3(pointer, uri, list.first, list.count, flags) == 0 else {
            throw LibvirtError.last(doing: doing)
          }
        }
      }
    }

    /// Ends the running job; the call that waits for it then throws with `isAborted`.
    public func abortJob() async throws {
      try await check("abort the job of domain") { virDomainAbortJob($0) }
    }

    /// QEMU's `downtime-limit`, before or during a migration; whole milliseconds.
    public func setMaximumDowntime(_ limit: Span) async throws {
      guard limit.count > 0, limit.count % 1_000_000 == 0 else {
        throw RunnerProblem("libvirt takes a downtime limit in whole ms, and \(limit) is none")
      }
      let milliseconds = UInt64(limit.wholeMilliseconds)
      try await check("set the downtime limit of domain") {
        virDomainMigrateSetMaxDowntime($0, milliseconds, 0)
      }
    }

    /// The running job's statistics.
    public func jobStatistics() async throws -> JobStatistics {
      try await jobStatistics(flags: 0)
    }

    /// The last finished job's statistics, which are kept for the next to ask.
    public func completedJobStatistics() async throws -> JobStatistics {
      try await jobStatistics(
        flags: VIR_DOMAIN_JOB_STATS_COMPLETED.rawValue
          | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED.rawValue)
    }

    private func jobStatistics(flags: UInt32) async throws -> JobStatistics {
      try await call { pointer in
        var kind: Int32 = 0
        var first: virTypedParameterPtr?
        var count: Int32 = 0
        guard virDomainGetJobStats(pointer, &kind, &first, &count, flags) == 0 else {
          throw LibvirtError.last(doing: "tell the job statistics of domain \(self.name)")
        }
        defer { virTypedParamsFree(first, count) }
        return JobStatistics(
          kind: JobStatistics.Kind(rawValue: kind),
          parameters: TypedParameters(first, count: count))
      }
    }
  }

  /// Typed parameters for libvirt to read.
  private final class ParameterList {
    private(set) var first: virTypedParameterPtr?
    private var used: Int32 = 0
    private var room: Int32 = 0

    var count: UInt32 { UInt32(used) }

    func add(_ name: String, _ value: String?) throws {
      guard let value else { return }
      guard virTypedParamsAddString(&first, &used, &room, name, value) == 0 else {
        throw LibvirtError.last(doing: "take \(name)")
      }
    }

    func add(_ name: String, _ value: UInt64?) throws {
      guard let value else { return }
      guard virTypedParamsAddULLong(&first, &used, &room, name, value) == 0 else {
        throw LibvirtError.last(doing: "take \(name)")
      }
    }

    func free() {
      virTypedParamsFree(first, used)
      first = nil
    }
  }
#endif
