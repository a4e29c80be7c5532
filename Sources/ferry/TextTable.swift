/// Columns of text, aligned: the first to the left, the rest to the right.
struct TextTable {
  var header: [String]
  var rows: [[String]] = []
  /// Written in front of each line.
  var indent = ""

  var text: String { text(Style(isPlain: true)) }

  /// With the first cell of the header set off, as the table's title.
  func text(_ style: Style) -> String {
    let lines = ([header] + rows).map { $0.map(\.printable) }
    let columns = lines.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return lines.enumerated().map { row, line in
      indent
        + line.enumerated().map { column, cell in
          let padding = String(repeating: " ", count: widths[column] - cell.count)
          if column > 0 { return padding + cell }
          // Escape codes have no width, so they come after it is reckoned.
          return (row == 0 ? style.strong(cell) : cell) + (line.count > 1 ? padding : "")
        }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
