#if Libvirt
  import Foundation
  import MigrationModel
  import Records
  import Scenarios

  /// Hosts that are given by their connection URIs, with whatever path is between them.
  ///
  /// The runner stands wherever it is started: run it on the source, as one runs virsh, or the
  /// phases' round trips are those from elsewhere.
  struct GivenHosts: CaptureSite {
    let source: CaptureFile.Host
    let destination: CaptureFile.Host

    func connect() async throws -> HostPair {
      try await opening {
        let source = try await Connection.open(source.uri)
        let destination = try await Connection.open(destination.uri)
        return HostPair(
          source: source, destination: destination, client: destination,
          destinationURI: self.destination.uri, streamURI: self.destination.migrateURI,
          returnStreamURI: self.source.migrateURI, sharesClock: false)
      }
    }

    func connectClient(of hosts: HostPair) async throws -> Connection { hosts.destination }

    /// Measures the round trip to the destination's host, from here.
    func prepare(
      _ path: Path, telling: @Sendable (String) -> Void
    ) async throws -> PreparedPath {
      telling("measuring the path")
      guard let host = Self.host(of: destination.uri) else {
        return PreparedPath(
          roundTripMilliseconds: nil,
          facts: ["path": .string("not measured: the destination's URI names no host")])
      }
      let probes = 20
      let result = try await Command(
        "ping", "-n", "-c", "\(probes)", "-i", "0.2", "-W", "2", "--", host
      ).result()
      guard let found = try? RoundTrips(ping: result.output, sent: probes) else {
        return PreparedPath(
          roundTripMilliseconds: nil,
          facts: ["path": .string("not measured: \(host) does not answer ping")])
      }
      return PreparedPath(
        roundTripMilliseconds: found.medianMilliseconds, facts: ["rtt_ms": found.json])
    }

    func streamSocket() async -> StreamSocket? { nil }

    func sentBytes() async -> Int64? { nil }

    func pingProbe() throws -> PingProbe {
      throw RunnerProblem(
        "probes need a supervisor beside the hosts, which only a lab has",
        remedy: "leave probes out, or use hosts: lab")
    }

    /// "b" of qemu+ssh://root@b:22/system.
    static func host(of uri: String) -> String? {
      let host = URLComponents(string: uri)?.host ?? ""
      return host.isEmpty ? nil : host
    }
  }
#endif
