/// Of a configuration's repetitions, those whose residual lies in the middle half; they count for
/// all.
///
/// Identical migrations often fall into two heaps, as a burst of writes comes before the guest
/// stops or after. A prediction should meet the middle of them, not a mean that hardly any run has.
struct MiddleRepetitions {
  /// Fewer are all taken.
  private static let fewest = 4
  private var weights: [Observation.Kind: [Double]] = [:]

  init(_ runs: [TrainingRun], _ residuals: [[Double?]]) {
    let groups = TrainingRun.repetitions(runs).filter { $0.count >= MiddleRepetitions.fewest }
    for kind in Observation.Kind.allCases where kind != .dirtied {
      var weights = Array(repeating: 1.0, count: runs.count)
      for group in groups {
        let found = group.compactMap { run -> (run: Int, residual: Double)? in
          runs[run].observations.firstIndex { $0.kind == kind }
            .flatMap { residuals[run][$0] }.map { (run, $0) }
        }.sorted { ($0.residual, $0.run) < ($1.residual, $1.run) }
        guard found.count >= MiddleRepetitions.fewest else { continue }
        let cut = found.count / 4
        let kept = found.count - 2 * cut
        for (place, one) in found.enumerated() {
          let isKept = place >= cut && place < found.count - cut
          weights[one.run] = isKept ? Double(found.count) / Double(kept) : 0
        }
      }
      self.weights[kind] = weights
    }
  }

  func weight(of kind: Observation.Kind, run: Int) -> Double { weights[kind]?[run] ?? 1 }
}
