import Foundation

/// The kinds of logs that become records.
public enum LogFormat: String, Sendable, CaseIterable {
  /// `virsh domjobinfo`, as often as it was run, with `--rawstats` or without.
  case domjobinfo
  /// Answers to QMP's query-migrate and events beside them, or guestperf's report.
  case qmp
  /// The log of a migration task of Proxmox VE.
  case proxmox

  /// Larger logs are refused: an hour of polls every 50 ms is 70 MB.
  public static let mostBytes = 256 << 20

  /// A record, and what of the log could not be used for it.
  public struct Result: Sendable {
    public let record: Record
    public let problems: LogProblems
  }

  /// Reads a log of one migration; where it holds several, the first.
  ///
  /// - Parameter run: what the record's run is called.
  /// - Throws: `UnusableLog` where nothing in it tells of a migration.
  public func read(_ data: Data, run: String) throws(UnusableLog) -> Result {
    guard data.count <= LogFormat.mostBytes else {
      throw UnusableLog(words: "is over 256 MiB; split it", problems: LogProblems())
    }
    var problems = LogProblems()
    let migration: LoggedMigration
    switch self {
    case .domjobinfo: migration = DomjobinfoLog.read(data, &problems)
    case .qmp: migration = QMPLog.read(data, &problems)
    case .proxmox: migration = ProxmoxLog.read(data, &problems)
    }
    guard migration.isUsable else {
      throw UnusableLog(words: "holds nothing of a migration: \(expectation)", problems: problems)
    }
    return Result(record: migration.record(run: run, format: rawValue), problems: problems)
  }

  private var expectation: String {
    switch self {
    case .domjobinfo: "lines such as \"Time elapsed: 8401 ms\" were expected"
    case .qmp: "answers such as {\"return\": {\"status\": \"active\", …}} were expected"
    case .proxmox:
      "lines such as \"2024-05-01 12:00:00 starting migration of VM 100\" were expected"
    }
  }
}
