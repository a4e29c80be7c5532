#if Libvirt
  import MigrationModel
  import Records
  import Synchronization

  /// A lab's hosts, with a path that is made as planned and confirmed.
  final class LabSite: CaptureSite {
    private let lab: Lab
    /// Held for as long as this is used.
    private let lock: LabLock?
    private let keepAlive: Connection.KeepAlive
    /// A path is measured once in a campaign; ping confirms it each time it is set.
    private let known = Mutex<[(path: ShapedPath, measurement: PathMeasurement)]>([])

    /// - Parameter keepAlive: of the connection over the shaped link.
    init(_ lab: Lab, lock: LabLock? = nil, keepAlive: Connection.KeepAlive = .virsh) {
      self.lab = lab
      self.lock = lock
      self.keepAlive = keepAlive
    }

    func connect() async throws -> HostPair {
      try await opening {
        let destination = try await Connection.open(lab.destination.localURI)
        return HostPair(
          source: try await Connection.open(lab.source.localURI), destination: destination,
          client: destination, destinationURI: lab.destination.controlURI,
          streamURI: lab.destination.migrationURI,
          sharesClock: true)
      }
    }

    func connectClient(of hosts: HostPair) async throws -> Connection {
      try await opening {
        try await Connection.open(
          lab.destination.controlURI, networkNamespace: lab.source.networkNamespace,
          keepAlive: keepAlive)
      }
    }

    func prepare(
      _ path: Path, telling: @Sendable (String) -> Void
    ) async throws -> PreparedPath {
      telling("shaping the path")
      // A run that ended in a cut leaves nothing to the next.
      try await lab.mendLink()
      try await lab.shape(path)
      let shaped = try ShapedPath(path)
      var measurement = known.withLock { $0.first { $0.path == shaped }?.measurement }
      if measurement == nil {
        telling("measuring the path")
        let found = try await lab.measure()
        known.withLock { $0.append((shaped, found)) }
        measurement = found
      }
      return PreparedPath(
        roundTripMilliseconds: measurement?.roundTrips.medianMilliseconds,
        facts: measurement?.facts ?? [:])
    }

    func streamSocket() async -> StreamSocket? {
      let command = lab.source.command(
        Command("ss", "-Htmi", "dst", lab.destination.migrationAddress))
      guard let output = try? await command.output() else { return nil }
      return StreamSocket.busiest(in: output)
    }

    func sentBytes() async -> Int64? {
      let command = lab.source.command(Command("cat", "/proc/self/net/dev"))
      guard let output = try? await command.output() else { return nil }
      return InterfaceCounters.sentBytes(by: "wan0", in: output)
    }

    func pingProbe() throws -> PingProbe {
      PingProbe { [lab] in lab.supervisor.command($0) }
    }
  }
#endif
