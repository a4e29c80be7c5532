import MigrationModel
import Quantities

/// What changes a path while the migration runs, and what it loses.
extension Resolution {
  /// Forwards, where each way has its own: what comes back are acknowledgements.
  mutating func bandwidth(_ written: Settled?) -> DataRate? {
    guard let forward = written?["forward"]?.rate, let back = written?["back"] else {
      return written?.rate
    }
    if let rate = back.rate, rate.count < forward.count / Resolution.forwardPerBack {
      notes.append(
        "path.bandwidth.back: \(rate) is less than the acknowledgements of \(forward) take, about "
          + "a \(Resolution.forwardPerBack)th; what that slows is not modelled")
    }
    return forward
  }

  /// An acknowledgement of 66 bytes for each two packets of 1514.
  private static let forwardPerBack: Int64 = 46

  mutating func changes(_ written: Settled?) -> [PathChange] {
    var changes: [PathChange] = []
    for part in written?.list ?? [] {
      guard let part, let change = change(part) else { continue }
      if let before = changes.last, change.at < before.at {
        contradict("comes after a later one, at \(before.at)", part["at"] ?? part)
      }
      changes.append(change)
    }
    return changes
  }

  private mutating func change(_ written: Settled) -> PathChange? {
    guard let instant = written["at"]?.time else { return nil }
    let change = PathChange(
      at: instant, bandwidth: written["bandwidth"]?.rate, roundTrip: written["rtt"]?.time,
      jitter: written["jitter"]?.time, loss: written["loss"]?.share,
      isDown: written["down"]?.onOff)
    let keys = ["bandwidth", "rtt", "jitter", "loss", "down"]
    let failed = checker.problems.contains { $0.path.hasPrefix("\(written.path).") }
    if keys.allSatisfy({ written[$0] == nil }), !failed {
      contradict("changes nothing: give \(keys.joined(separator: ", "))", written)
    }
    return change
  }

  mutating func crossTraffic(_ written: Settled?) -> [CrossTraffic] {
    var traffic: [CrossTraffic] = []
    for part in written?.list ?? [] {
      guard let part, let rate = part["rate"]?.rate, let from = part["from"]?.time else { continue }
      if let end = part["to"], let to = end.time, to <= from {
        contradict("ends before it begins, at \(from)", end)
      }
      traffic.append(CrossTraffic(rate: rate, from: from, to: part["to"]?.time))
    }
    return traffic
  }

  /// A round trip can't be shorter than nothing.
  mutating func checkJitter(_ path: Settled) {
    var roundTrip = path["rtt"]?.time
    var jitter = path["jitter"]
    for stage in [path] + (path["changes"]?.list ?? []).compactMap({ $0 }) {
      roundTrip = stage["rtt"]?.time ?? roundTrip
      jitter = stage["jitter"] ?? jitter
      guard let roundTrip, let jitter, let time = jitter.time, time > roundTrip else { continue }
      contradict("\(time) is more than the round trip of \(roundTrip) that it varies", jitter)
      return
    }
  }

  /// Where the model's own limits are passed.
  mutating func noteLosses(of path: Path) {
    let worst = path.changes.compactMap(\.loss).reduce(path.loss, max)
    if path.congestionControl.name == BBR().name, worst >= .percent(20) {
      notes.append(
        "path.loss: bbr holds its rate up to a loss of about 20 %; at \(worst) nothing is counted "
          + "but its least window of four segments")
    }
    let others = path.crossTraffic.map { one in
      path.crossTraffic.filter { $0.from <= one.from && one.from < $0.to ?? .horizon }
        .reduce(DataRate.zero) { $0 + $1.rate }
    }
    if let most = others.max(), most.count >= path.bandwidth.count / 100 * 99 {
      notes.append(
        "path.cross-traffic: \(most) at once; of a bottleneck that others fill the migration's "
          + "connection is taken to keep \(CrossTraffic.leastLeft)")
    }
  }
}
