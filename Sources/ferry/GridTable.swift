import Answers
import Quantities
import Records

/// The table that people draw by hand: total time, or "-" where a migration does not complete.
struct GridTable {
  let name: String
  let grid: Grid
  /// One a point, in the grid's order.
  let records: [Record]
  let style: Style

  var text: String {
    guard let down = grid.axes.first else { return "" }
    let title = style.strong(name.printable)
    guard grid.axes.count == 2, let across = grid.axes.last else {
      var list = TextTable(header: [down.path, "total time", "downtime"], indent: "  ")
      list.rows = zip(down.values, records).map { value, record in
        [value, time(record), record.isCompleted ? shown(record.anyDowntime) : "-"]
      }
      return title + "\n" + list.text
    }
    var table = TextTable(header: ["total time"] + across.values, indent: "  ")
    table.rows = down.values.enumerated().map { row, value in
      let first = row * across.values.count
      return [value] + records[first..<(first + across.values.count)].map(time)
    }
    return [title, "  down \(down.path), across \(across.path)".printable, table.text]
      .joined(separator: "\n")
  }

  private func time(_ record: Record) -> String {
    record.isCompleted ? shown(record.anyTotalTime) : "-"
  }

  private func shown(_ milliseconds: Int64?) -> String {
    milliseconds.map { Span.milliseconds($0).description } ?? "-"
  }
}

extension Record {
  fileprivate var isCompleted: Bool { outcome == "completed" }
  /// What ``PredictionTable`` calls total time.
  fileprivate var anyTotalTime: Int64? {
    showsFiguresOfQEMU ? qemuTotalTime : timeElapsed ?? qemuTotalTime
  }
  fileprivate var anyDowntime: Int64? { downtime ?? qemuDowntime }
}
