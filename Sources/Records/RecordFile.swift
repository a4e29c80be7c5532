import Foundation

/// Records as people keep them: one JSON object a line (.jsonl), or one object, or a list.
public enum RecordFile {
  /// What is wrong with a file of records, and where.
  public struct Problem: Error, CustomStringConvertible, Sendable {
    public let description: String
    /// The file itself could not be read.
    public let isUnreadable: Bool

    init(_ description: String, isUnreadable: Bool = false) {
      self.description = description
      self.isUnreadable = isUnreadable
    }
  }

  /// Larger files are refused: a campaign is megabytes.
  public static let mostBytes = 512 << 20

  /// Stands for stdin in place of a file's name.
  public static let standardInput = "-"

  /// Reads every record of a file, or of stdin; the first line that is no record throws.
  public static func read(_ path: String) throws(Problem) -> [Record] {
    let isInput = path == standardInput
    let path = isInput ? "stdin" : path
    let data: Data
    do {
      let file = isInput ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
      guard let file else {
        throw Problem("\(path): cannot be read: no such file", isUnreadable: true)
      }
      // Nothing at all is how the end of an empty file reads.
      data = try file.read(upToCount: mostBytes + 1) ?? Data()
      try? file.close()
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem("\(path): cannot be read (a folder?)", isUnreadable: true)
    }
    guard data.count <= mostBytes else { throw Problem("\(path): is over 512 MiB; split it") }
    return try records(in: data, named: path)
  }

  /// A record, or why there is none, so that a list's decoder goes on and the place is known.
  private struct Attempt: Decodable {
    let result: Result<Record, any Error>
    /// Keys above the record: its place in a list.
    let depth: Int

    init(from decoder: any Decoder) {
      depth = decoder.codingPath.count
      result = Result { try Record(from: decoder) }
    }
  }

  static func records(in data: Data, named name: String) throws(Problem) -> [Record] {
    // Some editors begin a file with a mark of its encoding.
    let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    guard let first = text.first(where: { !isBlank($0) }) else {
      throw Problem("\(name): holds no record: it is empty")
    }
    let decoder = JSONDecoder()
    if first == UInt8(ascii: "["), let list = try? decoder.decode([Attempt].self, from: text) {
      guard !list.isEmpty else { throw Problem("\(name): holds no record: the list is empty") }
      return try list.enumerated().map { (index, attempt) throws(Problem) in
        try record(attempt, at: "\(name): member \(index + 1) of the list")
      }
    }
    if let one = try? decoder.decode(Attempt.self, from: text) {
      return [try record(one, at: name)]
    }
    return try lines(of: text, named: name, decoder)
  }

  private static func lines(
    of text: Data, named name: String, _ decoder: JSONDecoder
  ) throws(Problem) -> [Record] {
    var records: [Record] = []
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy(isBlank) {
      let place = "\(name):\(index + 1)"
      let attempt: Attempt
      do {
        attempt = try decoder.decode(Attempt.self, from: line)
      } catch {
        let hint = records.isEmpty ? "; write each record on a line of its own, or a list" : ""
        throw Problem("\(place): is no record: \(DecodingWords.text(error))\(hint)")
      }
      records.append(try record(attempt, at: place))
    }
    return records
  }

  private static func record(
    _ attempt: Attempt, at place: String
  ) throws(Problem) -> Record {
    switch attempt.result {
    case .success(let record): return record
    case .failure(let error):
      throw Problem("\(place): is no record: \(DecodingWords.text(error, below: attempt.depth))")
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13
  }
}

/// Writing: equal values give equal bytes, as keys are in the order of the alphabet.
extension RecordFile {
  /// One line of JSON.
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
