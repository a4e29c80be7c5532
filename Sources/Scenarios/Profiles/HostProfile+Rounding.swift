import MigrationModel
import Quantities

extension HostProfile {
  /// The same with no digits that mean nothing: errors to two significant digits, values to their
  /// errors' last, residuals to three digits and correlations to three decimals. Values without an
  /// error, ranges and points stay as they are.
  public var rounded: HostProfile {
    var constants = constants
    let details = details.map { detail in
      guard let constant = ProfileConstant.named(detail.path),
        let error = detail.provenance.error, error > 0
      else { return detail }
      var detail = detail
      let place = DecimalPlace(ofError: error, resolution: constant.resolution)
      detail.provenance.error = place.rounded(max(error, constant.resolution))
      constant.set(place.rounded(constant.value(in: constants)), in: &constants)
      detail.text = constant.text(in: constants)
      return detail
    }
    return HostProfile(
      name: name, fittedFrom: fittedFrom, constants: constants, details: details,
      workloads: workloads.map(\.rounded), residuals: residuals.rounded,
      correlation: correlation?.rounded, file: file)
  }
}

/// The last digit of a value that its error leaves a meaning.
struct DecimalPlace {
  /// Powers of ten are exact as whole numbers only: 10^digits or 10^-digits.
  private let scale: Double
  private let isFraction: Bool

  /// Two digits of the error, and never finer than the value can be.
  init(ofError error: Double, resolution: Double = 1e-9) {
    let least = max(error, resolution)
    var scale = 1.0
    if least >= 100 {
      while least / scale >= 100 { scale *= 10 }
      isFraction = false
    } else {
      while least * scale < 9.95, scale * resolution < 0.99 { scale *= 10 }
      isFraction = true
    }
    self.scale = scale
  }

  /// To the nearest that ends there.
  func rounded(_ value: Double) -> Double {
    isFraction ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }
}

extension WorkloadProfile {
  var rounded: WorkloadProfile {
    var workload = self
    if var touched = workload.touched {
      touched.base = touched.base.rounded(resolution: 1, { Double($0.count) }) {
        ByteCount(Int64($0.rounded()))
      }
      touched.share = touched.share.rounded(resolution: 1e-9, \.fraction) {
        Share(count: Int64(($0 * 1e9).rounded()))
      }
      touched.spread = touched.spread.significant
      workload.touched = touched
    }
    if case .power(let pages, let exponent) = curve {
      workload.curve = .power(
        pages: pages.rounded(resolution: 1e-9, { $0 }, { $0 }),
        exponent: exponent.rounded(resolution: 1e-9, { $0 }, { $0 }))
    }
    workload.residuals = residuals?.rounded
    return workload
  }
}

extension Estimate {
  fileprivate func rounded(
    resolution: Double, _ number: (Value) -> Double, _ value: (Double) -> Value
  ) -> Estimate {
    guard let error = provenance.error, error > 0 else { return self }
    let place = DecimalPlace(ofError: error, resolution: resolution)
    var estimate = self
    estimate.value = value(place.rounded(number(self.value)))
    estimate.provenance.error = place.rounded(max(error, resolution))
    return estimate
  }
}

extension HostProfile.Residuals {
  fileprivate var rounded: HostProfile.Residuals {
    HostProfile.Residuals(timeElapsed: timeElapsed.significant, downtime: downtime.significant)
  }
}

extension Correlation {
  fileprivate var rounded: Correlation {
    Correlation(of: names, rows: rows.map { $0.map { ($0 * 1000).rounded() / 1000 } })
  }
}

extension Share {
  /// Three significant digits.
  fileprivate var significant: Share {
    var step: Int64 = 1
    while count / step >= 1000 { step *= 10 }
    return Share(count: (count + step / 2) / step * step)
  }
}
