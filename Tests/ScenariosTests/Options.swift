import Records
import MigrationModel
import Quantities
import Scenarios
import Testing

/// `--set` and the short flags, with and without a file.
@Suite struct Options {
  private func set(_ assignments: String..., in yaml: String = Fixture.minimal)
    throws(ScenarioProblems) -> Scenario
  {
    var node = try ScenarioNode(yaml: yaml, file: "s.yaml")
    for assignment in assignments { try node.set(assignment) }
    return try Scenario(
      node, file: "s.yaml", profiles: ProfileLibrary(usesFiles: false))
  }

  @Test func setReplacesAndAdds() throws {
    let scenario = try set(
      "path.rtt=100 ms", "run.seed=7", "vm.touched=50 %", "workload=[{pattern: idle}]",
      "workload.1.pattern=uniform", "workload.1.rate=5 MiB/s")
    #expect(scenario.input.path.roundTrip == .milliseconds(100))
    #expect(scenario.seed == 7)
    #expect(scenario.input.guest.workload.count == 2)
    #expect(scenario.json["path"]?["rtt"] == .string("100 ms"))
    #expect(scenario.json["run"]?["seed"] == .integer(7))
    let rtt = scenario.values.first { $0.path == "path.rtt" }
    #expect(rtt == EffectiveValue(path: "path.rtt", text: "100 ms", origin: .flag))
    let bandwidth = scenario.values.first { $0.path == "path.bandwidth" }
    #expect(bandwidth?.origin == .file)
  }

  @Test(arguments: [
    ("path.rtt=40", "--set path.rtt: \"40\" has no unit"),
    ("path.rttt=40 ms", "--set path.rttt: unknown key; did you mean rtt?"),
    ("path.rtt", "--set path.rtt: write key=value"),
    ("=5", "--set : is no path of keys"), ("path..rtt=5", "is no path of keys"),
    ("path.rtt.fine=5", "there is nothing below \"37 ms\" to set fine in"),
    ("workload.0.rate=1 MiB/s", "there is no list workload"),
    ("workload=[{pattern: idle", "--set workload: is no YAML"),
    ("workload=[{pattern: idel}]", "--set workload: workload.0.pattern: no pattern \"idel\""),
    ("vm=[1]", "--set vm: a mapping with keys"), ("path.rtt=", "--set path.rtt: has no value"),
    ("path.queue=[] \nx: 1", "--set path.queue: "),
  ])
  func aWrongSettingIsNamedAsSuch(assignment: String, reason: String) {
    let error = #expect(throws: ScenarioProblems.self) { try set(assignment) }
    #expect(error?.description.contains(reason) == true, "got: \(error?.description ?? "")")
  }

  @Test func membersOfListsAreFoundByPlaceOrName() throws {
    var node = try ScenarioNode(
      yaml: "workload: [{pattern: idle}]\nvm: {disks: [{name: vda}, {name: vdb}]}")
    try node.set("vm.disks.vdb.size=10 GiB")
    try node.set("vm.disks.0.size=5 GiB")
    let first = JSONValue.object(["name": .string("vda"), "size": .string("5 GiB")])
    let second = JSONValue.object(["name": .string("vdb"), "size": .string("10 GiB")])
    #expect(node.json["vm"]?["disks"] == .array([first, second]))
    for path in ["vm.disks.vdx.size", "vm.disks.7.size", "vm.disks.-1.size"] {
      #expect(throws: ScenarioProblems.self) { try node.set("\(path)=1 GiB") }
    }
    let error = #expect(throws: ScenarioProblems.self) { try node.set("vm.disks.vdaa.size=1") }
    #expect(error?.description.contains("did you mean vda?") == true)
  }

  @Test func flagsAloneMakeAScenario() throws {
    var flags = ScenarioFlags()
    flags.memory = "2GiB"
    flags.bandwidth = "37Mbit/s"
    flags.rtt = "37ms"
    flags.dirtyRate = "5MiB/s"
    flags.workingSet = "512MiB"
    flags.overlay = "vxlan"
    flags.downtimeLimit = "500ms"
    flags.timeout = "60s"
    let scenario = try Scenario(
      ScenarioNode.fromFlags(flags), profiles: ProfileLibrary(usesFiles: false))
    let input = scenario.input
    #expect(input.guest.workload.map(\.workingSet) == [nil, PageCount(131_072)])
    #expect(input.path.overlay == .vxlan)
    #expect(input.settings.downtimeLimit == .milliseconds(500))
    #expect(input.settings.timeout == .seconds(60))
    #expect(scenario.values.first { $0.path == "workload.1.rate" }?.origin == .flag)
  }

  @Test func flagsGoAboveTheFile() throws {
    var flags = ScenarioFlags()
    flags.rtt = "90 ms"
    flags.dirtyRate = "1 MiB/s"
    let node = try ScenarioNode(yaml: Fixture.with(vm: "touched: 1 GiB")).applying(flags)
    let scenario = try Scenario(node, profiles: ProfileLibrary(usesFiles: false))
    #expect(scenario.input.path.roundTrip == .milliseconds(90))
    #expect(scenario.input.guest.workload.map(\.workingSet) == [nil, PageCount(262_144)])
  }

  struct WrongFlag: Sendable {
    let reason: String
    let set: @Sendable (inout ScenarioFlags) -> Void
  }

  static let wrongFlags = [
    WrongFlag(reason: "--dirty-rate: \"5\" has no unit") { $0.dirtyRate = "5" },
    WrongFlag(reason: "--mtu: a bare whole number was expected") { $0.mtu = "1500 B" },
    WrongFlag(reason: "--overlay: \"vlxan\" is not known here; did you mean vxlan?") {
      $0.overlay = "vlxan"
    },
    WrongFlag(reason: "--working-set: says where a load writes; give --dirty-rate") {
      $0.workingSet = "1 MiB"
    },
    WrongFlag(reason: "--profile: no profile \"x\"") { $0.profile = "x" },
  ]

  @Test(arguments: wrongFlags)
  func aWrongFlagIsNamed(wrong: WrongFlag) {
    var flags = ScenarioFlags()
    wrong.set(&flags)
    let error = #expect(throws: ScenarioProblems.self) {
      try Scenario(
        ScenarioNode(yaml: Fixture.minimal, file: "s.yaml").applying(flags), file: "s.yaml",
        profiles: ProfileLibrary(usesFiles: false))
    }
    let said = error?.description ?? ""
    #expect(said.hasPrefix(wrong.reason), "got: \(said)")
  }
}
