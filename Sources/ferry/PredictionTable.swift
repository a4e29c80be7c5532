import Quantities
import Records

/// A prediction as a person reads it.
struct PredictionTable {
  let record: Record
  let style: Style
  /// Whether each round is told.
  let rounds: Bool

  var text: String {
    var lines = [style.strong(record.run)]
    lines += fields.map { name, value in
      "  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + value
    }
    if rounds, let rounds = record.rounds, !rounds.isEmpty { lines += ["", roundTable(rounds)] }
    return lines.joined(separator: "\n")
  }

  private var fields: [(String, String)] {
    var fields = [("outcome", record.outcome)]
    if let reason = record.reason { fields.append(("because", reason)) }
    if let time = record.timeElapsed {
      fields.append(("total time", milliseconds(time) + interval(details?.timeElapsedInterval)))
    }
    if let downtime = record.downtime {
      fields.append(("downtime", milliseconds(downtime) + interval(details?.downtimeInterval)))
    }
    if record.outcome == "completed", let iterations = record.memoryIteration {
      let live = max(0, iterations - 2)
      fields.append(("rounds", "\(live + 1) live, 1 stopped (Iteration: \(iterations))"))
    }
    if let normal = record.memoryNormal, let zero = record.memoryConstant,
      let processed = record.memoryProcessed
    {
      fields.append(
        ("sent", "\(ByteCount(processed)): \(normal) pages and \(zero) zero pages"))
    }
    if let parts = details?.downtimeParts { fields.append(("downtime is", inWords(parts))) }
    if let path = details?.path { fields.append(("path", inWords(path: path))) }
    if let details { fields.append(("digest", style.faint(details.digest))) }
    return fields
  }

  private var details: PredictionDetails? { record.prediction }

  private func milliseconds(_ value: Int64) -> String { Span.milliseconds(value).description }

  private func interval(_ bounds: [Int64]?) -> String {
    guard let bounds, bounds.count == 2, let level = details?.level else { return "" }
    let percent = Int((level * 100).rounded())
    return style.faint(
      "  (\(percent) % between \(milliseconds(bounds[0])) and \(milliseconds(bounds[1])))")
  }

  /// The parts in the order in which they happen, those of no length left out.
  private func inWords(_ parts: [String: Int64]) -> String {
    let order = [
      "stop", "backlog", "pages", "device-state", "propagation", "load", "resume", "round-trips",
    ]
    return order.compactMap { name in
      guard let count = parts[name], count >= 500_000 else { return nil }
      let words = name.split(separator: "-").joined(separator: " ")
      return "\(words) \(Span.milliseconds((count + 500_000) / 1_000_000))"
    }.joined(separator: ", ")
  }

  private func inWords(path: [String: Int64]) -> String {
    let goodput = DataRate(count: path["goodput_bps"] ?? 0)
    let buffer = ByteCount(path["send_buffer_bytes"] ?? 0)
    let window = path["largest_window_segments"] ?? 0
    return "\(goodput) of goodput; send buffer \(buffer), window up to \(window) segments"
  }

  private func roundTable(_ rounds: [Record.Round]) -> String {
    var table = TextTable(header: [
      "  round", "from", "for", "pages", "of them zero", "dirtied", "left before", "bandwidth",
      "threshold", "ended",
    ])
    for round in rounds {
      table.rows.append([
        "  \(round.round)", round.startNanoseconds.map { Span.nanoseconds($0).description } ?? "-",
        round.durationNanoseconds.map { Span.nanoseconds($0).description } ?? "-",
        "\(round.pagesSent)", round.zeroPagesSent.map(String.init) ?? "-",
        round.pagesDirtied.map(String.init) ?? "-", round.pagesLeft.map(String.init) ?? "-",
        round.bandwidthBitsPerSecond.map { DataRate(count: $0).description } ?? "-",
        round.thresholdBytes.map { ByteCount($0).description } ?? "-", round.endCause ?? "-",
      ])
    }
    return table.text
  }
}
