import EventKernel
import LibvirtRunner
import Quantities

/// What a plan would run, and how long it should take.
struct CaptureOutlook: Encodable {
  struct Run: Encodable {
    let run: String
    let configuration: Int
    let cycle: Int
    /// The varied fields by dotted path.
    let varied: [String: String]
    /// In milliseconds, as the model predicts it; null where it can't.
    let timeElapsed: Int64?
    /// Why there is no time.
    let reason: String?
    fileprivate let cells: [String]

    enum CodingKeys: String, CodingKey {
      case run, configuration, cycle, varied, reason
      case timeElapsed = "time_elapsed"
    }
  }

  let plan: String
  let digest: String
  let runs: [Run]
  /// In milliseconds: all migrations, with the usual one for those that can't be predicted, and
  /// what is around each.
  let expectedMilliseconds: Int64
  private let fields: [String]

  enum CodingKeys: String, CodingKey {
    case plan, digest, runs
    case expectedMilliseconds = "expected_ms"
  }

  init(_ plan: CapturePlan, _ migrations: [PlannedMigration], forecast: CampaignForecast) {
    self.plan = plan.name
    digest = plan.digest.description
    fields = migrations.first?.varied.map(\.path) ?? []
    runs = migrations.map { planned in
      let estimate = forecast.estimate(of: planned)
      return Run(
        run: planned.run, configuration: planned.configuration, cycle: planned.cycle,
        varied: Dictionary(planned.varied.map { ($0.path, $0.value) }) { $1 },
        timeElapsed: estimate.time?.wholeMilliseconds, reason: estimate.reason,
        cells: planned.varied.map(\.value))
    }
    let total = migrations.reduce(Span.zero) { $0 + forecast.expected(of: $1) }
    expectedMilliseconds = total.wholeMilliseconds
  }

  func text(_ style: Style) -> String {
    var lines = [style.strong(plan.printable)]
    if !runs.isEmpty {
      // Under the last words of their paths, columns are as narrow as their values.
      let names = fields.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
      var table = TextTable(header: ["run"] + names + ["cycle", "migration"])
      table.rows = runs.map { run in
        let time = run.timeElapsed.map { Decimals.text($0, over: 1000, places: 1) + " s" }
        return [run.run] + run.cells + [String(run.cycle), time ?? "-"]
      }
      lines += [table.text(style), ""]
    }
    lines.append(summary)
    for (reason, count) in unknown {
      lines.append("\(count) can't be predicted and count as usual: \(reason.printable)")
    }
    return lines.joined(separator: "\n")
  }

  private var summary: String {
    guard !runs.isEmpty else { return "nothing is left to run" }
    let total = Span.milliseconds(expectedMilliseconds)
    return "\(runs.count) runs, about \(total) with \(TimeLeft.aroundAMigration) around each"
  }

  /// Why there are runs without a time, and how many.
  private var unknown: [(reason: String, count: Int)] {
    var counts: [(reason: String, count: Int)] = []
    for reason in runs.compactMap(\.reason) {
      if let index = counts.firstIndex(where: { $0.reason == reason }) {
        counts[index].count += 1
      } else {
        counts.append((reason, 1))
      }
    }
    return counts
  }
}

extension CampaignForecast.Estimate {
  fileprivate var time: Span? {
    if case .time(let time) = self { time } else { nil }
  }
  fileprivate var reason: String? {
    if case .unknown(let reason) = self { reason } else { nil }
  }
}
