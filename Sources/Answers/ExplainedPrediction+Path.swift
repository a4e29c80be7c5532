import MigrationModel
import Quantities
import Scenarios

extension Scenario {
  /// The input with the path as it is for the longest stretch of a predicted migration.
  func usualInput(of prediction: Prediction) -> MigrationInput {
    input.longestStretch(until: prediction.end).input
  }
}

extension Prediction {
  /// From the migration's start; nil where it has no end.
  fileprivate var end: Span? {
    byTime.timeElapsed ?? byTime.totalTime
  }
}

extension ExplainedPrediction {
  /// What becomes of the path on the way, and which of it the figures are about.
  var pathChanges: [String] {
    let path = scenario.input.path
    let changes = path.changes.sorted { $0.at < $1.at }.map { "at \($0.at) \($0.words)" }
    let others = path.crossTraffic.map { traffic in
      "from \(traffic.from)" + (traffic.to.map { " to \($0)" } ?? " on")
        + " others send \(traffic.rate)"
    }
    guard !(changes + others).isEmpty else { return [] }
    let from = scenario.input.longestStretch(until: prediction.end).from
    return [
      "the path changes: " + (changes + others).joined(separator: "; ")
        + "; these limits are those of its longest stretch, which begins at \(from.shown)"
    ]
  }

  /// A rate limit lets more pass than it says where several pages go between two tests.
  var limitInWindows: [String] {
    let settings = scenario.input.settings
    guard let cap = settings.bandwidthCap,
      let bound = scenario.input.rateBounds.first(where: { $0.cause == .rateLimit })
    else { return [] }
    let tests =
      settings.pagesPerLimitTest == 1 ? "each page" : "each \(settings.pagesPerLimitTest) pages"
    return [
      "the rate limit is \(cap): \(settings.hypervisor.name) tests it after \(tests), in windows "
        + "of 100 ms, which lets \(bound.rate) of the stream go, \(bound.pageRate) of it pages"
    ]
  }
}

extension PathChange {
  /// "it has 50 Mbit/s and a round trip of 20 ms".
  fileprivate var words: String {
    let parts = [
      bandwidth.map { "\($0)" }, roundTrip.map { "a round trip of \($0)" },
      jitter.map { "a jitter of \($0)" }, loss.map { "a loss of \($0)" },
    ].compactMap { $0 }
    let state = isDown.map { $0 ? "it is down" : "it is up again" }
    let has = parts.isEmpty ? nil : "it has " + parts.joined(separator: " and ")
    return [state, has].compactMap { $0 }.joined(separator: " and ")
  }
}
