import MigrationModel
import Quantities

extension TrainingRun {
  /// All that was set of a run, not what was measured in it.
  private var configuration: String {
    let (guest, path, settings) = (input.guest, input.path, input.settings)
    let workload = guest.workload.enumerated().map { index, part in
      index == self.workload?.part
        ? "profile \(self.workload?.name ?? "")"
        : "\(type(of: part)) \(part.workingSet?.count ?? 0) \(part.nominalRate?.count ?? 0)"
    }
    return [
      "\(guest.memory.count)", workload.joined(separator: ","), "\(path.bandwidth.count)",
      "\((path.roundTrip.seconds * 1000).rounded())", path.overlay.name,
      path.congestionControl.name, path.bottleneck.rawValue, settings.hypervisor.name,
      "\(settings.downtimeLimit.count)", "\(settings.bandwidthCap?.count ?? 0)",
    ].joined(separator: " ")
  }

  /// Places of the runs of each configuration, in order of appearance.
  static func repetitions(_ runs: [TrainingRun]) -> [[Int]] {
    var found: [[Int]] = []
    var places: [String: Int] = [:]
    for (index, run) in runs.enumerated() {
      let key = run.configuration
      if let place = places[key] {
        found[place].append(index)
      } else {
        places[key] = found.count
        found.append([index])
      }
    }
    return found
  }
}
