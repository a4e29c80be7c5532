import Foundation
import Records
import Synchronization

/// A campaign's folder: the plan it is for, and the records of what was captured.
///
/// `records.jsonl` only grows, a whole line at a time, each on disk before `append` returns. So a
/// campaign that was killed at any instant goes on where it was, and repeats at most the run that
/// was in work.
public final class Campaign: Sendable {
  public let directory: String
  public let plan: CapturePlan
  /// What was found broken on opening and mended, in words.
  public let repair: String?
  private let file: RecordLog
  private let state: Mutex<State>

  private struct State {
    /// Each run's records, the first attempt's first.
    var attempts: [String: [Record]]
    /// The runs still to be captured.
    var open: Set<String>
  }

  /// Opens a folder, making it where it isn't there, and locks it for this process.
  ///
  /// With `retryFailed`, runs whose last attempt failed are to be run again.
  ///
  /// - Throws: `CampaignProblem` where another plan's records are there, another runner is at work,
  ///   or the folder can't be written.
  public static func open(
    _ directory: String, plan: CapturePlan, retryFailed: Bool = false
  ) throws -> Campaign {
    do {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw CampaignProblem(
        .cannotWrite, "\(directory): can't be made a folder: \(error.localizedDescription)")
    }
    let file = try RecordLog(locking: "\(directory)/records.jsonl")
    // Only whoever holds the lock may write the plan, and only a plan's own records are mended.
    let note = PlanNote(plan)
    let isKnown = try note.isKept(in: directory, hasRecords: !file.text.isEmpty)
    if !isKnown { try note.write(in: directory) }
    let repair = try file.mend()
    return Campaign(
      directory: directory, plan: plan, repair: repair, file: file,
      attempts: try attempts(in: file.lines, of: plan, at: file.path), retryFailed: retryFailed)
  }

  /// What a folder's campaign has left, without locking or changing anything; all of the plan
  /// where there is no such campaign yet.
  public static func remaining(
    in directory: String, plan: CapturePlan, retryFailed: Bool = false
  ) throws -> [PlannedMigration] {
    let path = "\(directory)/records.jsonl"
    let text = FileManager.default.contents(atPath: path) ?? Data()
    _ = try PlanNote(plan).isKept(in: directory, hasRecords: !text.isEmpty)
    let attempts = try attempts(in: RecordLog.lines(of: text), of: plan, at: path)
    return plan.migrations.filter { isOpen($0, attempts, retryFailed: retryFailed) }
  }

  private init(
    directory: String, plan: CapturePlan, repair: String?, file: RecordLog,
    attempts: [String: [Record]], retryFailed: Bool
  ) {
    self.directory = directory
    self.plan = plan
    self.repair = repair
    self.file = file
    let open = plan.migrations.filter {
      Campaign.isOpen($0, attempts, retryFailed: retryFailed)
    }
    state = Mutex(State(attempts: attempts, open: Set(open.map(\.run))))
  }

  private static func isOpen(
    _ planned: PlannedMigration, _ attempts: [String: [Record]], retryFailed: Bool
  ) -> Bool {
    guard let last = attempts[planned.run]?.last else { return true }
    return retryFailed && isFailed(last)
  }

  private static func attempts(
    in lines: [Data], of plan: CapturePlan, at path: String
  ) throws -> [String: [Record]] {
    let known = Set(plan.migrations.map(\.run))
    var attempts: [String: [Record]] = [:]
    for (index, line) in lines.enumerated() {
      guard let record = try? JSONDecoder().decode(Record.self, from: line),
        known.contains(record.run)
      else {
        throw CampaignProblem(
          .damaged, "\(path):\(index + 1): is no record of this plan's",
          remedy: "take the line out, and its run is captured again")
      }
      attempts[record.run, default: []].append(record)
    }
    return attempts
  }

  /// The migrations still to be captured, in the plan's order.
  ///
  /// A failed one that is to be repeated is among them until it was attempted once more.
  public var remaining: [PlannedMigration] {
    let open = state.withLock { $0.open }
    return plan.migrations.filter { open.contains($0.run) }
  }

  /// The last record of each run that has one, in the plan's order.
  public var records: [Record] {
    let attempts = state.withLock { $0.attempts }
    return plan.migrations.compactMap { attempts[$0.run]?.last }
  }

  public var doneCount: Int { records.count }
  public var failedCount: Int { records.count(where: Campaign.isFailed) }

  /// Whether a record says that nothing could be learnt of the migration.
  public static func isFailed(_ record: Record) -> Bool {
    record.outcome == "failed" || record.outcome == "lost"
  }

  /// Adds a record; it is on disk when this returns.
  ///
  /// - Throws: `CampaignProblem` where it can't be written whole; then nothing of it is left.
  public func append(_ record: Record) throws {
    precondition(
      plan.migrations.contains { $0.run == record.run }, "a record of another plan's run")
    var record = record
    let earlier = state.withLock { $0.attempts[record.run]?.count ?? 0 }
    if earlier > 0 { record.others["attempt"] = .integer(Int64(earlier + 1)) }
    let line: String
    do {
      line = try RecordFile.line(record)
    } catch {
      throw CampaignProblem(
        .cannotWrite, "the record of \(record.run) can't be written as JSON: \(error)")
    }
    try file.append(line)
    state.withLock {
      $0.attempts[record.run, default: []].append(record)
      $0.open.remove(record.run)
    }
  }

  /// Writes what is made from all the records: tables, say.
  ///
  /// - Throws: `CampaignProblem` where that fails; the records themselves are whole.
  public func finish(
    _ write: (_ records: [Record], _ directory: String) throws -> Void
  ) throws(CampaignProblem) {
    do {
      try write(records, directory)
    } catch {
      throw CampaignProblem(
        .cannotWrite,
        "\(directory): the records are whole, but not their tables: \(error.localizedDescription)",
        remedy: "make room and start again")
    }
  }
}
