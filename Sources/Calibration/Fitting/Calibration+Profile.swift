import MigrationModel
import Quantities
import Scenarios

extension Calibration {
  static func profile(
    named name: String, _ note: String?, of set: TrainingSet, _ fitted: FittedConstants,
    _ constants: [Constant],
    _ parameters: [Parameter], _ covariance: SymmetricMatrix, _ noise: LeftOutNoise
  ) -> HostProfile {
    let details = ProfileConstant.all.map { constant -> HostProfile.Detail in
      let path = constant.path
      if path == "guest.video-memory" {
        return HostProfile.Detail(path: path, Provenance(origin: .measured))
      }
      let fitted = constants.first { $0.path == path }
      return HostProfile.Detail(
        path: path,
        fitted?.provenance ?? Provenance(origin: .assumed, meaning: "\(set.start.name)'s"))
    }
    let workloads = fitted.workloads.keys.sorted().map { workload in
      WorkloadProfile(
        named: workload, fitted, constants, set.runs.filter { $0.workload?.name == workload },
        noise)
    }
    let correlation = Correlation(
      of: parameters.map(\.path),
      rows: parameters.indices.map { row in
        (0...row).map { $0 == row ? 1 : covariance.correlation(row, $0) }
      })
    var hosts = fitted.hosts
    hosts.accelerator = set.accelerator ?? hosts.accelerator
    return HostProfile(
      name: name,
      fittedFrom: FittedFrom(
        records: set.runs.count, digest: set.fingerprint, range: set.range, note: note),
      constants: hosts, details: details, workloads: workloads,
      residuals: noise.residuals(of: nil), correlation: correlation
    ).rounded
  }
}

extension Calibration.Constant {
  fileprivate var provenance: Provenance {
    Provenance(
      error: error, origin: isTold ? .fit : .assumed,
      meaning: isTold ? nil : "these runs tell little of it")
  }
}

extension WorkloadProfile {
  fileprivate init(
    named name: String, _ fitted: FittedConstants, _ constants: [Calibration.Constant],
    _ runs: [TrainingRun], _ noise: LeftOutNoise
  ) {
    func provenance(_ field: String) -> Provenance {
      constants.first { $0.path == "workloads.\(name).\(field)" }?.provenance ?? Provenance()
    }
    let values = fitted.workloads[name]
    let touched = Touched(
      base: Estimate(
        ByteCount(Int64((values?.touchedBaseBytes ?? 0).rounded())), provenance("touched.base")),
      share: Estimate(
        Share(count: Int64(((values?.touchedShare ?? 0) * 1e9).rounded())),
        provenance("touched.share")),
      spread: noise.touchedSpread(of: name))
    self.init(
      name: name, touched: touched,
      curve: .power(
        pages: Estimate(values?.pages ?? 0, provenance("pages")),
        exponent: Estimate(values?.exponent ?? 0, provenance("exponent"))),
      fittedFrom: FittedFrom(records: runs.count, range: TrainingSet.range(of: runs)),
      residuals: noise.hasOwn(name) ? noise.residuals(of: name) : nil)
  }
}
