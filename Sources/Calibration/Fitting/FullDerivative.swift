import MigrationModel
import Quantities

/// How a time changes with the constants, its bytes and its touched memory changing along.
///
/// A fit meets each figure given what causes it, so the derivatives of times say nothing of how
/// many bytes there are. A prediction has no such help: its bytes are its own.
struct FullDerivative {
  /// Of the logarithm, with each of the parameters.
  let derivative: [Double]
  /// Of the logarithm, with that of the touched memory.
  let ofTouched: Double

  init(
    of row: Int, in run: TrainingRun, _ derivatives: [[Double]], _ prediction: Prediction
  ) {
    let kind = run.observations[row].kind
    func place(_ kind: Observation.Kind) -> Int? {
      run.observations.firstIndex { $0.kind == kind }
    }
    var sum = derivatives[row]
    var ofTouched = 0.0
    let report = kind == .downtime ? prediction.byPause : prediction.byTime
    let cause: Observation.Kind = kind == .downtime ? .downtimeBytes : .bytes
    if let bytes = cause.value(of: report, in: run.input), report.goodput > 0,
      let time = kind.value(of: report, in: run.input), time > 0, let causing = place(cause)
    {
      // So much of the time is that of its bytes.
      let share = min(1, bytes / report.goodput / time)
      for (column, more) in derivatives[causing].enumerated() { sum[column] += share * more }
      if kind == .totalTime, run.workload?.decidesTouched == true, let touched = place(.touched) {
        let pages = PageCount(holding: run.input.guest.touched).count
        let ofBytes = Double(pages * (StreamFormat.normalPage - StreamFormat.zeroPage)) / bytes
        ofTouched = share * min(1, ofBytes)
        for (column, more) in derivatives[touched].enumerated() {
          sum[column] += ofTouched * more
        }
      }
    }
    derivative = sum
    self.ofTouched = ofTouched
  }
}
