import Answers
import Quantities
import Records

/// A prediction as a person reads it.
struct PredictionTable {
  let record: Record
  let style: Style
  /// Whether each round is told.
  let rounds: Bool

  /// A name, and pieces between which its value may be broken into lines.
  private typealias Field = (name: String, pieces: [String])

  var text: String {
    var lines = [style.strong(record.run.printable)]
    let indent = 16
    for field in fields {
      let values = Paragraph.lines(of: field.pieces, width: Paragraph.width - indent)
      for (index, value) in values.enumerated() {
        let name = index == 0 ? "  " + field.name : ""
        lines.append(name + String(repeating: " ", count: indent - name.count) + value)
      }
    }
    if rounds, let rounds = record.rounds, !rounds.isEmpty {
      lines += ["", RoundTable(rounds: rounds, style: style).text]
    }
    return lines.joined(separator: "\n")
  }

  private var fields: [Field] {
    var fields: [Field] = [("outcome", [record.outcome])]
    if let reason = record.reason { fields.append(("because", Paragraph.words(of: reason))) }
    func append(_ name: String, _ value: Int64?, _ bounds: [Int64]? = nil) {
      if let value { fields.append((name, [milliseconds(value) + interval(bounds)])) }
    }
    if isUnmanaged {
      append("whole task", record.timeElapsed)
      append("total time", record.qemuTotalTime, details?.timeElapsedInterval)
      append("downtime", record.qemuDowntime, details?.downtimeInterval)
      append("pause", record.pause)
    } else if record.timeElapsed != nil {
      append("total time", record.timeElapsed, details?.timeElapsedInterval)
    } else if let time = record.qemuTotalTime {
      let downtime = record.qemuDowntime.map { ", down for \(milliseconds($0))" } ?? ""
      fields.append(("by QEMU", [milliseconds(time) + downtime]))
    }
    append("downtime", record.downtime, details?.downtimeInterval)
    if let parts = details?.downtimeParts { fields.append(("of which", inWords(parts))) }
    append("guest clock", record.pauseGuestClock)
    if record.outcome == "completed", let rounds = record.rounds, !rounds.isEmpty {
      // The last round may have begun live: with a limit of 0 it can be the only one.
      let label = isUnmanaged ? "QEMU shows dirty-sync-count" : "libvirt shows Iteration"
      let count = record.isOfXen ? nil : record.memoryIteration
      let shown = count.map { " (\(label): \($0))" } ?? ""
      fields.append(("rounds", ["\(rounds.count), the guest stopped in the last\(shown)"]))
    }
    if case .integer(let total)? = record.others["disk_total"],
      case .integer(let processed)? = record.others["disk_processed"]
    {
      let part = processed < total ? " of \(ByteCount(total))" : ""
      fields.append(("disks", ["\(ByteCount(processed))\(part), holes included"]))
    }
    if let normal = record.memoryNormal, let zero = record.memoryConstant,
      let processed = record.memoryProcessed
    {
      fields.append(("sent", ["\(ByteCount(processed)): \(normal) pages and \(zero) zero pages"]))
    }
    func append(_ name: String, _ items: [String]) {
      for (index, item) in items.enumerated() {
        fields.append((index == 0 ? name : "", Paragraph.words(of: item)))
      }
    }
    append("would help", record.remedyLines)
    append("expected", record.promiseWords)
    if let path = details?.path { fields.append(("path", inWords(path: path))) }
    if let details { fields.append(("digest", [style.faint(details.digest)])) }
    return fields
  }

  /// Of bare QEMU there are only its own figures; the pause, which it can't see, comes besides.
  private var isUnmanaged: Bool { record.kind == .predicted && record.showsFiguresOfQEMU }

  private var details: PredictionDetails? { record.prediction }

  private func milliseconds(_ value: Int64) -> String { Span.milliseconds(value).description }

  private func interval(_ bounds: [Int64]?) -> String {
    guard let bounds, bounds.count == 2, let level = details?.level else { return "" }
    let percent = Int((level * 100).rounded())
    return style.faint(
      "  (\(percent) % between \(milliseconds(bounds[0])) and \(milliseconds(bounds[1])))")
  }

  /// The parts in the order in which they happen, those of no length left out.
  private func inWords(_ parts: [String: Int64]) -> [String] {
    let order = [
      "suspended", "stop", "disks", "backlog", "pages", "device-state", "propagation", "scanning",
      "load", "resume",
      "round-trips",
    ]
    let shown = order.compactMap { name -> String? in
      guard let span = parts[name].map(Span.init(count:)), span >= .milliseconds(1) else {
        return nil
      }
      let words = name.split(separator: "-").joined(separator: " ")
      return "\(words) \(span.inWholeMilliseconds)"
    }
    return shown.enumerated().map { $0 == shown.count - 1 ? $1 : $1 + "," }
  }

  private func inWords(path: [String: Int64]) -> [String] {
    let goodput = DataRate(count: path["goodput_bps"] ?? 0)
    let buffer = ByteCount(path["send_buffer_bytes"] ?? 0)
    let window = path["largest_window_segments"] ?? 0
    return ["\(goodput) of goodput; send buffer \(buffer), window up to \(window) segments"]
  }
}
