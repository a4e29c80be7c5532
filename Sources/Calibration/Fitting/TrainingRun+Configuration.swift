import MigrationModel
import Quantities

extension TrainingRun {
  /// All that was set of a run, and what was measured in it by its order: repetitions differ by
  /// some per cent in touched memory and round trip.
  private var configuration: String {
    let (guest, path, settings) = (input.guest, input.path, input.settings)
    let workload = guest.workload.enumerated().map { index, part in
      index == self.workload?.part
        ? "profile \(self.workload?.name ?? "")"
        : "\(type(of: part)) \(part.workingSet?.count ?? 0) \(part.nominalRate?.count ?? 0) "
          + ((part as? CurveWrites).map { "\($0.curve)" } ?? "")
    }
    return [
      "\(guest.memory.count)", workload.joined(separator: ","), "\(path.bandwidth.count)",
      "\(order(path.roundTrip.seconds + 2e-4, steps: 1.3))",
      "\(path.overlay.name) \(path.carriage.innerMTU)",
      "\(order(Double(guest.touched.count) + 1, steps: 1.5))", "\(path.queue.count)",
      settings.manager.name, "\(settings.stopRule)",
      path.congestionControl.name, path.bottleneck.rawValue, settings.hypervisor.name,
      "\(settings.downtimeLimit.count)", "\(settings.bandwidthCap?.count ?? 0)",
    ].joined(separator: " ")
  }

  private func order(_ value: Double, steps: Double) -> Int {
    Int((Elementary.log(value) / Elementary.log(steps)).rounded())
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
