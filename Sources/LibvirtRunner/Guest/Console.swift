import Foundation

/// A guest's serial console, as the file that QEMU appends to.
public struct Console: Sendable {
  public var file: String
  /// Earlier guests' lines are before this.
  private var start: UInt64

  /// From the end that the file has now: make it before the guest starts.
  public init(file: String) {
    self.file = file
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    start = (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
  }

  /// What the guest has printed so far; nothing where there is no file yet.
  public var lines: [String] {
    guard let handle = FileHandle(forReadingAtPath: file) else { return [] }
    defer { try? handle.close() }
    try? handle.seek(toOffset: start)
    let data = (try? handle.readToEnd()) ?? nil
    return String(decoding: data ?? Data(), as: UTF8.self).split(whereSeparator: \.isNewline)
      .map(String.init)
  }

  /// Loads that ended although nobody asked them to: "load 1 (stress-ng) with code 2".
  public var endedLoads: [String] {
    lines.compactMap { line in
      line.range(of: "ferry: ended: ").map { String(line[$0.upperBound...]) }
    }
  }

  /// Returns once all memory is filled and every load runs.
  ///
  /// - `isRunning` tells whether the guest still exists; it is asked ten times a second.
  /// - Throws: `RunnerProblem` with the guest's last lines where it failed, ended, or took longer.
  public func waitUntilReady(
    within limit: Duration, whileRunning isRunning: @Sendable () async throws -> Bool = { true }
  ) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while true {
      // Asked first: what a guest says as it ends is then still read.
      let runs = try await isRunning()
      let lines = lines
      if lines.contains(where: { $0.contains("ferry: ready") }) { return }
      let said = lines.isEmpty ? "it printed nothing" : lines.suffix(5).joined(separator: " / ")
      if lines.contains(where: { $0.contains("ferry: failed") || $0.contains("Kernel panic") }) {
        throw RunnerProblem("the guest failed: \(said)")
      }
      guard runs else { throw RunnerProblem("the guest ended before it was ready: \(said)") }
      guard clock.now < deadline else {
        throw RunnerProblem("the guest was not ready within \(limit): \(said)")
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }
}
