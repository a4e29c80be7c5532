import Foundation
import Records

/// Records as tables for statistics: `runs.csv` (one row a record, its scenario's fields as
/// columns), `rounds.csv` and `samples.csv` keyed by `run`, and `datapackage.json`, which says what
/// each column means.
///
/// They are in this room and not in Records because plain numbers from a scenario's texts need its
/// description: that "1 s" is a time where `path.rtt` stands, and a text where `name` does.
public struct RecordTables: Sendable {
  public let runs: Table
  public let rounds: Table
  public let samples: Table

  /// A run's name is the tables' key, so a name that occurred before gets a number, and one that is
  /// empty is "unnamed".
  public init(_ records: [Record]) {
    let names = RecordTables.distinct(records.map(\.run))
    runs = .runs(records, named: names, scenario: ScenarioColumns.cells)
    rounds = .rounds(records, named: names)
    samples = .samples(records, named: names)
  }

  public var package: DataPackage {
    DataPackage(name: "ferry-records", title: "Migrations", tables: [runs, rounds, samples])
  }

  /// Writes the four files into a folder, which is made where it is not there. Each replaces the
  /// file of its name whole, or not at all.
  public func write(to directory: String) throws {
    let folder = URL(filePath: directory, directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for table in package.tables {
      try Data(table.csv.utf8).write(
        to: folder.appending(path: "\(table.name).csv"), options: .atomic)
    }
    try Data(try package.text().utf8).write(
      to: folder.appending(path: "datapackage.json"), options: .atomic)
  }

  private static func distinct(_ names: [String]) -> [String] {
    var taken = Set(names)
    var seen: Set<String> = []
    var next: [String: Int] = [:]
    return names.map { name in
      let name = name.isEmpty ? "unnamed" : name
      if seen.insert(name).inserted { return name }
      var number = next[name] ?? 2
      while taken.contains("\(name) (\(number))") { number += 1 }
      next[name] = number + 1
      let free = "\(name) (\(number))"
      taken.insert(free)
      seen.insert(free)
      return free
    }
  }
}
