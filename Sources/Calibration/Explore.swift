import Quantities
import MigrationModel
import Records
import Scenarios

public func exploreFit(_ records: [Record], folds: Int, start: String) {
  let profiles = ProfileLibrary()
  var runs: [TrainingRun] = []
  for r in records {
    do throws(Unfit) {
      runs.append(try TrainingRun(r, from: start, beside: ".", profiles: profiles))
    } catch { print("skipped", r.run, error.reason) }
  }
  print(runs.count, "runs")
  func fit(_ runs: [TrainingRun]) -> (Fit, Fit.Result)? {
    var w: [String: WorkloadConstants] = [:]
    for n in Set(runs.compactMap { $0.workload?.name }).sorted() {
      w[n] = WorkloadConstants(startingFrom: runs.filter { $0.workload?.name == n })
    }
    let s = FittedConstants(hosts: runs[0].input.hosts, workloads: w)
    let p = Parameter.choice(for: runs, start: s)
    let f = Fit(runs, parameters: p, start: s)
    do { return (f, try f.solve()) } catch { print(error); return nil }
  }
  func show(_ f: Fit, _ r: Fit.Result) {
    for (p, x) in zip(f.parameters, r.free) {
      print("  ", p.path, p.start, "->", p.bounds.value(x))
    }
    print("  steps", r.steps, r.isConverged)
  }
  func judge(_ test: [TrainingRun], _ c: FittedConstants) -> [(String, Observation.Kind, Double)] {
    parallelMap(test) { run -> [(String, Observation.Kind, Double)] in
      var input = c.input(of: run); input.offsets = 9
      let p = predict(input)
      return run.observations.compactMap { o -> (String, Observation.Kind, Double)? in
        let m = Elementary.exp(o.logarithm)
        var v: Double?
        switch o.kind {
        case .totalTime:
          v =
            run.input.settings.manager.hasPhases
            ? p.byTime.timeElapsed?.seconds : p.byTime.qemuTotalTime?.seconds
        case .downtime:
          v =
            run.input.settings.manager.hasPhases
            ? p.byPause.pause?.total.seconds : p.byPause.qemuDowntime?.seconds
        case .bytes:
          v = Double(
            run.input.settings.hypervisor.processedCountsWholeStream
              ? p.typical.bytes.total : p.typical.bytes.ofRAM)
        default: v = nil
        }
        return v.map { (run.name, o.kind, ($0 / m - 1) * 100) }
      }
    }.flatMap { $0 }
  }
  func summary(_ e: [(String, Observation.Kind, Double)], _ title: String) {
    for k in [Observation.Kind.totalTime, .downtime, .bytes] {
      let v = e.filter { $0.1 == k }.map(\.2)
      guard let s = ErrorSummary(errorsPercent: v) else { continue }
      print("  ", title, k.rawValue, "median", s.median, "p90", s.p90, "bias", s.bias, s.runs)
    }
  }
  func all(_ e: [(String, Observation.Kind, Double)], _ title: String) {
    summary(e, title)
    for n in Set(runs.compactMap { $0.workload?.name }).sorted() {
      let names = Set(runs.filter { $0.workload?.name == n }.map(\.name))
      summary(e.filter { names.contains($0.0) }, n)
    }
    for (n, hold) in [
      (
        "low",
        { (r: TrainingRun) in
          r.input.path.bottleneck == .source && r.input.path.roundTrip < .milliseconds(2)
        }
      ),
      (
        "long",
        { $0.input.path.bottleneck == .source && $0.input.path.roundTrip > .milliseconds(2) }
      ), ("router", { $0.input.path.bottleneck == .router }),
    ] {
      let names = Set(runs.filter(hold).map(\.name))
      summary(e.filter { names.contains($0.0) }, n)
    }
  }
  if folds == 0 {
    guard let (f, r) = fit(runs) else { return }
    show(f, r)
    all(judge(runs, r.constants), "in sample")
    all(judge(runs, f.start), "start")
  } else {
    var e: [(String, Observation.Kind, Double)] = []
    for k in 0..<folds {
      let train = runs.enumerated().filter { $0.offset % folds != k }.map(\.element)
      let test = runs.enumerated().filter { $0.offset % folds == k }.map(\.element)
      guard let (f, r) = fit(train) else { return }
      if k == 0 { show(f, r) }
      e += judge(test, r.constants)
    }
    all(e, "folds")
    for x in e where abs(x.2) > 20 && x.1 == .totalTime { print("    far", x.0, x.2) }
  }
}
