import MigrationModel
import Quantities

extension WorkloadConstants {
  /// Where the fit of a workload begins: lines through the runs' touched memory and rounds, by
  /// medians of slopes (Theil and Sen, doi:10.1080/01621459.1968.10480934), which outliers don't
  /// move.
  init(startingFrom runs: [TrainingRun]) {
    let touched = runs.compactMap { run -> (Double, Double)? in
      guard let pages = run.value(of: .touched) else { return nil }
      return (Double(run.input.guest.memory.count), pages * 4096)
    }
    let line = Line(through: touched)
    let share = line.map { min(0.95, max(0.001, $0.slope)) } ?? 0
    let base = Line.median(touched.map { $0.1 - share * $0.0 }) ?? 1_073_741_824
    touchedShare = share
    touchedBaseBytes = max(1_048_576, base)
    let rounds = runs.flatMap(\.dirtiedAfter).filter { $0.0 > 1e-3 && $0.1 > 20 }
    let curve = Line(
      through: rounds.map { (Elementary.log($0.0), Elementary.log($0.1)) })
    let power = min(1, max(0.1, curve?.slope ?? 0.6))
    exponent = power
    if let height = Line.median(
      rounds.map { Elementary.log($0.1) - power * Elementary.log($0.0) })
    {
      pages = Elementary.exp(height)
    } else {
      pages = WorkloadConstants.pagesSentAgain(runs, exponent: power)
    }
  }

  /// Without rounds: as if most of what was sent again had been dirtied in the first pass.
  private static func pagesSentAgain(_ runs: [TrainingRun], exponent: Double) -> Double {
    let guesses = runs.compactMap { run -> Double? in
      guard let bytes = run.value(of: .bytes), let touched = run.value(of: .touched),
        let seconds = run.value(of: .totalTime)
      else { return nil }
      let zero = Double(run.input.guest.pages.count) - touched
      let again = (bytes - touched * 4104 - zero * 9) / 4104
      return max(10, 0.8 * again) / Elementary.power(max(0.1, seconds), exponent)
    }
    return Line.median(guesses) ?? 1000
  }
}

extension TrainingRun {
  /// Seconds since the synchronisation before, and pages that one found.
  fileprivate var dirtiedAfter: [(Double, Double)] {
    let found = observations.filter { $0.kind == .dirtied }
    return found.map { (rounds[$0.round].duration.seconds, Elementary.exp($0.logarithm) - 10) }
  }
}

/// A line through points by the median of the slopes between them.
struct Line {
  let slope: Double

  /// nil where all points have one abscissa.
  init?(through points: [(Double, Double)]) {
    var slopes: [Double] = []
    // Some thousand pairs tell as much as all.
    let stride = max(1, points.count / 200)
    let chosen = Swift.stride(from: 0, to: points.count, by: stride).map { points[$0] }
    for (index, first) in chosen.enumerated() {
      for second in chosen[(index + 1)...] where second.0 != first.0 {
        slopes.append((second.1 - first.1) / (second.0 - first.0))
      }
    }
    guard let slope = Line.median(slopes) else { return nil }
    self.slope = slope
  }

  static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
