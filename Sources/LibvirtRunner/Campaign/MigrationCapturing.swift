import Records

/// Makes planned migrations happen, one at a time, and measures them.
public protocol MigrationCapturing: Sendable {
  /// Once, before the first: reaches the hosts, and clears what a killed session has left there.
  ///
  /// - Throws: `RunnerProblem` where no migration can be captured at all.
  func prepare() async throws

  /// One migration from a fresh guest to the verdict. What goes wrong is a record too: outcome
  /// failed with its reason. Ends soon where its task is cancelled. `telling` takes the current
  /// phase in a few words: "booting the guest".
  func capture(
    _ planned: PlannedMigration, telling: @escaping @Sendable (String) -> Void
  ) async -> Record

  /// Once, after the last, after `prepare` threw too: takes down what it brought up.
  func close() async
}
