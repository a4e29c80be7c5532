#if Libvirt
  import Foundation
  import MigrationModel
  import Quantities
  import Records
  import Synchronization

  /// Makes planned migrations happen in a lab, one after another, and records each.
  public final class LabCapture: MigrationCapturing {
    /// How long a guest and its loads run before anything is measured.
    static let settling: Duration = .seconds(5)
    static let bootLimit: Duration = .seconds(180)

    private let lab: Lab
    private let state = Mutex(State())

    private struct State {
      var guest: (image: GuestImage, accelerator: Accelerator.Choice)?
      /// A path is measured once in a campaign, and confirmed by ping each time it is set.
      var paths: [(path: ShapedPath, measurement: PathMeasurement)] = []
    }

    public init(lab: Lab) { self.lab = lab }

    /// Where the guest's kernel and initial file system are kept for the next campaign.
    static let cache = "/var/cache/ferry/guest"

    public func prepare() async throws {
      let image = try await GuestImage.build(into: Self.cache)
      let accelerator = try await Accelerator.choose(image: image, keptIn: Self.cache)
      let hosts = try await connect()
      try await clear(hosts)
      state.withLock { $0.guest = (image, accelerator) }
    }

    public func close() async {
      guard let hosts = try? await connect() else { return }
      try? await clear(hosts)
    }

    public func capture(
      _ planned: PlannedMigration, telling: @escaping @Sendable (String) -> Void
    ) async -> Record {
      var record = Record(
        kind: .captured, run: planned.run, scenario: planned.scenario, outcome: "failed")
      var facts: [String: JSONValue] = [:]
      do {
        telling("connecting")
        let hosts = try await connect()
        try await clear(hosts)
        do {
          try await capture(planned, on: hosts, into: &record, &facts, telling: telling)
        } catch {
          record.outcome = "failed"
          record.reason = "\(error)"
        }
        try await Task { try await self.clear(hosts) }.value
      } catch {
        record.outcome = "failed"
        record.reason = record.reason ?? "\(error)"
      }
      record.facts = .object(facts)
      return record
    }
  }

  extension LabCapture {
    /// One migration; throws what kept it from being one.
    private func capture(
      _ planned: PlannedMigration, on hosts: HostPair, into record: inout Record,
      _ facts: inout [String: JSONValue], telling: @Sendable (String) -> Void
    ) async throws {
      guard let guest = state.withLock({ $0.guest }) else {
        preconditionFailure("a capture before it was prepared")
      }
      facts = try await hosts.facts(for: planned)
      facts["seed"] = .integer(Int64(bitPattern: planned.seed))
      facts["accelerator"] = .string(guest.accelerator.accelerator.rawValue)
      facts["accelerator_reason"] = .string(guest.accelerator.reason)
      facts["guest"] = .object(guest.image.versions.mapValues(JSONValue.string))
      telling("shaping the path")
      let path = try await shape(planned.path, telling: telling)
      facts.merge(path.facts) { $1 }
      record.scenario = record.scenario.setting(
        "path", "rtt", to: .string("\(path.roundTrips.medianMilliseconds) ms"))

      telling("booting the guest")
      let name = "ferry-\(planned.run)"
      let domain = try await boot(
        planned, named: name, on: hosts, image: guest.image,
        accelerator: guest.accelerator.accelerator)
      facts["machine"] = try await domain.machineType().map(JSONValue.string) ?? .null
      facts["accelerator_warning"] = guest.accelerator.warning.map(JSONValue.string)
      telling("letting it settle")
      try await Task.sleep(for: planned.guest.loads.reduce(Self.settling) { max($0, $1.settling) })
      facts["dirty_rate"] = try await DirtyRateWindows.measure(domain)
      facts["migration_parameters"] = try await domain.migrationParameters()

      telling("migrating")
      let watch = MigrationWatch(domain, on: hosts, options: planned.options) { [lab] in
        let command = lab.source.command(
          Command("ss", "-Htmi", "dst", lab.destination.migrationAddress))
        guard let output = try? await command.output() else { return nil }
        return StreamSocket.busiest(in: output)
      }
      let (observation, ending, sockets) = try await watch.run()
      observation.fill(&record)
      facts.merge(StreamSocket.facts(of: sockets)) { $1 }
      if let pages = observation.touchedPages {
        record.scenario = record.scenario.setting(
          "vm", "touched", to: .string("\(pages * observation.pageSize / 1024) KiB"))
      }
      telling("verifying")
      switch ending {
      case .completed:
        try await hosts.verify(name, runsOn: "destination")
        record.outcome = "completed"
      case .aborted(let reason):
        try await hosts.verify(name, runsOn: "source")
        record.outcome = "aborted"
        record.reason = reason
      case .failed(let reason):
        record.outcome = "failed"
        record.reason = reason
      }
    }

    /// The lab's hosts, waited for where one is just starting again.
    private func connect() async throws -> HostPair {
      let deadline = ContinuousClock().now + .seconds(20)
      while true {
        do {
          return HostPair(
            source: try await Connection.open(lab.source.localURI),
            destination: try await Connection.open(lab.destination.localURI),
            client: try await Connection.open(
              lab.destination.controlURI, networkNamespace: lab.source.networkNamespace),
            destinationURI: lab.destination.controlURI, streamURI: lab.destination.migrationURI,
            sharesClock: true)
        } catch let error as LibvirtError {
          guard ContinuousClock().now < deadline else { throw error }
          try await Task.sleep(for: .milliseconds(250))
        }
      }
    }

    /// Ends what an earlier run has left on either host.
    private func clear(_ hosts: HostPair) async throws {
      for connection in [hosts.source, hosts.destination] {
        for domain in try await connection.domains() {
          guard
            try await domain.metadataXML(namespace: DomainDefinition.metadataURI) != nil
          else { continue }
          try await domain.destroy()
        }
      }
    }

    private func shape(
      _ path: Path, telling: @Sendable (String) -> Void
    ) async throws -> PathMeasurement {
      try await lab.shape(path)
      let shaped = try ShapedPath(path)
      if let known = state.withLock({ $0.paths.first { $0.path == shaped } }) {
        return known.measurement
      }
      telling("measuring the path")
      let measurement = try await lab.measure()
      state.withLock { $0.paths.append((shaped, measurement)) }
      return measurement
    }

    /// Boots a guest on the source, and returns when all its loads run.
    private func boot(
      _ planned: PlannedMigration, named name: String, on hosts: HostPair, image: GuestImage,
      accelerator: Accelerator
    ) async throws -> Domain {
      let orders = try GuestOrders(planned: planned.guest, seed: planned.seed)
      let file = lab.directory.path + "/console.log"
      let definition = try DomainDefinition(
        name: name, uuid: DomainDefinition.uuid(for: name), guest: planned.guest, image: image,
        orders: orders, accelerator: accelerator, console: file)
      let console = Console(file: file)
      let domain = try await hosts.source.createDomain(xml: try definition.xml())
      try await console.waitUntilReady(within: Self.bootLimit) {
        let state = try? await domain.state().state
        return state == .running || state == .blocked
      }
      return domain
    }
  }

  extension GuestLoad {
    /// How long it is to run before it is measured.
    fileprivate var settling: Duration {
      if case .stressNG(_, let span) = self { .nanoseconds(span.count) } else { .zero }
    }
  }
#endif
