import Quantities

extension Path {
  /// When it becomes another, counted from the migration's start.
  var turns: [Span] {
    let ofOthers = crossTraffic.flatMap { [$0.from] + ($0.to.map { [$0] } ?? []) }
    return Set(changes.map(\.at) + ofOthers).sorted()
  }

  /// As it is at an instant, and would then stay.
  func settled(at instant: Span) -> Path {
    var present = self
    for process in Link.processes(of: self, began: instant, keepalive: nil) {
      process.shape(&present)
    }
    present.changes = []
    present.crossTraffic = []
    return present
  }

  func isDown(at instant: Span) -> Bool {
    let told = changes.filter { $0.at <= instant && $0.isDown != nil }
    return told.max { $0.at < $1.at }?.isDown ?? false
  }

  /// Why no full segment passes, as "gre makes packets of 1538 bytes, which vanish on a path of
  /// 1500"; nil where they do.
  public var blackHole: String? {
    let carriage = carriage
    guard carriage.fate == .lost, let longest = carriage.packets.map(\.bytes).max() else {
      return nil
    }
    return
      "\(overlay.name) makes packets of \(longest) bytes, which vanish on a path of \(mtu.count)"
  }
}

extension MigrationInput {
  /// The longest time for which the path stays as it is while the stream runs, outages left out:
  /// when it begins, and the input with such a path alone.
  ///
  /// - Parameter end: from the migration's start to its end; nil where it has none.
  public func longestStretch(until end: Span?) -> (from: Span, input: MigrationInput) {
    let end = end ?? .horizon
    let turns = path.turns.filter { $0 > streamBegins && $0 < end }
    let starts = [streamBegins] + turns
    var longest = (from: streamBegins, length: Span.zero)
    for (start, next) in zip(starts, turns + [end]) where !path.isDown(at: start) {
      if next - start > longest.length { longest = (start, next - start) }
    }
    var input = self
    input.path = path.settled(at: longest.from)
    return (longest.from, input)
  }
}
