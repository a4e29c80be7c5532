#if Libvirt
  /// The two hosts of a campaign, as the runner reaches them.
  struct HostPair: Sendable {
    /// To command and to watch; in a lab beside the shaped link, so that events come at once.
    var source: Connection
    var destination: Connection
    /// The destination as whoever runs the migration reaches it: in a lab over the shaped link from
    /// the source, so that the phases' round trips cost what they cost on a WAN.
    var client: Connection
    /// How the source's libvirt reaches the destination's, for `--p2p`.
    var destinationURI: String
    /// Where QEMU's stream goes; nil leaves it to libvirt.
    var streamURI: String?
    /// The same for the way back.
    var returnStreamURI: String?
    /// Whether both hosts' QEMUs read one clock, so that their timestamps may be subtracted.
    var sharesClock: Bool
  }

  extension HostPair {
    /// Where a domain of that name is, and whether it runs there. A persistent domain's definition
    /// stays on a host that it has left; there it is off, and that is nowhere.
    func whereabouts(of name: String) async throws -> [(host: String, isRunning: Bool)] {
      var found: [(host: String, isRunning: Bool)] = []
      for (host, connection) in [("source", source), ("destination", destination)] {
        do {
          let state = try await connection.domain(named: name).state().state
          if state != .off { found.append((host, state == .running || state == .blocked)) }
        } catch let error as LibvirtError where error.isMissingDomain {
          continue
        }
      }
      return found
    }

    /// The same in words: "running on destination".
    func places(of name: String) async throws -> String {
      let found = try await whereabouts(of: name)
      let places = found.map { "\($0.isRunning ? "running" : "not running") on \($0.host)" }
      return places.isEmpty ? "on neither host" : places.joined(separator: " and ")
    }

    /// - Throws: `RunnerProblem` unless the domain runs on one host, and is on no other.
    func verify(_ name: String, runsOn host: String) async throws {
      let found = try await whereabouts(of: name)
      guard found.count == 1, found[0].host == host, found[0].isRunning else {
        throw RunnerProblem(
          "domain \(name) should run on the \(host) only, and is "
            + (try await places(of: name)))
      }
    }
  }
#endif
