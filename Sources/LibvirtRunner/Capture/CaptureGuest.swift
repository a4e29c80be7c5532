#if Libvirt
  import Records

  /// The virtual machine that is moved.
  protocol CaptureGuest: Sendable {
    /// The domain's name in a planned migration.
    func name(in planned: PlannedMigration) -> String
    /// Once, before the first migration.
    func prepare() async throws
    /// Brings it to the source with its loads running.
    func start(_ planned: PlannedMigration, on hosts: HostPair) async throws -> Domain
    /// Leaves the hosts as the next run wants to find them, whatever happened.
    func clear(_ hosts: HostPair) async throws
    var facts: [String: JSONValue] { get }
    /// - Throws: `RunnerProblem` where a load has ended by itself: what was captured is then not
    ///   what was planned.
    func verifyLoads() throws
  }
#endif
