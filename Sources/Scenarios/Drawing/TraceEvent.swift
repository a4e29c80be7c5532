import Quantities
import Records

/// One event of Chrome's Trace Event Format.
struct TraceEvent: Sendable {
  enum Phase: String, Sendable {
    case complete = "X"
    case instant = "i"
    case counter = "C"
    case metadata = "M"
  }

  let phase: Phase
  let name: String
  let process: Int
  /// 0 for what belongs to the process as a whole.
  var row = 0
  /// In nanoseconds.
  var start: Int64 = 0
  var length: Int64 = 0
  var arguments: [String: JSONValue] = [:]

  static func name(_ key: String, _ name: String, process: Int, row: Int = 0) -> TraceEvent {
    TraceEvent(
      phase: .metadata, name: key, process: process, row: row, arguments: ["name": .string(name)])
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "ph": .string(phase.rawValue), "name": .string(name), "pid": .integer(Int64(process)),
      "tid": .integer(Int64(row)), "ts": TraceEvent.microseconds(start),
    ]
    if phase == .complete { members["dur"] = TraceEvent.microseconds(length) }
    // A mark on its own row only.
    if phase == .instant { members["s"] = .string("t") }
    if !arguments.isEmpty { members["args"] = .object(arguments) }
    return .object(members)
  }

  private static func microseconds(_ nanoseconds: Int64) -> JSONValue {
    nanoseconds % 1000 == 0
      ? .integer(nanoseconds / 1000) : .number(Double(nanoseconds) / 1000)
  }
}
