/// Columns of text, aligned: the first to the left, the rest to the right.
struct TextTable {
  var header: [String]
  var rows: [[String]] = []

  var text: String {
    let lines = header.isEmpty ? rows : [header] + rows
    let columns = lines.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return lines.map { line in
      line.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { return padding + cell }
        return column == line.count - 1 ? cell : cell + padding
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
