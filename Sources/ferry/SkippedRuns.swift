import Calibration

/// Runs that were left out, a line a reason.
enum SkippedRuns {
  private static let mostNames = 3

  static func text(_ skipped: [Comparison.Skipped]) -> String {
    var reasons: [(text: String, runs: [String])] = []
    for one in skipped {
      if let known = reasons.firstIndex(where: { $0.text == one.reason }) {
        reasons[known].runs.append(one.run)
      } else {
        reasons.append((one.reason, [one.run]))
      }
    }
    let lines = reasons.map { reason in
      let names = reason.runs.prefix(mostNames).joined(separator: ", ")
      let more = reason.runs.count > mostNames ? ", …" : ""
      return "  \(reason.runs.count) (\(names)\(more)): \(reason.text)".printable
    }
    return (["left out \(skipped.count):"] + lines).joined(separator: "\n")
  }
}
