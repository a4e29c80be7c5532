#if Libvirt
  import Records

  /// A virtual machine that is there already, with whatever runs in it; it stays.
  struct NamedGuest: CaptureGuest {
    let name: String

    func name(in planned: PlannedMigration) -> String { name }

    func prepare() async throws {}

    /// What runs in it is its owner's.
    func verifyLoads() throws {}

    var facts: [String: JSONValue] { ["domain": .string(name)] }

    /// - Throws: `RunnerProblem` where it runs on neither host, or on both.
    func start(_ planned: PlannedMigration, on hosts: HostPair) async throws -> Domain {
      let found = try await hosts.whereabouts(of: name)
      guard found.count == 1, found[0].host == "source", found[0].isRunning else {
        throw RunnerProblem(
          "domain \(name) is \(try await hosts.places(of: name))",
          remedy: "start it on the source, and see that it is on no other host")
      }
      return try await hosts.source.domain(named: name)
    }

    /// Brings it back to the source, without any limit, where a migration left it elsewhere.
    func clear(_ hosts: HostPair) async throws {
      let found = try await hosts.whereabouts(of: name)
      guard found.count == 1, found[0].host == "destination", found[0].isRunning else { return }
      let domain = try await hosts.destination.domain(named: name)
      try await domain.migrate(
        to: hosts.source, parameters: MigrationParameters(streamURI: hosts.returnStreamURI))
    }
  }
#endif
