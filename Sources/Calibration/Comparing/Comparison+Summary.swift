import Records

extension Comparison {
  /// What a set of runs comes to.
  public struct Summary: Sendable {
    public var errors: [(quantity: String, summary: ErrorSummary)]
    /// Share of runs whose synchronisations are right within max(1, 10 %).
    public var iterationsRight: Double?
    public var outcomesRight: Int
    public var outcomesWrong: [String]
    /// Share of measured values that lie in the prediction's interval, by quantity.
    public var coverage: [(quantity: String, share: Double)]
    /// Median half-width of those intervals, in per cent of the measured values: how sharp they
    /// are.
    public var halfWidths: [(quantity: String, percent: Double)]
    public var runs: Int
  }

  public var summary: Summary { Comparison.summary(of: runs) }

  /// A summary for each value of the field that runs are grouped by, amounts from small to large.
  public var groups: [(value: String, summary: Summary)] {
    groupValues.map { value in
      (value, Comparison.summary(of: runs.filter { $0.group == value }))
    }
  }

  /// The values of the field that runs are grouped by; one empty one where they are not.
  var groupValues: [String] {
    var seen: Set<String> = []
    return GroupOrder.sorted(runs.map(\.group).filter { seen.insert($0).inserted })
  }

  static func summary(of runs: [Run]) -> Summary {
    let rows = runs.flatMap(\.rows)
    let errors = quantities.map(\.0).filter { $0 != "memory_iteration" }
      .compactMap { quantity -> (String, ErrorSummary)? in
        let errors = rows.filter { $0.quantity == quantity }.compactMap(\.errorPercent)
        return ErrorSummary(errorsPercent: errors).map { (quantity, $0) }
      }
    let iterations = rows.filter { $0.quantity == "memory_iteration" }
    let held = quantities.map(\.0).compactMap { quantity -> (String, [Row])? in
      let rows = rows.filter { $0.quantity == quantity && $0.holds != nil }
      return rows.isEmpty ? nil : (quantity, rows)
    }
    return Summary(
      errors: errors,
      iterationsRight: share(of: iterations) { iterationIsRight($0) },
      outcomesRight: runs.count { $0.outcomeIsRight },
      outcomesWrong: runs.filter { !$0.outcomeIsRight }.map {
        "\($0.name): \($0.measured.outcome), predicted \($0.predicted.outcome)"
      },
      coverage: held.compactMap { name, rows in
        share(of: rows) { $0.holds == true }.map { (name, $0) }
      },
      halfWidths: held.compactMap { name, rows in
        ErrorSummary(errorsPercent: rows.compactMap(\.halfWidthPercent)).map { (name, $0.median) }
      },
      runs: runs.count)
  }

  /// Within max(1, 10 %), as the measured count varies that much between identical runs.
  static func iterationIsRight(_ row: Row) -> Bool {
    let tolerance = max(1, (Double(row.measured) / 10))
    return Double((row.predicted - row.measured).magnitude) <= tolerance
  }

  private static func share(of rows: [Row], that holds: (Row) -> Bool) -> Double? {
    rows.isEmpty ? nil : Double(rows.count(where: holds)) / Double(rows.count)
  }

  /// A baseline's errors, over the runs for which it says something.
  public func errors(of baseline: Baseline) -> [(quantity: String, summary: ErrorSummary)] {
    func errors(
      _ measured: KeyPath<Record, Int64?>, _ estimated: KeyPath<Baseline.Estimate, Int64?>,
      unmanaged: Bool = false
    ) -> ErrorSummary? {
      ErrorSummary(
        errorsPercent: runs.filter { $0.isUnmanaged == unmanaged }.compactMap { run in
          guard let value = run.measured[keyPath: measured], value > 0,
            let estimate = run.baselines.first(where: { $0.baseline == baseline }),
            let guess = estimate[keyPath: estimated]
          else { return nil }
          return Double(guess - value) / Double(value) * 100
        })
    }
    return [
      ("time_elapsed", errors(\.timeElapsed, \.timeElapsed)),
      ("downtime", errors(\.downtime, \.downtime)),
      ("qemu_total_time", errors(\.qemuTotalTime, \.timeElapsed, unmanaged: true)),
      ("qemu_downtime", errors(\.qemuDowntime, \.downtime, unmanaged: true)),
    ].compactMap { name, summary in summary.map { (name, $0) } }
  }
}

extension Comparison.Row {
  /// Whether the measured value lies in the interval; nil where there is none.
  var holds: Bool? { measured > 0 ? interval?.contains(measured) : nil }

  var halfWidthPercent: Double? {
    guard let interval, measured > 0 else { return nil }
    return Double(interval.upperBound - interval.lowerBound) / 2 / Double(measured) * 100
  }
}
