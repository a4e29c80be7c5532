/// A line through points by the median of the slopes between them, which outliers don't move (Sen
/// 1968, doi:10.1080/01621459.1968.10480934).
struct TheilSenLine {
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
    guard let slope = TheilSenLine.median(slopes) else { return nil }
    self.slope = slope
  }

  static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
