#if Libvirt
  import CLibvirt
  import MigrationModel
  import Quantities

  extension Domain {
    /// Migrates it live, and returns when it runs on the destination and is gone here.
    ///
    /// Meanwhile `jobStatistics`, `abortJob`, `suspend` and limits may be called from elsewhere.
    /// Where the client manages the migration, the source's libvirt watches no link: it would wait
    /// for TCP to give up, a quarter of an hour after a cut. So the job is aborted here when the
    /// destination's keepalive has given up, as a source's libvirt does it peer to peer.
    ///
    /// - Parameter destination: peer to peer, only named in errors.
    /// - Throws: `LibvirtError`, with `isAborted` after `abortJob`; `RunnerProblem` for a bandwidth
    ///   that libvirt cannot be told, or where the destination was lost.
    public func migrate(to destination: Connection, parameters: MigrationParameters) async throws {
      let bandwidth = try parameters.wholeBandwidth()
      let watch = Task {
        await destination.lost()
        guard parameters.management == .client, destination.closeReason != nil else { return }
        // Once the source is done there is no job to abort, and the call below ends by itself.
        try? await self.abortJob()
      }
      defer { watch.cancel() }
      do {
        try await call { pointer in
          try self.migrate(pointer, to: destination, parameters: parameters, bandwidth: bandwidth)
        }
      } catch let error as LibvirtError where destination.closeReason != nil {
        throw RunnerProblem(
          "\(error); the connection to the destination was lost",
          remedy: "is its libvirt up, and the link?")
      }
    }

    private func migrate(
      _ pointer: OpaquePointer, to destination: Connection, parameters: MigrationParameters,
      bandwidth: UInt64?
    ) throws {
      let doing = "migrate domain \(name) to \(destination.uri)"
      let list = ParameterList()
      // libvirt reads from it until it returns.
      defer { withExtendedLifetime(list) {} }
      try list.add(VIR_MIGRATE_PARAM_URI, parameters.streamURI)
      try list.add(VIR_MIGRATE_PARAM_BANDWIDTH, bandwidth)
      for disk in parameters.storage?.disks ?? [] {
        try list.add(VIR_MIGRATE_PARAM_MIGRATE_DISKS, disk)
      }
      let live = VIR_MIGRATE_LIVE.rawValue | (parameters.storage?.flags ?? 0)
      switch parameters.management {
      case .client:
        let there = destination.handle.pointer
        guard let moved = virDomainMigrate3(pointer, there, list.first, list.count, live) else {
          throw LibvirtError.last(doing: doing)
        }
        virDomainFree(moved)
      case .peerToPeer(let uri):
        let flags = live | VIR_MIGRATE_PEER2PEER.rawValue
        guard virDomainMigrateToURI3(pointer, uri, list.first, list.count, flags) == 0 else {
          throw LibvirtError.last(doing: doing)
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

    deinit { virTypedParamsFree(first, used) }
  }
#endif
