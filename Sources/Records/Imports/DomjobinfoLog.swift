import Foundation
import Quantities

/// Repeated output of `virsh domjobinfo`: polls of a running job, and the completed one.
///
/// It can't say what the path was like, nor when the vCPUs stopped; a downtime there is libvirt's,
/// by two hosts' clocks. Sizes in binary units have three decimals, so 2 GiB is known to 0.5 MiB;
/// `--rawstats` has them exactly.
enum DomjobinfoLog {
  static func read(_ data: Data, _ problems: inout LogProblems) -> LoggedMigration {
    var reader = Reader()
    LogLines.forEach(of: data, problems: &problems) { line, number, problems in
      reader.take(line, number, &problems)
    }
    reader.endJob(&problems)
    return reader.migration
  }

  enum JobType: Int64 {
    case none, bounded, unbounded, completed, failed, cancelled

    init?(word: String) {
      let words = ["None", "Bounded", "Unbounded", "Completed", "Failed", "Cancelled"]
      guard let index = words.firstIndex(of: word) else { return nil }
      self.init(rawValue: Int64(index))
    }

    var isActive: Bool { self == .bounded || self == .unbounded }

    var outcome: String? {
      switch self {
      case .completed: "completed"
      case .failed: "failed"
      case .cancelled: "aborted"
      default: nil
      }
    }
  }

  /// One block of lines.
  struct Job {
    let line: Int
    var type: JobType?
    var operation: String?
    var values: [String: Int64] = [:]
    var message: String?
  }

  /// virDomainJobOperation's numbers, as `--rawstats` prints them, in virsh's words.
  static let operations = [
    "Unknown", "Start", "Save", "Restore", "Incoming migration", "Outgoing migration", "Snapshot",
    "Snapshot revert", "Dump", "Backup", "Snapshot delete",
  ]
  static let migrations = ["Incoming migration", "Outgoing migration", "Unknown"]

  struct Reader {
    var migration = LoggedMigration()
    var job: Job?
    /// A second migration has begun, which is another record's.
    var isOver = false

    mutating func take(_ line: String, _ number: Int, _ problems: inout LogProblems) {
      guard !isOver else { return }
      guard let colon = line.firstIndex(of: ":") else {
        problems.add("is no line of domjobinfo", line: number)
        return
      }
      let label = String(line[..<colon])
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      if label == "Job type" {
        endJob(&problems)
        guard let type = Int64(value).flatMap(JobType.init) ?? JobType(word: String(value)) else {
          problems.add("\"\(value.prefix(40))\" is no type of job", line: number)
          return
        }
        job = Job(line: number, type: type)
      } else {
        if job == nil { job = Job(line: number) }
        do throws(UnusableValue) {
          try set(label, to: String(value))
        } catch {
          problems.add(error.words, line: number)
        }
      }
    }

    private mutating func set(_ label: String, to value: String) throws(UnusableValue) {
      switch label {
      case "Operation": job?.operation = value
      case "operation":
        let index = try DomjobinfoLog.integer(value, of: label)
        let isKnown = DomjobinfoLog.operations.indices.contains(Int(index))
        job?.operation = isKnown ? DomjobinfoLog.operations[Int(index)] : "Unknown"
      case "Error message", "errmsg": job?.message = value
      // The type of the job says the same.
      case "success": break
      default:
        if let field = JobInfoField.all.first(where: { $0.label == label }) {
          job?.values[field.name] = try DomjobinfoLog.count(value, of: field)
        } else if label.isParameterName {
          job?.values[label] = try DomjobinfoLog.integer(value, of: label)
        } else {
          throw UnusableValue("is no line of domjobinfo")
        }
      }
    }

    mutating func endJob(_ problems: inout LogProblems) {
      guard !isOver, let ended = job else { return }
      job = nil
      if let operation = ended.operation, !DomjobinfoLog.migrations.contains(operation) {
        problems.add(
          "a job of another kind is left out: \(operation.prefix(40))", line: ended.line)
        return
      }
      // Without its first line a job is told by the downtime that it has had.
      let type = ended.type ?? (ended.values["downtime"] == nil ? .unbounded : .completed)
      guard type != .none, !ended.values.isEmpty || type.outcome != nil else { return }
      if migration.outcome != nil {
        // The completed job may be shown as often as it is asked for.
        guard type.isActive else { return }
        isOver = true
        problems.add("another migration begins; what follows is left out", line: ended.line)
        return
      }
      add(ended, type)
    }

    private mutating func add(_ job: Job, _ type: JobType) {
      var values = job.values
      if type.isActive {
        // libvirt's name is the same, but of a running job it is what QEMU expects.
        if let expected = values.removeValue(forKey: "downtime") {
          values["expected_downtime"] = expected
        }
        migration.addSample(values)
      }
      values["expected_downtime"] = nil
      migration.totals.merge(values) { $1 }
      migration.outcome = type.outcome
      migration.reason = type.outcome == "completed" ? nil : job.message
      if let operation = job.operation { migration.facts["operation"] = .string(operation) }
    }
  }
}

/// Why a value can't be used.
struct UnusableValue: Error {
  let words: String
  init(_ words: String) { self.words = words }
}

extension DomjobinfoLog {
  /// "8401 ms", "96.625 MiB", "12.5 MiB/s", "4096 bytes", "23451".
  static func count(_ text: String, of field: JobInfoField) throws(UnusableValue) -> Int64 {
    let value: Int64
    do {
      switch field.form {
      case .bytes: value = try ByteCount(parsing: text).count
      case .bytesPerSecond: value = try DataRate(parsing: text).count / 8
      case .milliseconds: value = try number(text, before: "ms", of: field.label)
      case .pagesPerSecond: value = try number(text, before: "pages/s", of: field.label)
      case .bytesOfPage: value = try number(text, before: "bytes", of: field.label)
      case .count, .wideCount: value = try number(text, before: "", of: field.label)
      }
    } catch let error as QuantityError {
      throw UnusableValue("\(field.label): \(error.description)")
    } catch let error as UnusableValue {
      throw error
    } catch {
      throw UnusableValue("\(field.label): is no value")
    }
    return try checked(value, of: field.name)
  }

  /// A bare number, as `--rawstats` prints each.
  static func integer(_ text: String, of name: String) throws(UnusableValue) -> Int64 {
    try checked(try number(text, before: "", of: name), of: name)
  }

  private static func number(
    _ text: String, before unit: String, of label: String
  ) throws(UnusableValue) -> Int64 {
    let words = text.split(separator: " ")
    let units = unit.isEmpty ? [] : [Substring(unit)]
    guard let first = words.first, Array(words.dropFirst()) == units,
      first.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int64(first)
    else {
      let kind = unit.isEmpty ? "a whole number" : "a whole number of \(unit)"
      throw UnusableValue("\(label): \"\(text.prefix(40))\" is not \(kind)")
    }
    return value
  }

  private static func checked(_ value: Int64, of name: String) throws(UnusableValue) -> Int64 {
    let range = Record.range(ofCount: name)
    guard range.contains(value) else {
      throw UnusableValue("\(name): \(value) is more than \(range.upperBound)")
    }
    return value
  }
}

extension String {
  /// libvirt's names of typed parameters: "memory_total".
  fileprivate var isParameterName: Bool {
    guard let first = utf8.first, (97...122).contains(first), utf8.count <= 80 else { return false }
    return utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
  }
}
