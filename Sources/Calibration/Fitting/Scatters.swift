/// How far each kind of figure lies from the model: a standard deviation of its logarithm, by the
/// median of its distances, which outliers don't widen. Workloads with enough runs have their own.
struct Scatters: Sendable {
  private var all: [Key: Double] = [:]

  struct Key: Hashable {
    let kind: Observation.Kind
    let workload: String?
  }

  private static let fewest = 8

  init(runs: [TrainingRun], residuals: [[Double?]]) {
    var distances: [Key: [Double]] = [:]
    for (run, row) in zip(runs, residuals) {
      for (observation, residual) in zip(run.observations, row) {
        guard let residual else { continue }
        let key = Key(kind: observation.kind, workload: nil)
        distances[key, default: []].append(residual.magnitude)
        if let name = run.workload?.name {
          let own = Key(kind: observation.kind, workload: name)
          distances[own, default: []].append(residual.magnitude)
        }
      }
    }
    for (key, values) in distances {
      if values.count < Scatters.fewest, key.workload != nil { continue }
      // Few runs are worth less than what is usual.
      let few = Double(values.count), usual = key.kind.usualScatter
      let seen = 1.4826 * values.sorted()[values.count / 2]
      let scatter = ((few * seen * seen + 4 * usual * usual) / (few + 4)).squareRoot()
      all[key] = max(key.kind.leastScatter, scatter)
    }
  }

  func scatter(of kind: Observation.Kind, in run: TrainingRun) -> Double {
    all[Key(kind: kind, workload: run.workload?.name)] ?? all[Key(kind: kind, workload: nil)]
      ?? kind.usualScatter
  }
}
