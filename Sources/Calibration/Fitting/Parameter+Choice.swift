import MigrationModel
import Quantities

extension Parameter {
  /// The hosts' constants and those of these runs' workloads, in the profile's order.
  ///
  /// Beforehand each is likely to lie within a factor around where the fit begins: so wide that
  /// data outweigh it, and there so that a constant about which the runs say nothing stays put. Its
  /// error is then what was thought beforehand, so who relies on it learns how little is known.
  static func choice(for runs: [TrainingRun], start: FittedConstants) -> [Parameter] {
    let host: [(path: String, spread: Double)] = [
      ("host.normal-page-scan", 0.7), ("host.zero-page-scan", 1), ("host.preparation", 1),
      ("host.stop", 1), ("host.load", 1), ("host.resume", 1), ("host.device-state", 0.7),
      ("host.tcp-segment-cost", 0.5), ("host.rate-limit-slack", 1), ("host.turnaround", 0.5),
      ("host.wake-up", 1), ("host.goodput", 1), ("guest.background-pages", 1),
      ("guest.background-time", 0.7),
      ("guest.load-pages", 1), ("guest.load-time", 0.7),
    ]
    let ofHosts = host.map {
      // No stream gets more than all of a path, and few get a hundredth less: over twelve measured
      // paths it was within 0.1 % of all.
      $0 == "host.goodput"
        ? Parameter(path: $0, bounds: .between(0.5, 1), start: min(start[$0], 0.995), spread: $1)
        : Parameter(path: $0, bounds: .positive, start: max(start[$0], 1e-6), spread: $1)
    }
    let ofWorkloads = start.workloads.keys.sorted().flatMap { name in
      choice(for: name, in: runs, start: start)
    }
    return ofHosts + ofWorkloads
  }

  private static func choice(
    for name: String, in runs: [TrainingRun], start: FittedConstants
  ) -> [Parameter] {
    let its = runs.filter { $0.workload?.name == name }
    let sizes = Set(its.map(\.input.guest.memory))
    func parameter(_ field: String, _ bounds: Bounds, _ spread: Double) -> Parameter {
      let path = "workloads.\(name).\(field)"
      return Parameter(path: path, bounds: bounds, start: start[path], spread: spread)
    }
    var all = [parameter("touched.base", .positive, 2)]
    // One size of guest tells no share from a base.
    if sizes.count > 1 { all.append(parameter("touched.share", .between(0, 1), 2)) }
    return all + [
      parameter("pages", .positive, 2), parameter("exponent", .between(0.02, 1.2), 1.5),
    ]
  }
}

extension TrainingRun {
  /// Whether a constant could change anything that is observed of this run.
  func mayDepend(on path: String) -> Bool {
    if path.hasPrefix("workloads.") {
      return workload.map { path.hasPrefix("workloads.\($0.name).") } ?? false
    }
    switch path {
    case "host.rate-limit-slack": return input.settings.bandwidthCap != nil
    case "host.preparation", "host.resume": return input.settings.manager.hasPhases
    // It counts where TCP allows a few segments only.
    case "host.turnaround": return input.path.roundTrip < .milliseconds(2)
    case "guest.background-pages", "guest.background-time": return hasIdleGuest
    case "guest.load-pages", "guest.load-time":
      return hasIdleGuest && input.guest.workload.contains { $0.isLoad }
    default: return true
    }
  }

  private var hasIdleGuest: Bool { input.guest.workload.contains { $0 is IdleGuest } }
}
