import MigrationModel
import Quantities
import Records

/// Predictions as a trace that Perfetto opens (ui.perfetto.dev, chrome://tracing): the JSON object
/// of Chrome's Trace Event Format, with times in microseconds.
///
/// Each prediction is a process of its own, drawn from its typical run, whose trace must have been
/// kept (``MigrationModel/predict(_:keepsTrace:)``).
public struct ChromeTrace: Sendable {
  private var events: [TraceEvent] = []
  private var count = 0

  public init() {}

  /// The rows of a process.
  enum Row: Int, CaseIterable {
    case rounds = 1
    case stream, pause

    var name: String {
      switch self {
      case .rounds: "rounds"
      case .stream: "stream"
      case .pause: "pause"
      }
    }
  }

  public mutating func add(_ prediction: Prediction, named name: String) {
    count += 1
    let run = DrawnRun(prediction.typical, process: count)
    events.append(.name("process_name", name, process: count))
    for row in Row.allCases {
      events.append(.name("thread_name", row.name, process: count, row: row.rawValue))
    }
    // Longer ones first, so that what is inside another follows it; else as they were made.
    let drawn = run.events.enumerated().sorted {
      ($0.element.start, -$0.element.length, $0.offset)
        < ($1.element.start, -$1.element.length, $1.offset)
    }
    events += drawn.map(\.element)
  }

  /// The file's text: equal predictions give equal bytes.
  public func text() throws -> String {
    let lines = try events.map { try RecordFile.line($0.json) }
    let list = lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n") + "\n"
    return "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\(list)]}\n"
  }
}
