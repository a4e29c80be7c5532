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
    return items + ending.map(words)
  }

  private func words(_ round: Round) -> String {
    let rule = scenario.input.settings.stopRule
    let zero = round.sent.zero > 0 ? " and \(PageCount(round.sent.zero)) of zeros" : ""
    if round.endCause == .stopped {
      return "round \(round.number): \(PageCount(round.sent.normal).bytes)\(zero), "
        + "with the guest stopped"
    }
    let head =
      "round \(round.number) (\(round.duration)): sent "
      + "\(PageCount(round.sent.normal).bytes)\(zero); "
    return head + rule.words(of: round) + verdict(round)
  }

  /// What the synchronisation at a live round's end found, and what came of it.
  private func verdict(_ round: Round) -> String {
    guard round.endCause == .belowThreshold || round.endCause == .allSent else { return "" }
    let found = PageCount(round.pagesLeft + round.pagesDirtied).bytes
    let next = prediction.typical.rounds.first { $0.number == round.number + 1 }
    let dirtied = "; with what the guest had dirtied, \(found) were to be sent then"
    return switch next?.endCause {
    case .stopped: dirtied + ", and the guest was stopped"
    case nil: dirtied
    default: dirtied + ", too much to stop"
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
