import ArgumentParser
import Scenarios

/// What every command that reads scenarios takes: files, and flags that stand for their keys.
struct ScenarioOptions: ParsableArguments {
  @Argument(
    help: "Scenario files (YAML or JSON); none, if the flags say it all.",
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var files: [String] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Set a key of the scenario, as path.rtt='100 ms'; may be repeated.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("vm.memory, as 2GiB.", valueName: "size"))
  var memory: String?
  @Option(
    help: ArgumentHelp("vm.touched: what is not all zero, as 1400MiB or 70%.", valueName: "size"))
  var touched: String?
  @Option(help: ArgumentHelp("path.bandwidth, as 37Mbit/s.", valueName: "rate"))
  var bandwidth: String?
  @Option(
    help: ArgumentHelp("path.measured-at: where that was taken.", valueName: "layer"),
    completion: .list(["goodput", "ip", "tc", "wire"]))
  var measuredAt: String?
  @Option(help: ArgumentHelp("path.rtt, as 37ms.", valueName: "time"))
  var rtt: String?
  @Option(
    help: ArgumentHelp("path.bottleneck: router or source.", valueName: "place"),
    completion: .list(["router", "source"]))
  var bottleneck: String?
  @Option(
    help: ArgumentHelp("path.congestion-control: cubic or bbr.", valueName: "name"),
    completion: .list(["cubic", "bbr"]))
  var congestionControl: String?
  @Option(
    help: ArgumentHelp("path.overlay: none or vxlan.", valueName: "name"),
    completion: .list(["none", "vxlan"]))
  var overlay: String?
  @Option(
    help: ArgumentHelp("A load that writes uniformly at this rate, as 5MiB/s.", valueName: "rate"))
  var dirtyRate: String?
  @Option(help: ArgumentHelp("The memory that it writes to, as 512MiB.", valueName: "size"))
  var workingSet: String?
  @Option(help: ArgumentHelp("migration.downtime-limit, as 300ms.", valueName: "time"))
  var downtimeLimit: String?
  @Option(help: ArgumentHelp("migration.timeout, after which it is aborted.", valueName: "time"))
  var timeout: String?
  @Option(
    help: ArgumentHelp("migration.hypervisor, as 'qemu 7.2'.", valueName: "name"),
    completion: .list(["qemu 7.2", "qemu 10.0"]))
  var hypervisor: String?
  @Option(help: ArgumentHelp("hosts.profile: a name, or a file's path.", valueName: "profile"))
  var profile: String?
  @Option(help: ArgumentHelp("run.seed.", valueName: "number"))
  var seed: String?
  @Option(help: ArgumentHelp("run.offsets: 1 is the fastest.", valueName: "number"))
  var offsets: String?

  private var flags: ScenarioFlags {
    var flags = ScenarioFlags()
    flags.memory = memory
    flags.touched = touched
    flags.bandwidth = bandwidth
    flags.measuredAt = measuredAt
    flags.rtt = rtt
    flags.bottleneck = bottleneck
    flags.congestionControl = congestionControl
    flags.overlay = overlay
    flags.dirtyRate = dirtyRate
    flags.workingSet = workingSet
    flags.downtimeLimit = downtimeLimit
    flags.timeout = timeout
    flags.hypervisor = hypervisor
    flags.profile = profile
    flags.seed = seed
    flags.offsets = offsets
    return flags
  }

  mutating func validate() throws {
    if files.isEmpty, settings.isEmpty, flags.isEmpty {
      throw ValidationError(
        "Name a scenario file, or give --memory, --bandwidth and --rtt.")
    }
  }

  /// Scenarios that could be settled, and the exit code that those that couldn't ask for.
  ///
  /// One file's error does not stop the others; it is told on stderr.
  func read() throws -> (scenarios: [Scenario], exitCode: ExitCode?) {
    let profiles = ProfileLibrary()
    var scenarios: [Scenario] = []
    var code: ExitCode?
    for file in files.isEmpty ? [nil] : files.map(Optional.some) {
      do throws(ScenarioProblems) {
        scenarios.append(try scenario(file, profiles))
      } catch {
        for problem in error.problems { Terminal.error(problem.description) }
        code = ExitCode(error.isUnreadable ? ExitCodes.cannotRead : ExitCodes.badInput)
      }
    }
    return (scenarios, code)
  }

  private func scenario(
    _ file: String?, _ profiles: ProfileLibrary
  ) throws(ScenarioProblems) -> Scenario {
    var node =
      try file.map { (path) throws(ScenarioProblems) in
        try ScenarioNode(contentsOf: path)
      } ?? ScenarioNode.mapping([])
    node = try node.applying(flags)
    for setting in settings { try node.set(setting) }
    return try Scenario(node, file: file, profiles: profiles)
  }
}
