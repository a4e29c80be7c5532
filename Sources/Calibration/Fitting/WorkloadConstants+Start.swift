import MigrationModel
import Quantities

extension WorkloadConstants {
  /// Where the fit of a workload begins: lines through the runs' touched memory and rounds, by
  /// ``TheilSenLine``s.
  init(startingFrom runs: [TrainingRun]) {
    let touched = runs.compactMap { run -> (Double, Double)? in
      guard let pages = run.value(of: .touched) else { return nil }
      return (Double(run.input.guest.memory.count), pages * 4096)
    }
    let line = TheilSenLine(through: touched)
    let share = line.map { min(0.95, max(0.001, $0.slope)) } ?? 0
    let base = TheilSenLine.median(touched.map { $0.1 - share * $0.0 }) ?? 1_073_741_824
    touchedShare = share
    touchedBaseBytes = max(1_048_576, base)
    let rounds = runs.flatMap(\.dirtiedAfter).filter { $0.0 > 1e-3 && $0.1 > 20 }
    let curve = TheilSenLine(
      through: rounds.map { (Elementary.log($0.0), Elementary.log($0.1)) })
    let power = min(1, max(0.1, curve?.slope ?? 0.6))
    exponent = power
    if let height = TheilSenLine.median(
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
    return TheilSenLine.median(guesses) ?? 1000
  }
}

extension TrainingRun {
  /// Seconds since the synchronisation before, and pages that one found.
  fileprivate var dirtiedAfter: [(Double, Double)] {
    let found = observations.filter { $0.kind == .dirtied }
    return found.map { (rounds[$0.round].duration.seconds, Elementary.exp($0.logarithm) - 10) }
  }
}
