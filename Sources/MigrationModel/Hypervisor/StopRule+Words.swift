import Quantities

/// What a rule says of itself where it says nothing else: enough for one that goes by a threshold,
/// by a count of pages, or by a count of rounds.
extension StopRule {
  public var words: String {
    guard let pages = pagesLeft else {
      return
        "synchronise when what is left would take less than the downtime limit at the bandwidth "
        + "measured last; stop the guest if it still would after that"
    }
    let limit = mostRounds.map { ", or after \($0) rounds" } ?? ""
    return "send all there is, then synchronise; stop the guest if that finds no more than "
      + "\(pages) (\(pages.bytes))\(limit)"
  }

  public func words(of round: Round) -> String {
    guard round.endCause == .belowThreshold else { return round.endCause.words }
    return "ended with \(PageCount(round.pagesLeft).bytes) left, less than the "
      + "\(ByteCount(round.threshold)) that \(DataRate(count: round.bandwidth)) carry within the "
      + "downtime limit"
  }
}

extension Round.EndCause {
  private static let clauses: [Round.EndCause: String] = [
    .belowThreshold: "ended with less left than the threshold allows",
    .allSent: "ended when everything was sent",
    .stopped: "was sent with the guest stopped",
    .timeout: "was cut short by the timeout",
    .notConverging: "is the last that was followed: no later one finds little enough",
  ]

  /// A clause with the round for its subject; a cause that has none here says its own name.
  public var words: String {
    Round.EndCause.clauses[self]
      ?? "ended by " + rawValue.split(separator: "-").joined(separator: " ")
  }
}
