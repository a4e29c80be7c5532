import MigrationModel
import Quantities
import Records

/// One thing that a scenario expects of its result.
public enum Promise: Sendable, Equatable {
  /// At most this pause, by one clock, whatever the manager reports of it.
  case downtime(Span, text: String)
  /// At most this time from the start of the job to the running guest.
  case timeElapsed(Span, text: String)
  case outcome(String)
}

extension Resolution {
  /// What is expected, in the description's order; it decides nothing in the model.
  mutating func promises() -> [Promise] {
    guard let expected = root?["expect"] else { return [] }
    var promises: [Promise] = []
    if let written = expected["downtime"], let limit = written.time {
      promises.append(.downtime(limit, text: written.text))
    }
    if let written = expected["time-elapsed"], let limit = written.time {
      promises.append(.timeElapsed(limit, text: written.text))
    }
    if let word = expected["outcome"]?.word { promises.append(.outcome(word)) }
    let failed = checker.problems.contains { $0.path.hasPrefix("expect.") }
    if promises.isEmpty, !failed {
      contradict("expects nothing; give downtime, time-elapsed or outcome", expected)
    }
    return promises
  }
}

extension Scenario {
  /// Each promise held against the record that is to carry the verdict.
  func verdicts(on record: Record, by prediction: Prediction) -> [PromiseVerdict] {
    promises.map { promise in
      switch promise {
      case .downtime(let limit, let text):
        return PromiseVerdict(
          "downtime", limit, text, record.pause ?? record.downtime ?? record.qemuDowntime,
          record.prediction?.downtimeInterval, about: record.downtime ?? record.qemuDowntime)
      case .timeElapsed(let limit, let text):
        let ended = record.outcome == "completed"
        return PromiseVerdict(
          "time-elapsed", limit, text,
          ended ? record.timeElapsed ?? record.qemuTotalTime : nil,
          record.prediction?.timeElapsedInterval,
          about: prediction.typical.isManaged ? record.timeElapsed : record.qemuTotalTime)
      case .outcome(let word):
        return PromiseVerdict(
          promise: "outcome", expected: word, predicted: .string(record.outcome),
          isHeld: record.outcome == word,
          isHeldThroughout: prediction.reports.allSatisfy { $0.outcome.word == word })
      }
    }
  }
}

extension PromiseVerdict {
  /// What never ends, or is aborted, keeps no promise about time.
  ///
  /// - Parameter figure: what the interval is about; it is as wide about the value.
  fileprivate init(
    _ promise: String, _ limit: Span, _ text: String, _ value: Int64?, _ interval: [Int64]?,
    about figure: Int64?
  ) {
    let more = (value ?? 0) - (figure ?? value ?? 0)
    func holds(_ milliseconds: Int64?) -> Bool {
      milliseconds.map { Span.milliseconds($0) <= limit } ?? false
    }
    self.init(
      promise: promise, expected: text, predicted: value.map(JSONValue.integer) ?? .null,
      isHeld: holds(value),
      isHeldThroughout: holds(value) && holds((interval?.last).map { $0 + more }))
  }
}
