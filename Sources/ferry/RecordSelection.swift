import ArgumentParser
import Records

/// Which of several files' records a command takes.
struct RecordSelection: ParsableArguments {
  @Argument(
    help: "Files of records, one JSON object a line; - for stdin.",
    completion: .file(extensions: ["jsonl", "json"]))
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Only records whose scenario has this value, as hosts.profile=lab-c. Repeatable: all must "
        + "hold.", valueName: "key=value"))
  var only: [String] = []

  /// One file's records, and where it lies.
  struct Source {
    let name: String
    let folder: String
    let records: [Record]
  }

  func validate() throws {
    if files.count(where: { $0 == RecordFile.standardInput }) > 1 {
      throw ValidationError("stdin (-) can be read only once.")
    }
    for text in only where !text.dropFirst().contains("=") {
      throw ValidationError("--only \(text): write key=value, as hosts.profile=lab-c.")
    }
  }

  /// Reads the files; one that can't be read is told, and the others are taken all the same.
  ///
  /// - Returns: what could be read, and the first problem's exit code.
  func read() -> (sources: [Source], code: ExitCode?) {
    var sources: [Source] = []
    var code: ExitCode?
    for file in files {
      do throws(RecordFile.Problem) {
        let records = try RecordFile.read(file).filter(isChosen)
        let slash = file.lastIndex(of: "/")
        let folder = slash.map { String(file[..<$0]) } ?? "."
        let name = file == RecordFile.standardInput ? StandardInput.name : file
        sources.append(Source(name: name, folder: folder, records: records))
      } catch {
        Terminal.error(error.description)
        code = code ?? ExitCode(error.isUnreadable ? ExitCodes.cannotRead : ExitCodes.badInput)
      }
    }
    if code == nil, !only.isEmpty, sources.allSatisfy(\.records.isEmpty) {
      Terminal.error("no record has \(only.joined(separator: " and "))")
      code = ExitCode(ExitCodes.badInput)
    }
    return (sources, code)
  }

  private func isChosen(_ record: Record) -> Bool {
    only.allSatisfy { text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let keys = parts[0].split(separator: ".").map(String.init)
      return record.scenario.text(at: keys) == String(parts[1])
    }
  }
}

extension JSONValue {
  /// A scalar's text at a path of keys and places; nil where there is none.
  fileprivate func text(at keys: [String]) -> String? {
    guard let first = keys.first else {
      switch self {
      case .string(let text): return text
      case .integer(let value): return String(value)
      case .number(let value): return String(value)
      case .bool(let value): return String(value)
      case .null, .array, .object: return nil
      }
    }
    let rest = Array(keys.dropFirst())
    if case .array(let members) = self, let place = Int(first), members.indices.contains(place) {
      return members[place].text(at: rest)
    }
    return self[first]?.text(at: rest)
  }
}
