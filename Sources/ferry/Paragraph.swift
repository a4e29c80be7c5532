/// Text broken into lines that fit a page.
enum Paragraph {
  /// Columns of a page, on a terminal or not, so that output is the same in both.
  static let width = 100

  /// Pieces with a blank between them, in lines of at most so many columns; a longer piece has
  /// its own line.
  static func lines(of pieces: [String], width: Int) -> [String] {
    var lines: [String] = []
    for piece in pieces {
      if let last = lines.last, last.count + 1 + piece.count <= width {
        lines[lines.count - 1] = last + " " + piece
      } else {
        lines.append(piece)
      }
    }
    return lines
  }

  static func words(of text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
