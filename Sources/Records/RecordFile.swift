import Foundation

/// Records as people keep them: one JSON object a line (.jsonl), or one object, or a list.
public enum RecordFile {
  /// What is wrong with a file of records, and where.
  public struct Problem: Error, CustomStringConvertible, Sendable {
    public let description: String
    /// The file itself could not be read.
    public let isUnreadable: Bool
  }

  /// Larger files are refused: a campaign is megabytes.
  public static let mostBytes = 512 << 20

  /// Reads every record of a file; the first line that is no record throws.
  public static func read(_ path: String) throws(Problem) -> [Record] {
    guard let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: mostBytes + 1)
    else {
      throw Problem(
        description: "\(path): can't be read; name a file of records (.jsonl)", isUnreadable: true)
    }
    guard data.count <= mostBytes else {
      throw Problem(description: "\(path): is over 512 MiB; split it", isUnreadable: false)
    }
    return try records(in: data, named: path)
  }

  static func records(in data: Data, named name: String) throws(Problem) -> [Record] {
    let decoder = JSONDecoder()
    if let list = try? decoder.decode([Record].self, from: data) { return list }
    if let one = try? decoder.decode(Record.self, from: data) { return [one] }
    var records: [Record] = []
    for (index, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
      if line.allSatisfy({ $0 == 32 || $0 == 13 || $0 == 9 }) { continue }
      do {
        records.append(try decoder.decode(Record.self, from: line))
      } catch {
        throw Problem(
          description: "\(name):\(index + 1): is no record: \(words(error))", isUnreadable: false)
      }
    }
    guard !records.isEmpty else {
      throw Problem(description: "\(name): holds no record", isUnreadable: false)
    }
    return records
  }

  private static func words(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "not JSON" }
    switch error {
    case .keyNotFound(let key, _): return "it lacks \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of the wrong kind"
    case .dataCorrupted(let context):
      let place = context.codingPath.map(\.stringValue).joined(separator: ".")
      return place.isEmpty ? "not JSON" : "\(place): \(context.debugDescription)"
    @unknown default: return "not JSON"
    }
  }

  /// One line of JSON, its keys in order of the alphabet, so that equal values give equal bytes.
  public static func line(_ value: some Encodable) throws -> String {
    try text(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  /// The same over several lines, for people.
  public static func pretty(_ value: some Encodable) throws -> String {
    try text(value, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted])
  }

  private static func text(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
