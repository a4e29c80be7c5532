import MigrationModel
import Quantities
import Records
import Scenarios

/// A prediction in words: what ended each round, what bounds the times, what to change, and the
/// same migration by hand.
public struct Explanation: Encodable, Sendable {
  public let scenario: String
  public let outcome: String
  /// How it goes, in a sentence.
  public let summary: String
  public let sections: [Section]
  public let changes: [Change]
  public let commands: [HandCommand]

  /// A heading and short paragraphs below it.
  public struct Section: Encodable, Sendable, Equatable {
    public let title: String
    public var items: [String]
  }

  /// - Parameters:
  ///   - scenario: what is to be explained.
  ///   - names: who migrates where, for the commands.
  public init(_ scenario: Scenario, names: HandNames = HandNames()) {
    let prediction = MigrationModel.predict(scenario.input)
    var record = scenario.record(of: prediction)
    record.prediction?.remedies = scenario.remedies(for: prediction)
    let isRefused = prediction.outcome.word == "refused"
    self.scenario = scenario.name
    outcome = record.outcome
    changes = isRefused ? [] : scenario.changes()
    commands = scenario.handCommands(for: names)
    let before = Change.Effect(prediction)
    let words = ExplainedPrediction(scenario: scenario, prediction: prediction)
    summary = words.summary
    let candidates = [
      Section(title: "Rounds", items: words.rounds),
      Section(title: "What bounds the total time", items: words.time),
      Section(title: "What bounds the downtime", items: words.downtime),
      Section(title: "What would make it complete", items: record.remedyWords),
      Section(title: "What a change would bring", items: changes.map { $0.words(after: before) }),
      Section(title: "What is expected", items: record.promiseWords),
    ]
    sections = candidates.filter { !$0.items.isEmpty }
  }
}

extension Record {
  /// Each promise of the scenario, with its verdict.
  public var promiseWords: [String] {
    (prediction?.promises ?? []).map { verdict in
      let sure =
        verdict.isHeld == verdict.isHeldThroughout
        ? "" : verdict.promise == "outcome" ? ", but not at all offsets" : ", but not surely"
      let limit = verdict.promise == "outcome" ? "" : "at most "
      return "\(verdict.promise) \(limit)\(verdict.expected): "
        + (verdict.isHeld ? "held" : "not held") + sure
    }
  }

  /// What would make it complete, a line each, and why for each aid.
  public var remedyWords: [String] {
    leastWords + (prediction?.remedies?.aids ?? []).map { "\($0.name): \($0.helps); \($0.because)" }
  }

  /// The same in few words.
  public var remedyLines: [String] {
    let aids = prediction?.remedies?.aids ?? []
    let groups = [("yes", ""), ("maybe", "perhaps "), ("no", "not ")].compactMap { help, before in
      let names = aids.filter { $0.helps == help }.map(\.name)
      return names.isEmpty ? nil : before + names.joined(separator: ", ")
    }
    return leastWords + (groups.isEmpty ? [] : [groups.joined(separator: "; ")])
  }

  private var changesItsBandwidth: Bool {
    guard case .array(let changes)? = scenario["path"]?["changes"] else { return false }
    return changes.contains { $0["bandwidth"] != nil }
  }

  private var leastWords: [String] {
    guard let remedies = prediction?.remedies else { return [] }
    let rate = remedies.leastBandwidthBitsPerSecond.map { DataRate(count: $0).description }
    let cap = remedies.leastRateLimitBitsPerSecond.map { DataRate(count: $0).description }
    let limit = remedies.shortestDowntimeLimit.map { Span.milliseconds($0).description }
    let later =
      changesItsBandwidth ? " at first, and in the same proportion after its changes" : ""
    return [
      rate.map { "a bandwidth of \($0) or more\(later)" } ?? "no bandwidth alone"
    ] + (cap.map { ["a rate limit (migration.bandwidth) of \($0) or more"] } ?? []) + [
      limit.map { "a downtime limit of \($0) or more" } ?? "no downtime limit alone"
    ]
  }
}

extension Change {
  /// What it brings: "twice the bandwidth: total time 2 min 40 s (-50 %), …".
  public func words(after before: Effect) -> String {
    let wasCompleted = before.outcome == "completed"
    guard effect.outcome == "completed" else {
      return name + ": "
        + (wasCompleted
          ? "would not complete (\(effect.outcome))" : "would not complete either")
    }
    if !wasCompleted {
      let time = effect.timeElapsed.map { " in \(Span.milliseconds($0))" } ?? ""
      let downtime = effect.downtime.map { ", down for \(Span.milliseconds($0))" } ?? ""
      return "\(name): completes\(time)\(downtime)"
    }
    return name + ": total time " + Change.words(effect.timeElapsed, after: before.timeElapsed)
      + ", downtime " + Change.words(effect.downtime, after: before.downtime)
  }

  private static func words(_ value: Int64?, after before: Int64?) -> String {
    guard let value, let before, before > 0 else { return "unknown" }
    let percent = Int64((Double(value - before) / Double(before) * 100).rounded())
    let sign = percent > 0 ? "+" : ""
    return "\(Span.milliseconds(value)) (\(percent == 0 ? "as before" : "\(sign)\(percent) %"))"
  }
}
