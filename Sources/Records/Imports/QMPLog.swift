import Foundation

/// Answers to QMP's query-migrate (qapi/migration.json, `MigrationInfo`) with events beside them,
/// or the progress records of QEMU's guestperf.
///
/// Its times are QEMU's, which knows no manager: `qemu_total_time` and `qemu_downtime`. When the
/// destination ran again it can't say, so there is no pause.
enum QMPLog {
  static func read(_ data: Data, _ problems: inout LogProblems) -> LoggedMigration {
    var reader = Reader()
    var objects = JSONObjects(data)
    while let object = objects.next(&problems) {
      reader.take(object.value, line: object.line, &problems)
    }
    reader.noteEvents()
    return reader.migration
  }

  struct Reader {
    var migration = LoggedMigration()
    private var events: [JSONValue] = []
    private var firstEvent: Int64?
    private var isOver = false

    mutating func take(_ value: JSONValue, line: Int, _ problems: inout LogProblems) {
      if let version = value["QMP"]?["version"]?["qemu"] {
        note(version)
      } else if value["event"] != nil {
        takeEvent(value, line, &problems)
      } else if case .array(let history)? = value["progress_history"] {
        for progress in history { takePoll(progress, line, &problems) }
      } else if let error = value["error"] {
        problems.add("QEMU answered with an error: \(error["desc"].words)", line: line)
      } else if let answer = value["return"] {
        // Answers to other commands are of no interest.
        if answer["status"] != nil { takePoll(answer, line, &problems) }
      } else if value["status"] != nil {
        takePoll(value, line, &problems)
      } else if value["execute"] == nil, value["exec-oob"] == nil {
        problems.add("is no answer to query-migrate and no event", line: line)
      }
    }

    private mutating func note(_ version: JSONValue) {
      let parts = ["major", "minor", "micro"].compactMap { version[$0]?.wholeNumber }
      guard parts.count == 3 else { return }
      migration.facts["qemu"] = .string(parts.map(String.init).joined(separator: "."))
    }

    private mutating func takePoll(
      _ poll: JSONValue, _ line: Int, _ problems: inout LogProblems
    ) {
      guard !isOver else { return }
      guard case .string(let status)? = poll["status"] else {
        problems.add("status is no text", line: line)
        return
      }
      guard let state = State(status) else {
        // query-status has such answers too: "running".
        return
      }
      var values = QMPFields.counts(of: poll, line, &problems)
      if state == .active {
        if migration.outcome != nil { return endLog(line, &problems) }
        guard !values.isEmpty else { return }
        // As long as it runs, it has had none.
        values["qemu_downtime"] = nil
        migration.addSample(values)
      }
      values["expected_downtime"] = nil
      migration.totals.merge(values) { $1 }
      end(with: state, because: poll["error-desc"])
    }

    private mutating func endLog(_ line: Int, _ problems: inout LogProblems) {
      isOver = true
      problems.add("another migration begins; what follows is left out", line: line)
    }

    private mutating func end(with state: State, because reason: JSONValue?) {
      guard let outcome = state.outcome else { return }
      migration.outcome = outcome
      if case .string(let text)? = reason { migration.reason = text }
    }

    private mutating func takeEvent(
      _ event: JSONValue, _ line: Int, _ problems: inout LogProblems
    ) {
      guard !isOver, case .string(let name)? = event["event"], QMPLog.events.contains(name)
      else { return }
      guard let time = event["timestamp"].flatMap(QMPLog.microseconds) else {
        problems.add("\(name) has no timestamp that is one", line: line)
        return
      }
      let first = firstEvent ?? time
      firstEvent = first
      var fact: [String: JSONValue] = [
        "event": .string(name), "time_us": .integer(time - first),
      ]
      if let pass = event["data"]?["pass"]?.wholeNumber { fact["pass"] = .integer(pass) }
      if case .string(let status)? = event["data"]?["status"] {
        fact["status"] = .string(status)
        if let state = State(status) {
          if migration.outcome != nil, state == .preparing { return endLog(line, &problems) }
          end(with: state, because: nil)
        }
      }
      events.append(.object(fact))
    }

    mutating func noteEvents() {
      guard !events.isEmpty else { return }
      migration.facts["events"] = .array(events)
    }
  }

  static let events: Set<String> = ["MIGRATION", "MIGRATION_PASS", "STOP", "RESUME"]

  /// QEMU's words (`MigrationStatus`) as far as they differ for a record.
  enum State {
    case preparing, active, completed, failed, cancelled

    init?(_ word: String) {
      switch word {
      case "none", "setup", "wait-unplug": self = .preparing
      case "active", "pre-switchover", "device", "cancelling", "postcopy-active",
        "postcopy-device", "postcopy-paused", "postcopy-recover", "postcopy-recover-setup",
        "failing":
        self = .active
      case "completed": self = .completed
      case "failed": self = .failed
      case "cancelled": self = .cancelled
      default: return nil
      }
    }

    var outcome: String? {
      switch self {
      case .completed: "completed"
      case .failed: "failed"
      case .cancelled: "aborted"
      default: nil
      }
    }
  }

  private static func microseconds(_ timestamp: JSONValue) -> Int64? {
    guard let seconds = timestamp["seconds"]?.wholeNumber,
      let rest = timestamp["microseconds"]?.wholeNumber,
      (0...1 << 40).contains(seconds), (0..<1_000_000).contains(rest)
    else { return nil }
    return seconds * 1_000_000 + rest
  }
}

extension JSONValue {
  /// The number, where it is one without a fraction.
  var wholeNumber: Int64? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int64(exactly: value)
    default: nil
    }
  }
}

extension JSONValue? {
  fileprivate var words: String {
    if case .string(let text)? = self { String(text.prefix(200)) } else { "no words" }
  }
}
