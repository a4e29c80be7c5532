import Answers

/// An explanation as a person reads it: paragraphs under headings, and lines to type as they are.
struct ExplanationText {
  let explanation: Explanation
  let style: Style

  var text: String {
    let title = style.strong(explanation.scenario.printable)
    var blocks = [([title] + wrapped(explanation.summary, first: "  ", rest: "  "))]
    blocks += explanation.sections.map { section in
      ["  " + style.strong(section.title)] + section.items.flatMap(item)
    }
    blocks += explanation.commands.map { command in
      ["  " + style.strong("By hand: \(command.tool)")]
        // A line to type is not broken.
        + command.lines.map { "    \($0.printable)" } + command.notes.flatMap(item)
    }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func item(_ words: String) -> [String] { wrapped(words, first: "  - ", rest: "    ") }

  private func wrapped(_ words: String, first: String, rest: String) -> [String] {
    let lines = Paragraph.lines(
      of: Paragraph.words(of: words.printable), width: Paragraph.width - rest.count)
    return lines.enumerated().map { ($0 == 0 ? first : rest) + $1 }
  }
}
