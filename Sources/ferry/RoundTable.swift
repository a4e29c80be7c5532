import Quantities
import Records

/// A migration's rounds, one a line.
struct RoundTable {
  let rounds: [Record.Round]
  let style: Style

  var text: String {
    var table = TextTable(
      header: [
        "round", "starts [s]", "lasts [s]", "sent", "zero", "dirtied", "unsent", "Mbit/s",
        "threshold", "ended",
      ], indent: "  ")
    for round in rounds {
      table.rows.append([
        "\(round.round)", shown(round.startNanoseconds, seconds),
        shown(round.durationNanoseconds, seconds), "\(round.pagesSent)",
        shown(round.zeroPagesSent), shown(round.pagesDirtied), shown(round.pagesLeft),
        shown(round.bandwidthBitsPerSecond, megabits),
        shown(round.thresholdBytes) { ByteCount($0).description }, round.endCause ?? "-",
      ])
    }
    return table.text + "\n" + legend
  }

  private var legend: String {
    let words = Paragraph.words(
      of: """
        sent: pages, with the zero ones. dirtied: found by the synchronisation at the round's end. \
        unsent: pages left before it. Mbit/s: as measured last. threshold: what may be left to stop.
        """)
    return Paragraph.lines(of: words, width: Paragraph.width - 2)
      .map { "  " + style.faint($0) }.joined(separator: "\n")
  }

  private func shown(
    _ value: Int64?, _ text: (Int64) -> String = { String($0) }
  ) -> String {
    value.map(text) ?? "-"
  }

  private func seconds(_ nanoseconds: Int64) -> String {
    Decimals.text(nanoseconds, over: 1_000_000_000, places: 3)
  }

  private func megabits(_ bitsPerSecond: Int64) -> String {
    Decimals.text(bitsPerSecond, over: 1_000_000, places: bitsPerSecond < 1_000_000 ? 4 : 2)
  }
}
