/// A comparison as programs read it; errors in per cent of the measured values.
public struct ComparisonReport: Encodable, Sendable {
  let skipped: [String: String]
  let baselines: [String: [String: Errors]]
  let groups: [String: Summary]
  let summary: Summary
  let runs: [Row]

  struct Errors: Encodable, Sendable {
    let median: Double
    let p90: Double
    let bias: Double
    let runs: Int

    init(_ summary: ErrorSummary) {
      median = ComparisonReport.rounded(summary.median)
      p90 = ComparisonReport.rounded(summary.p90)
      bias = ComparisonReport.rounded(summary.bias)
      runs = summary.runs
    }
  }

  struct Outcome: Encodable, Sendable {
    let right: Int
    let wrong: [String]
  }

  struct Right: Encodable, Sendable {
    let right: Double
  }

  struct Summary: Encodable, Sendable {
    let errors: [String: Errors]
    let iterations: Right?
    let outcome: Outcome
    let coverage: [String: Double]
    let halfWidths: [String: Double]

    init(_ summary: Comparison.Summary) {
      errors = Dictionary(
        uniqueKeysWithValues: summary.errors.map { ($0.quantity, Errors($0.summary)) })
      iterations = summary.iterationsRight.map { Right(right: ComparisonReport.rounded($0)) }
      outcome = Outcome(right: summary.outcomesRight, wrong: summary.outcomesWrong)
      halfWidths = Dictionary(
        uniqueKeysWithValues: summary.halfWidths.map {
          ($0.quantity, ComparisonReport.rounded($0.percent))
        })
      coverage = Dictionary(
        uniqueKeysWithValues: summary.coverage.map {
          ($0.quantity, ComparisonReport.rounded($0.share))
        })
    }

    func encode(to encoder: any Encoder) throws {
      var fields = encoder.container(keyedBy: Name.self)
      for quantity in errors.keys.sorted() {
        try fields.encode(errors[quantity], forKey: Name(quantity))
      }
      try fields.encodeIfPresent(iterations, forKey: Name("memory_iteration"))
      try fields.encode(outcome, forKey: Name("outcome"))
      try fields.encode(coverage, forKey: Name("coverage"))
      try fields.encode(halfWidths, forKey: Name("half_width"))
    }
  }

  struct Row: Encodable, Sendable {
    let run: String
    let quantity: String
    let measured: Int64
    let predicted: Int64
    /// [least, most]; absent where the prediction has none.
    let interval: [Int64]?
  }

  private struct Name: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  public init(_ comparison: Comparison, groups isGrouped: Bool) {
    skipped = Dictionary(
      comparison.skipped.map { ($0.run, $0.reason) }, uniquingKeysWith: { "\($0); \($1)" })
    baselines = Dictionary(
      uniqueKeysWithValues: Baseline.allCases.map { baseline in
        (
          baseline.rawValue,
          Dictionary(
            uniqueKeysWithValues: comparison.errors(of: baseline).map {
              ($0.quantity, Errors($0.summary))
            })
        )
      })
    groups =
      isGrouped
      ? Dictionary(
        uniqueKeysWithValues: comparison.groups.map { ($0.value, Summary($0.summary)) }) : [:]
    summary = Summary(comparison.summary)
    runs = comparison.runs.flatMap { run in
      run.rows.map {
        Row(
          run: $0.run, quantity: $0.quantity, measured: $0.measured, predicted: $0.predicted,
          interval: $0.interval.map { [$0.lowerBound, $0.upperBound] })
      }
    }
  }

  /// To a thousandth, so that a file holds no digits that mean nothing.
  fileprivate static func rounded(_ value: Double) -> Double {
    (value * 1000).rounded() / 1000
  }
}
