import MigrationModel
import Quantities
import Scenarios

/// Constants of a pair of hosts and of workloads, as a fit moves them.
struct FittedConstants: Sendable {
  var hosts: HostConstants
  var workloads: [String: WorkloadConstants]

  func input(of run: TrainingRun) -> MigrationInput {
    run.input(hosts: hosts, workload: run.workload.flatMap { workloads[$0.name] })
  }

  /// The touched memory that a run's workload profile would give it.
  func touched(of run: TrainingRun) -> ByteCount? {
    run.workload.flatMap { workloads[$0.name]?.touched(of: run.input.guest.memory) }
  }

  /// Constants in SI units by path: "host.stop", "workloads.Memcached.pages".
  subscript(_ path: String) -> Double {
    get {
      if let (name, field) = FittedConstants.workload(path) {
        return workloads[name]?[keyPath: field] ?? 0
      }
      return ProfileConstant.named(path)?.value(in: hosts) ?? 0
    }
    set {
      if let (name, field) = FittedConstants.workload(path) {
        workloads[name]?[keyPath: field] = newValue
      } else {
        ProfileConstant.named(path)?.set(newValue, in: &hosts)
      }
    }
  }

  private static func workload(
    _ path: String
  ) -> (String, WritableKeyPath<WorkloadConstants, Double>)? {
    let first = "workloads."
    guard path.hasPrefix(first) else { return nil }
    for (end, field) in fields where path.hasSuffix(end) {
      return (String(path.dropFirst(first.count).dropLast(end.count)), field)
    }
    return nil
  }

  private static var fields: [(String, WritableKeyPath<WorkloadConstants, Double>)] {
    [
      (".touched.base", \.touchedBaseBytes), (".touched.share", \.touchedShare),
      (".pages", \.pages), (".exponent", \.exponent),
    ]
  }
}
