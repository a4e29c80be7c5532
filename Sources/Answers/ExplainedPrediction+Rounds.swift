import MigrationModel
import Quantities
import Scenarios

extension ExplainedPrediction {
  /// So many rounds at the beginning are told one by one, and the last ones.
  private static let toldAtFirst = 3

  var rounds: [String] {
    let settings = scenario.input.settings
    let all = prediction.typical.rounds
    guard let last = all.last else { return [] }
    let whose = settings.ownStopRule == nil ? "\(settings.hypervisor.name)'s" : "the scenario's own"
    var items = ["\(whose) rule: \(settings.stopRule.words)"]
    // The last live round decides, the stopped one follows.
    let ending = all.suffix(last.endCause == .stopped ? 2 : 1)
    let beginning = all.prefix(max(0, min(Self.toldAtFirst, all.count - ending.count)))
    let middle = all.dropFirst(beginning.count).dropLast(ending.count)
    items += beginning.map(words)
    if middle.count > 1, let first = middle.first, let end = middle.last {
      items.append(together(middle, from: first.number, to: end.number))
    } else {
      items += middle.map(words)
    }
    return items + ending.map(words) + suspension
  }

  private var rule: any StopRule { scenario.input.settings.stopRule }

  private func words(_ round: Round) -> String {
    if round.endCause == .stopped {
      return "round \(round.number): \(sent(round)), with the guest stopped"
    }
    if round.endCause == .notConverging, round.sent.normal + round.sent.zero == 0 {
      return "round \(round.number) was not followed: no later one finds little enough"
    }
    let lasted = round.duration > .zero ? " (\(round.duration))" : ""
    return "round \(round.number)\(lasted): sent \(sent(round)); " + rule.words(of: round)
      + verdict(round)
  }

  private func sent(_ round: Round) -> String {
    let skipped =
      round.pagesSkipped > 0
      ? ", and left out \(PageCount(round.pagesSkipped).bytes) that was written again" : ""
    let zero = round.sent.zero > 0 ? "\(PageCount(round.sent.zero)) of zeros" : nil
    let normal =
      round.sent.normal > 0 ? PageCount(round.sent.normal).bytes.description : nil
    let parts = [normal, zero].compactMap { $0 }
    return (parts.isEmpty ? "nothing" : parts.joined(separator: " and ")) + skipped
  }

  /// What the synchronisation at a live round's end found, and what came of it.
  private func verdict(_ round: Round) -> String {
    guard round.endCause == .belowThreshold || round.endCause == .allSent else { return "" }
    let found = PageCount(round.pagesLeft + round.pagesDirtied)
    let next = prediction.typical.rounds.first { $0.number == round.number + 1 }
    let count = next?.endCause == .stopped ? countThatStopped(after: round) : nil
    // A rule that goes by counts stops the guest first and synchronises then.
    if let count, found.count == 0, let next, next.pagesDirtied > 0 {
      return ", and the guest was stopped, as \(count); the last synchronisation found "
        + "\(PageCount(next.pagesDirtied).bytes)"
    }
    let stoodStill = prediction.typical.suspendedAt.map { round.end > $0 } ?? false
    let words =
      stoodStill
      ? "; the guest stood still, and \(found.bytes) were to be sent then"
      : "; with what the guest had dirtied, \(found.bytes) were to be sent then"
    return switch next?.endCause {
    case .stopped:
      words + (stoodStill ? ", little enough to end" : ", and the guest was stopped")
        + (count.map { ", as \($0)" } ?? "")
    case nil: words
    default: words + (stoodStill || !rule.stopsByWhatItFinds ? "" : ", too much to stop")
    }
  }

  private func countThatStopped(after round: Round) -> String? {
    let live = prediction.typical.rounds.prefix { $0.number <= round.number }
    return rule.countThatStopped(after: live, memory: scenario.input.guest.pages)
  }

  /// That the guest was stopped by something else than the rule, and how long before.
  private var suspension: [String] {
    guard let at = prediction.typical.suspendedAt else { return [] }
    let before = prediction.typical.pause.map {
      ", \($0.suspended.shown) before the rule stopped it"
    }
    switch scenario.input.settings.method {
    case .stopAndCopy:
      return ["the guest was stopped before the stream began\(before ?? ""), and dirtied nothing"]
    case .precopy, .twoStep, .cold, .checkpoint, .offline:
      return [
        "the guest was suspended at its timeout, after \(at - .start)\(before ?? ""), and dirtied "
          + "nothing from then on"
      ]
    }
  }

  private func together(_ rounds: ArraySlice<Round>, from first: Int, to last: Int) -> String {
    func range(_ values: [Int64]) -> String {
      let (least, most) = (values.min() ?? 0, values.max() ?? 0)
      let low = PageCount(least).bytes.description
      let high = PageCount(most).bytes.description
      return low == high ? low : "\(low) to \(high)"
    }
    let lasted = rounds.reduce(Span.zero) { $0 + $1.duration }
    let found = rounds.map { $0.pagesLeft + $0.pagesDirtied }
    return "rounds \(first) to \(last) (\(lasted) in all): sent "
      + "\(range(rounds.map(\.sent.normal))) each, and \(range(found)) were to be sent after them"
  }
}

extension Round {
  fileprivate var end: Instant { start + duration }
}
