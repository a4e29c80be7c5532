#if Libvirt
  import MigrationModel
  import Quantities
  import Records

  /// Makes planned migrations happen, one after another, and records each.
  ///
  /// Hosts are given or a lab's, guests built in or somebody's own; the migration itself, and what
  /// is seen of it, is the same.
  public final class CaptureSession: MigrationCapturing {
    private let site: any CaptureSite
    private let guest: any CaptureGuest
    private let isProbedByPing: Bool
    private let waits: CaptureWaits

    init(
      site: any CaptureSite, guest: any CaptureGuest, isProbedByPing: Bool = false,
      waits: CaptureWaits = CaptureWaits()
    ) {
      self.site = site
      self.guest = guest
      self.isProbedByPing = isProbedByPing
      self.waits = waits
    }

    public func prepare() async throws {
      do {
        try await guest.prepare()
        try await guest.clear(try await site.connect())
      } catch let error as LibvirtError {
        throw RunnerProblem("\(error)", remedy: "see that both hosts' libvirt answers")
      }
    }

    public func close() async {
      guard let hosts = try? await site.connect() else { return }
      try? await guest.clear(hosts)
    }

    public func capture(
      _ planned: PlannedMigration, telling: @escaping @Sendable (String) -> Void
    ) async -> Record {
      var record = Record(
        kind: .captured, run: planned.run, scenario: planned.scenario, outcome: "failed")
      var facts: [String: JSONValue] = [:]
      do {
        telling("connecting")
        let hosts = try await site.connect()
        try await guest.clear(hosts)
        do {
          try await capture(planned, on: hosts, into: &record, &facts, telling: telling)
        } catch {
          record.outcome = "failed"
          record.reason = "\(error)"
        }
        // Also where this run was given up: whoever comes next finds the hosts clear. On fresh
        // connections, since a fault may have cut these.
        let (site, guest) = (site, guest)
        let after = try await Task {
          let hosts = try await site.connect()
          let found = try await hosts.places(of: guest.name(in: planned))
          try await guest.clear(hosts)
          return found
        }.value
        facts["guest_after"] = .string(after)
      } catch  where record.outcome == "completed" || record.outcome == "aborted" {
        // What was measured stays measured; the next run meets the same trouble at its start.
        facts["clear_failed"] = .string("\(error)")
      } catch {
        record.outcome = "failed"
        record.reason = record.reason ?? "\(error)"
      }
      record.facts = .object(facts)
      return record
    }
  }

  extension CaptureSession {
    /// One migration; throws what kept it from being one.
    private func capture(
      _ planned: PlannedMigration, on hosts: HostPair, into record: inout Record,
      _ facts: inout [String: JSONValue], telling: @Sendable (String) -> Void
    ) async throws {
      facts = try await hosts.facts(for: planned)
      facts["seed"] = .integer(Int64(bitPattern: planned.seed))
      let path = try await site.prepare(planned.path, telling: telling)
      facts.merge(path.facts) { $1 }
      if let roundTrip = path.roundTripMilliseconds {
        record.scenario = record.scenario.setting(
          "path", "rtt", to: .string("\((roundTrip * 1000).rounded() / 1000) ms"))
      }

      var hosts = hosts
      hosts.client = try await site.connectClient(of: hosts)

      telling("booting the guest")
      let domain = try await guest.start(planned, on: hosts)
      facts.merge(guest.facts) { $1 }
      facts["machine"] = try await domain.machineType().map(JSONValue.string) ?? .null
      telling("letting it settle")
      try await Task.sleep(for: planned.guest.loads.reduce(waits.settling) { max($0, $1.settling) })
      telling("measuring its dirty rate")
      facts["dirty_rate"] = try await DirtyRateWindows.measure(
        domain, seconds: waits.dirtyRateSeconds)
      try await domain.setMaximumDowntime(planned.options.downtimeLimit)
      facts["migration_parameters"] = try await domain.migrationParameters()

      telling("migrating")
      let probe = isProbedByPing ? try site.pingProbe() : nil
      let longest = planned.options.timeout.map { Duration.nanoseconds($0.count) }
      probe?.start(within: (longest ?? .seconds(3600)) + .seconds(60))
      defer { probe?.stop() }
      let watch = MigrationWatch(
        domain, on: hosts, options: planned.options, waits: waits,
        disks: planned.guest.loads.compactMap(\.disk)
      ) {
        [site] in
        await site.streamSocket()
      }
      let sentBefore = await site.sentBytes()
      let (observation, ending, sockets) = try await watch.run()
      if let sentBefore, let sentAfter = await site.sentBytes() {
        facts["link_bytes"] = .integer(sentAfter - sentBefore)
      }
      observation.fill(&record)
      facts["instants_ns"] = observation.instants
      facts.merge(StreamSocket.facts(of: sockets)) { $1 }
      if let pages = observation.touchedPages {
        record.scenario = record.scenario.setting(
          "vm", "touched", to: .string("\(pages * observation.pageSize / 1024) KiB"))
      }
      telling("verifying")
      switch ending {
      case .completed:
        try await hosts.verify(domain.name, runsOn: "destination")
        record.outcome = "completed"
      case .aborted(let reason):
        try await hosts.verify(domain.name, runsOn: "source")
        record.outcome = "aborted"
        record.reason = reason
      case .failed(let reason):
        record.outcome = "failed"
        record.reason = reason
      }
      if let probe { try await probe.fill(&record, &facts) }
      try guest.verifyLoads()
    }
  }

  extension GuestLoad {
    /// The disk that it writes to.
    fileprivate var disk: String? {
      if case .diskWriter(let work) = self { work.disk } else { nil }
    }

    /// How long it is to run before it is measured.
    fileprivate var settling: Duration {
      if case .stressNG(_, let span) = self { .nanoseconds(span.count) } else { .zero }
    }
  }
#endif
