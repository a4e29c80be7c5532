extension Table {
  /// What a table says of a scenario.
  public struct ScenarioCells: Sendable {
    /// Equal scenarios have equal ones.
    public let digest: String
    public let cells: [(column: Column, cell: Cell)]

    public init(digest: String, cells: [(column: Column, cell: Cell)]) {
      self.digest = digest
      self.cells = cells
    }
  }

  /// One row a record.
  ///
  /// - Parameter names: what each record's run is called in the tables.
  public static func runs(
    _ records: [Record], named names: [String], scenario: (JSONValue) -> ScenarioCells
  ) -> Table {
    let own = Set(ColumnGuide.ofRuns.map(\.name))
    var described: [String: Column] = [:]
    let rows = zip(records, names).map { record, name in
      var row = record.cells
      let scenario = scenario(record.scenario)
      row["run"] = Cell(name)
      row["scenario"] = Cell(scenario.digest)
      for (column, cell) in scenario.cells {
        // The record's own figures come first; a foreign scenario may have a key of their name.
        let isFree = row[column.name] == nil && !own.contains(column.name)
        let name = isFree ? column.name : "scenario.\(column.name)"
        described[name] = column
        row[name] = cell
      }
      return row
    }
    return Table(
      "runs", "One row a migration.", key: ["run"], columns: ColumnGuide.ofRuns, rows: rows
    ) { described[$0] ?? ColumnGuide.column($0) }
  }

  /// One row a round.
  public static func rounds(_ records: [Record], named names: [String]) -> Table {
    let rows = zip(records, names).flatMap { record, name in
      (record.rounds ?? []).map { $0.cells.merging(["run": Cell(name)]) { $1 } }
    }
    return Table(
      "rounds", "One row a round: the interval between two synchronisations.",
      key: ["run", "round"], columns: ColumnGuide.ofRounds, rows: rows,
      describe: ColumnGuide.column)
  }

  /// One row a poll of a running migration.
  public static func samples(_ records: [Record], named names: [String]) -> Table {
    let rows = zip(records, names).flatMap { record, name in
      record.polls.enumerated().map { index, poll in
        var row = Dictionary(
          flattened(poll, below: "").compactMap { path, value in
            Cell(value).map { (path.isEmpty ? "value" : path, $0) }
          }
        ) { first, _ in first }
        row["run"] = Cell(name)
        row["sample"] = Cell(Int64(index + 1))
        return row
      }
    }
    return Table(
      "samples", "One row a poll of a running migration.", key: ["run", "sample"],
      columns: ColumnGuide.ofSamples, rows: rows, describe: ColumnGuide.column)
  }
}

extension Record {
  fileprivate var polls: [JSONValue] {
    if case .array(let members)? = samples { members } else { [] }
  }

  /// All but the scenario, rounds, samples and the list of effective values.
  fileprivate var cells: [String: Table.Cell] {
    var cells: [String: Table.Cell] = [
      "kind": Table.Cell(kind.rawValue), "outcome": Table.Cell(outcome),
    ]
    cells["reason"] = reason.map { Table.Cell($0) }
    for (key, path) in Record.counts {
      cells[key.rawValue] = self[keyPath: path].map { Table.Cell($0) }
    }
    var values = others
    values["facts"] = facts
    for (path, value) in Table.flattened(.object(values), below: "")
    where cells[path] == nil && path != "run" && path != "scenario" {
      cells[path] = Table.Cell(value)
    }
    if let prediction { cells.merge(prediction.cells) { $1 } }
    return cells
  }
}

extension PredictionDetails {
  fileprivate var cells: [String: Table.Cell] {
    var cells: [String: Table.Cell] = [
      "seed": Table.Cell(String(seed), .integer), "replication": Table.Cell(Int64(replication)),
      "digest": Table.Cell(digest), "level": Table.Cell("\(level)", .number),
    ]
    let intervals = [("time_elapsed", timeElapsedInterval), ("downtime", downtimeInterval)]
    for (name, interval) in intervals {
      guard let interval, interval.count == 2 else { continue }
      cells["\(name)_interval.low"] = Table.Cell(interval[0])
      cells["\(name)_interval.high"] = Table.Cell(interval[1])
    }
    for (name, span) in downtimeParts ?? [:] {
      cells["downtime_parts_ns.\(name)"] = Table.Cell(span)
    }
    for (name, count) in path { cells["path.\(name)"] = Table.Cell(count) }
    if !notes.isEmpty { cells["notes"] = Table.Cell(.array(notes.map(JSONValue.string))) }
    return cells
  }
}

extension Record.Round {
  fileprivate var cells: [String: Table.Cell] {
    var cells: [String: Table.Cell] = [
      "round": Table.Cell(Int64(round)), "pages_sent": Table.Cell(pagesSent),
    ]
    cells["end_cause"] = endCause.map { Table.Cell($0) }
    for (name, count) in [
      ("start_ns", startNanoseconds), ("duration_ns", durationNanoseconds),
      ("zero_pages_sent", zeroPagesSent), ("pages_dirtied", pagesDirtied),
      ("pages_left", pagesLeft), ("bandwidth_bps", bandwidthBitsPerSecond),
      ("threshold_bytes", thresholdBytes), ("throttle", throttle),
    ] {
      cells[name] = count.map { Table.Cell($0) }
    }
    return cells
  }
}
