import MigrationModel
import Quantities
import Scenarios

/// Something that could be done differently, judged by predicting it.
public struct Change: Encodable, Sendable {
  /// "twice the bandwidth".
  public let name: String
  /// As `--set` takes them.
  public let settings: [String]
  public let effect: Effect

  public struct Effect: Encodable, Sendable, Equatable {
    public let outcome: String
    /// In milliseconds.
    public let timeElapsed: Int64?
    /// How long the guest stands still, in milliseconds, whatever QEMU shows of it.
    public let downtime: Int64?

    init(_ prediction: Prediction) {
      let completed = prediction.outcome == .completed
      outcome = prediction.outcome.word
      timeElapsed = completed ? prediction.byTime.totalTime?.wholeMilliseconds : nil
      downtime = completed ? prediction.byPause.pause?.total.wholeMilliseconds : nil
    }

    enum CodingKeys: String, CodingKey {
      case outcome
      case timeElapsed = "time_elapsed"
      case downtime
    }
  }
}

extension Scenario {
  /// What is worth a try, each alone; those that can't be made to this scenario are left out.
  public func changes() -> [Change] {
    candidates.compactMap { name, values in
      guard let changed = try? setting(values) else { return nil }
      return Change(
        name: name, settings: values.map { "\($0.path)=\($0.text)" },
        effect: Change.Effect(MigrationModel.predict(changed.input)))
    }
  }

  private typealias Candidate = (name: String, values: [(path: String, text: String)])

  private var candidates: [Candidate] {
    let name = changesItsBandwidth ? "twice each bandwidth" : "twice the bandwidth"
    var candidates: [Candidate] = [(name, bandwidths(times: 2, over: 1))]
    if input.settings.stopRule.pagesLeft == nil, input.settings.downtimeLimit > .zero {
      let limit = input.settings.downtimeLimit
      candidates.append(
        ("twice the downtime limit", [("migration.downtime-limit", (limit + limit).exactText)]))
    }
    if input.settings.bandwidthCap != nil {
      candidates.append(("no rate limit", [("migration.bandwidth", "unlimited")]))
    }
    if !input.path.overlay.isNone {
      let automatic = ("path.inner-mtu", "auto")
      let isGiven = input.path.overlay.innerMTU != nil
      if isGiven { candidates.append(("inner-mtu: auto", [automatic])) }
      // An MTU inside an overlay contradicts having none.
      candidates.append(("no overlay", [("path.overlay", "none")] + (isGiven ? [automatic] : [])))
    }
    candidates += Scenario.words(at: "path.congestion-control")
      .filter { $0 != input.path.congestionControl.name }
      .map { ("congestion control \($0)", [("path.congestion-control", $0)]) }
    if let load = halvedLoad { candidates.append(("half the load's writing", load)) }
    return candidates
  }

  /// Whether the path gets another bandwidth on the way.
  var changesItsBandwidth: Bool { input.path.changes.contains { $0.bandwidth != nil } }

  /// All bandwidths that the path has over time, times a fraction.
  func bandwidths(times factor: Int64, over divisor: Int64) -> [(path: String, text: String)] {
    func scaled(_ rate: DataRate) -> String {
      let exact = Double(rate.count) * (Double(factor) / Double(divisor))
      return DataRate(count: Int64(min(1e18, max(1, exact.rounded())))).exactText
    }
    let later = values.compactMap { value -> (path: String, text: String)? in
      guard value.path.hasPrefix("path.changes."), value.path.hasSuffix(".bandwidth"),
        let rate = try? DataRate(parsing: value.text)
      else { return nil }
      return (value.path, scaled(rate))
    }
    return [("path.bandwidth", scaled(input.path.bandwidth))] + later
  }

  /// Every part's own rate, halved; nil where none has one.
  private var halvedLoad: [(path: String, text: String)]? {
    let rates = values.compactMap { value -> (path: String, text: String)? in
      guard value.path.hasPrefix("workload."), value.path.hasSuffix(".rate"),
        let rate = try? DataRate(parsing: value.text)
      else { return nil }
      return (value.path, DataRate(count: rate.count / 2).exactText)
    }
    return rates.isEmpty ? nil : rates
  }
}
