import Calibration
import Quantities

/// A calibration as a person reads it: constants, what the runs don't tell, what is left.
struct CalibrationTable {
  let calibration: Calibration
  let skipped: [Comparison.Skipped]
  let style: Style

  var text: String {
    var parts = [constants]
    let untold = calibration.constants.filter { !$0.isTold }.map(\.path.printable)
    if !untold.isEmpty {
      parts.append(
        Paragraph.lines(
          of: Paragraph.words(
            of:
              "The runs tell little of \(untold.joined(separator: ", ")); these stay near where "
              + "the fit began."), width: Paragraph.width
        ).joined(separator: "\n"))
    }
    if !calibration.inseparable.isEmpty { parts.append(inseparable) }
    parts.append(residuals)
    if !calibration.isConverged {
      parts.append("The fit still moved when its steps ran out: take its constants as guesses.")
    }
    if !calibration.outliers.isEmpty { parts.append(outliers) }
    if !skipped.isEmpty { parts.append(SkippedRuns.text(skipped)) }
    return parts.joined(separator: "\n\n")
  }

  private var constants: String {
    var table = TextTable(header: ["constant", "value", "± error", "began at", "told"])
    table.rows = calibration.constants.map { constant in
      [
        constant.path, constant.text(constant.value), constant.text(constant.error),
        constant.text(constant.start), Decimals.percent(100 * constant.shareFromRuns),
      ]
    }
    return table.text(style)
  }

  private var inseparable: String {
    let pairs = calibration.inseparable.map {
      "  \($0.first) and \($0.second): correlation \(Decimals.text($0.correlation, places: 2))"
        .printable
    }
    return (["known together rather than each:"] + pairs).joined(separator: "\n")
  }

  private var residuals: String {
    var table = TextTable(header: ["what is left", "median", "90th", "bias", "figures"])
    table.rows = calibration.residuals.map {
      [
        $0.quantity, Decimals.percent($0.median), Decimals.percent($0.p90),
        Decimals.signedPercent($0.bias), "\($0.count)",
      ]
    }
    return table.text(style)
  }
}

/// Runs that a person should look at.
extension CalibrationTable {
  private static let mostOutliers = 10

  private var outliers: String {
    let all = calibration.outliers
    var table = TextTable(header: ["far off", "figure", "measured", "modelled", "scatters"])
    table.rows = all.prefix(CalibrationTable.mostOutliers).map {
      [
        $0.run, $0.quantity, Span(rounding: $0.measured).description,
        Span(rounding: $0.modelled).description, Decimals.text($0.scatters, places: 1),
      ]
    }
    let rest = all.count - table.rows.count
    return table.text(style) + (rest > 0 ? "\nand \(rest) more; --format json has all" : "")
  }
}

extension Calibration.Constant {
  /// With a unit that suits it.
  fileprivate func text(_ value: Double) -> String {
    switch unit {
    case .seconds: return Span(rounding: value).description
    case .bytes: return ByteCount(Int64(value.rounded())).description
    case .share: return Share(count: Int64((value * 1e9).rounded())).description
    case .pages: return Decimals.text(value, places: value < 100 ? 1 : 0)
    case .number: return Decimals.text(value, places: 3)
    }
  }
}
