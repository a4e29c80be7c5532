import Answers
import ArgumentParser
import MigrationModel
import Scenarios

/// What every command that reads scenarios takes: files, and flags that stand for their keys.
struct ScenarioOptions: ParsableArguments {
  @Argument(
    help: "Scenario files (YAML or JSON), - for stdin; none, if the flags say it all.",
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var files: [String] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Set a key of the scenario, as path.rtt='100 ms'; may be repeated.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("What to call it in the output.", valueName: "name"))
  var name: String?
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
    help: ArgumentHelp("path.queue: what the bottleneck holds, as 100ms.", valueName: "queue"))
  var queue: String?
  @Option(help: ArgumentHelp("path.mtu, as 1500.", valueName: "bytes"))
  var mtu: String?
  @Option(
    help: ArgumentHelp("path.congestion-control: cubic, bbr or reno.", valueName: "name"),
    completion: .list(Scenario.words(at: "path.congestion-control")))
  var congestionControl: String?
  @Option(
    help: ArgumentHelp("path.overlay, as vxlan, wireguard or ipsec-gcm.", valueName: "name"),
    completion: .list(["none"] + Overlay.encapsulations.map(\.name)))
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
    completion: .list(Hypervisors.all.map(\.name)))
  var hypervisor: String?
  @Option(help: ArgumentHelp("hosts.profile: a name, or a file's path.", valueName: "profile"))
  var profile: String?
  @Option(help: ArgumentHelp("run.seed.", valueName: "number"))
  var seed: String?
  @Option(help: ArgumentHelp("run.offsets: 1 is the fastest.", valueName: "number"))
  var offsets: String?
  @Option(
    help: ArgumentHelp("run.replications: draws at each offset, in pages.", valueName: "number"))
  var replications: String?
  @Option(
    help: ArgumentHelp("run.fidelity: fluid, or pages: every write drawn.", valueName: "name"),
    completion: .list(["fluid", "pages"]))
  var fidelity: String?

  private var flags: ScenarioFlags {
    var flags = ScenarioFlags()
    flags.name = name
    flags.memory = memory
    flags.touched = touched
    flags.bandwidth = bandwidth
    flags.measuredAt = measuredAt
    flags.rtt = rtt
    flags.bottleneck = bottleneck
    flags.queue = queue
    flags.mtu = mtu
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
    flags.replications = replications
    flags.fidelity = fidelity
    return flags
  }

  /// Whether more than one scenario was asked for.
  var areSeveral: Bool { files.count > 1 }

  mutating func validate() throws {
    if files.isEmpty, settings.isEmpty, flags.isEmpty {
      throw ValidationError(
        "Name a scenario file, or give --memory, --bandwidth and --rtt.")
    }
    if let setting = settings.first(where: { !$0.contains("=") }) {
      throw ValidationError("--set \(setting): write key=value, such as path.rtt='100 ms'.")
    }
    if workingSet != nil, dirtyRate == nil {
      throw ValidationError("--working-set says where a load writes; give --dirty-rate too.")
    }
    if files.count(where: { $0 == StandardInput.mark }) > 1 {
      throw ValidationError("stdin (-) can be read only once.")
    }
  }

  /// Scenarios that could be settled, with the files they are from, and the exit code that the
  /// first of those that couldn't asks for.
  ///
  /// One file's error does not stop the others; it is told on stderr.
  func read() -> (scenarios: [(file: String?, scenario: Scenario)], exitCode: ExitCode?) {
    let profiles = ProfileLibrary()
    var scenarios: [(file: String?, scenario: Scenario)] = []
    var code: ExitCode?
    for file in files.isEmpty ? [nil] : files.map(Optional.some) {
      do throws(ScenarioProblems) {
        scenarios.append((file, try settled(try tree(file), file, profiles)))
      } catch {
        for problem in error.problems { Terminal.error(problem.description) }
        code = code ?? ExitCodes.of(error)
      }
    }
    return (scenarios, code)
  }

  /// The same of every point of a grid: what each file is called, and its scenarios in the grid's
  /// order, none where one of them is wrong. What is wrong at several points is told once.
  func read(at grid: Grid) -> GridReading {
    let profiles = ProfileLibrary()
    var reading = GridReading()
    for file in files.isEmpty ? [nil] : files.map(Optional.some) {
      // Stdin can be read only once.
      let written = Result { () throws(ScenarioProblems) in try tree(file) }
      var scenarios: [Scenario] = []
      var told: Set<String> = []
      for point in grid.points {
        do throws(ScenarioProblems) {
          var node = try written.get()
          for (path, text) in point { try node.set(path, to: text, option: "--grid") }
          scenarios.append(try settled(node, file, profiles))
        } catch {
          for problem in error.problems where told.insert(problem.description).inserted {
            Terminal.error(problem.description)
          }
          reading.exitCode = reading.exitCode ?? ExitCodes.of(error)
        }
      }
      guard told.isEmpty, let name = scenarios.first?.name else { continue }
      reading.scenarios.append((name, scenarios))
    }
    return reading
  }

  /// The scenario as it was written, with what the flags say.
  private func tree(_ file: String?) throws(ScenarioProblems) -> ScenarioNode {
    let written =
      try file.map { (path) throws(ScenarioProblems) in
        try path == StandardInput.mark
          ? StandardInput.scenario() : ScenarioNode(contentsOf: path)
      } ?? ScenarioNode.mapping([])
    var node = try written.applying(flags)
    for setting in settings { try node.set(setting) }
    return node
  }

  private func settled(
    _ node: ScenarioNode, _ file: String?, _ profiles: ProfileLibrary
  ) throws(ScenarioProblems) -> Scenario {
    let name = file == StandardInput.mark ? StandardInput.name : file
    return try Scenario(node, file: name, profiles: profiles)
  }
}

/// What a grid's files came to.
struct GridReading {
  var scenarios: [(name: String, points: [Scenario])] = []
  var exitCode: ExitCode?

  var notes: [String] { scenarios.flatMap { $0.points.flatMap(\.notes) } }
}
