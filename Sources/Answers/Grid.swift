/// The values that `--grid` asks for: every combination of a few fields' values.
public struct Grid: Sendable, Equatable {
  public struct Axis: Sendable, Equatable {
    /// Dotted, as `path.bandwidth`.
    public let path: String
    /// As they were written.
    public let values: [String]
  }

  /// What is wrong with an axis, in words for the person who typed it.
  public struct Problem: Error, Sendable, Equatable {
    public let description: String
  }

  public let axes: [Axis]

  /// More is a sweep, not a table.
  public static let mostPoints = 10_000

  /// Reads axes such as "path.bandwidth=37Mbit/s,100Mbit/s"; commas inside brackets and quotes are
  /// part of a value. Whether the values make sense is the scenario's to say.
  public init(_ axes: [String]) throws(Problem) {
    var read: [Axis] = []
    for text in axes {
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw Problem(
          description:
            "--grid \(text): write key=values, such as path.bandwidth=37Mbit/s,100Mbit/s.")
      }
      let path = String(text[..<equals])
      guard !read.contains(where: { $0.path == path }) else {
        throw Problem(description: "--grid \(path): is given twice; write all values in one list.")
      }
      let values = Grid.values(text[text.index(after: equals)...])
      read.append(Axis(path: path, values: values))
    }
    let count = read.reduce(1.0) { $0 * Double($1.values.count) }
    guard count <= Double(Grid.mostPoints) else {
      throw Problem(
        description: "--grid: asks for more than \(Grid.mostPoints) predictions; give fewer values."
      )
    }
    self.axes = read
  }

  /// Each point's values in the axes' order; the last axis changes fastest.
  public var points: [[(path: String, text: String)]] {
    axes.reduce([[]]) { points, axis in
      points.flatMap { point in axis.values.map { point + [(axis.path, $0)] } }
    }
  }

  private static func values(_ text: Substring) -> [String] {
    var values = [""]
    var depth = 0
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        depth -= 1
      } else if character == ",", depth <= 0 {
        values.append("")
        continue
      }
      values[values.count - 1].append(character)
    }
    return values.map { value in
      String(value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}
