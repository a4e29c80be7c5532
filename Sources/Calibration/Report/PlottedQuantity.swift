import Records

/// A quantity that a page plots: libvirt's where both sides have it, else QEMU's own.
enum PlottedQuantity: String, CaseIterable, Sendable {
  case totalTime = "total time"
  case downtime

  var title: String { self == .totalTime ? "Total time" : "Downtime" }
  /// For names inside a page.
  var word: String { self == .totalTime ? "total-time" : "downtime" }

  private var ofLibvirt: KeyPath<Record, Int64?> { self == .totalTime ? \.timeElapsed : \.downtime }
  private var ofQEMU: KeyPath<Record, Int64?> {
    self == .totalTime ? \.qemuTotalTime : \.qemuDowntime
  }

  /// Measured and predicted, in milliseconds; nil where the sides have nothing in common.
  func values(of run: Comparison.Run) -> (measured: Int64, predicted: Int64)? {
    for path in [ofLibvirt, ofQEMU] {
      if let measured = run.measured[keyPath: path], let predicted = run.predicted[keyPath: path] {
        return (measured, predicted)
      }
    }
    return nil
  }

  /// The prediction's interval of what `values` gives, in milliseconds. An interval is libvirt's
  /// quantity's, unless the prediction has none of libvirt's.
  func interval(of run: Comparison.Run) -> ClosedRange<Int64>? {
    let prediction = run.predicted.prediction
    let bounds = self == .totalTime ? prediction?.timeElapsedInterval : prediction?.downtimeInterval
    guard let bounds, bounds.count == 2, bounds[0] <= bounds[1],
      run.measured[keyPath: ofLibvirt] != nil || run.predicted[keyPath: ofLibvirt] == nil
    else { return nil }
    return bounds[0]...bounds[1]
  }
}
