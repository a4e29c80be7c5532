#if Libvirt
  import MigrationModel
  import Records

  /// Two hosts and the path between them.
  protocol CaptureSite: Sendable {
    /// Fresh connections to command and to watch, waited for where a host is just starting again.
    /// They do not depend on the path, so that hosts can be cleared when it is cut.
    func connect() async throws -> HostPair
    /// The destination as whoever runs the migration reaches it, once the path stands.
    func connectClient(of hosts: HostPair) async throws -> Connection
    /// Makes the path what was planned, or measures what is there.
    func prepare(
      _ path: Path, telling: @Sendable (String) -> Void
    ) async throws -> PreparedPath
    /// The socket on the source that carries a migration now; nil where it can't be seen.
    func streamSocket() async -> StreamSocket?
    /// What the source has sent over the path so far, in bytes as its interface counts them; nil
    /// where it can't be seen.
    func sentBytes() async -> Int64?
    /// Something beside the hosts that pings the guest.
    ///
    /// - Throws: `RunnerProblem` where there is nothing of the kind.
    func pingProbe() throws -> PingProbe
  }

  /// A path as it was found.
  struct PreparedPath: Sendable, Equatable {
    /// As ping found it; nil where nothing could be sent.
    var roundTripMilliseconds: Double?
    var facts: [String: JSONValue]
  }

  /// Opens a connection, and tries again for as long as a host may take to start again.
  func opening<Opened>(
    within limit: Duration = .seconds(20), _ open: () async throws -> Opened
  ) async throws -> Opened {
    let deadline = ContinuousClock().now + limit
    while true {
      do {
        return try await open()
      } catch let error as LibvirtError {
        guard ContinuousClock().now < deadline else { throw error }
        try await Task.sleep(for: .milliseconds(250))
      }
    }
  }
#endif
