import MigrationModel
import Quantities

extension Settled {
  /// A trace's points, where it has them.
  var tracePoints: [TracedWrites.Point]? {
    self["points"]?.list?.compactMap { pair in
      guard let pair = pair?.list, pair.count == 2, let from = pair[0]?.time,
        let rate = pair[1]?.rate
      else { return nil }
      return TracedWrites.Point(from: from, rate: rate)
    }
  }
}

extension Checker {
  /// What a trace's keys say together.
  mutating func checkTrace(_ part: Settled) {
    guard let points = part["points"] else {
      // A file that is still there could not be read, which was told.
      let failed = problems.contains { $0.path.hasPrefix("\(part.path).") }
      if part["file"] == nil, !failed { add("a trace needs a file, or points", part) }
      return
    }
    if let file = part["file"] { add("a trace has either a file or points; not both", file) }
    guard let list = points.list else { return }
    if list.isEmpty { add("has no rate", points) }
    var before: Span?
    for pair in list {
      guard let time = pair?.list?.first??.time, let pair else { continue }
      if let before, time <= before {
        add("the times must increase from one rate to the next", pair)
        return
      }
      before = time
    }
  }
}
