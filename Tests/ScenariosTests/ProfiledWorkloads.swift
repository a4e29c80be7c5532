import MigrationModel
import Quantities
import Scenarios
import Testing

/// `{profile: NAME}`: what a profile knows of a workload.
@Suite struct ProfiledWorkloads {
  static let lab = """
    profile: lab
    based-on: generic-kvm
    workloads:
      Memcached:
        touched: {base: 180 MiB, share: 50 %, spread: 3 %}
        pattern: curve
        pages: {value: 11440, error: 300}
        exponent: 0.67
        residuals: {time_elapsed: 1 %, downtime: 10 %}
      idle desktop: {pattern: curve, points: [[0.5 s, 90], [1 s, 95]]}

    """

  private func scenario(
    _ part: String = "workload: [{profile: Memcached}]", vm: String = "memory: 1 GiB",
    hosts: String = "hosts: {profile: lab}", others: [(String, String)] = [],
    flags: ScenarioFlags = ScenarioFlags()
  ) throws -> Scenario {
    var result: Scenario?
    try Fixture.withFiles([("hosts/lab.yaml", Self.lab)] + others) { folder in
      let yaml = "vm: {\(vm)}\npath: {bandwidth: 100 Mbit/s, rtt: 1 ms}\n\(part)\n\(hosts)\n"
      let node = try ScenarioNode(yaml: yaml, file: "\(folder)/s.yaml").applying(flags)
      result = try Scenario(node, file: "\(folder)/s.yaml")
    }
    return try #require(result)
  }

  private func problems(
    _ part: String, hosts: String = "hosts: {profile: lab}", others: [(String, String)] = []
  ) -> [String] {
    do {
      _ = try scenario(part, hosts: hosts, others: others)
      return []
    } catch let error as ScenarioProblems {
      return error.problems.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  private func curve(of scenario: Scenario) throws -> CurveWrites {
    try #require(scenario.input.guest.workload.last as? CurveWrites)
  }

  @Test func theProfileGivesTouchedMemoryAndCurve() throws {
    let scenario = try scenario()
    // 180 MiB and half of 1 GiB.
    #expect(scenario.input.guest.touched == ByteCount(692 << 20))
    let curve = try curve(of: scenario)
    #expect(curve.curve == .power(pages: 11440, exponent: 0.67))
    // Wherever touched pages lie.
    #expect(curve.workingSet == nil)
    #expect(scenario.notes.isEmpty)
    for value in [
      EffectiveValue(path: "vm.touched", text: "692 MiB", origin: .profile("lab")),
      EffectiveValue(path: "workload.0.profile", text: "Memcached", origin: .file),
      EffectiveValue(path: "workload.0.pages", text: "11440", origin: .profile("lab")),
      EffectiveValue(path: "workload.0.working-set", text: "692 MiB", origin: .default),
    ] {
      #expect(scenario.values.contains(value), "\(value)")
    }
  }

  @Test func touchedIsAtMostTheMemory() throws {
    #expect(try scenario(vm: "memory: 128 MiB").input.guest.touched == ByteCount(128 << 20))
  }

  @Test func whatTheScenarioSaysOfItsTouchedMemoryWins() throws {
    let scenario = try scenario(vm: "memory: 1 GiB, touched: 300 MiB")
    #expect(scenario.input.guest.touched == ByteCount(300 << 20))
  }

  @Test func aWorkloadThatDoesNotKnowItsMemoryLeavesAnUpperBound() throws {
    let scenario = try scenario("workload: [{profile: idle desktop}]")
    #expect(scenario.input.guest.touched == scenario.input.guest.memory)
    #expect(scenario.notes.contains { $0.contains("upper bounds") })
    #expect(
      try curve(of: scenario).curve
        == .points([
          .init(after: .milliseconds(500), pages: 90), .init(after: .seconds(1), pages: 95),
        ]))
  }

  @Test func itTakesWhatTheOtherPartsLeave() throws {
    let scenario = try scenario(
      """
      workload:
        - {pattern: uniform, rate: 1 MiB/s, working-set: 92 MiB}
        - {profile: Memcached}
      """)
    #expect(try curve(of: scenario).workingSet == nil)
    #expect(
      scenario.values.contains { $0.path == "workload.1.working-set" && $0.text == "600 MiB" })
  }

  @Test func workloadsAreInheritedByName() throws {
    let own = """
      profile: own
      based-on: lab
      workloads: {Memcached: {pattern: curve, pages: 5, exponent: 1}}

      """
    let others = [("hosts/own.yaml", own)]
    let hosts = "hosts: {profile: own}"
    let replaced = try scenario(hosts: hosts, others: others)
    #expect(try curve(of: replaced).curve == .power(pages: 5, exponent: 1))
    let inherited = try scenario(
      "workload: [{profile: idle desktop}]", hosts: hosts, others: others)
    #expect(
      inherited.values.contains(
        EffectiveValue(
          path: "workload.0.points", text: "[[500 ms, 90], [1 s, 95]]", origin: .profile("lab"))))
  }

  @Test func anotherProfileByFlagBringsItsWorkloads() throws {
    var flags = ScenarioFlags()
    flags.profile = "lab"
    let scenario = try scenario(hosts: "hosts: {profile: generic-kvm}", flags: flags)
    #expect(scenario.profile.name == "lab")
    #expect(scenario.notes.isEmpty)
  }

  @Test func hostsWrittenInlineMayHaveThemToo() throws {
    let inline = """
      hosts:
        based-on: generic-kvm
        workloads: {mine: {pattern: curve, pages: 7, exponent: 0.5, touched: {base: 1 MiB}}}
      """
    let scenario = try scenario("workload: [{profile: mine}]", hosts: inline)
    #expect(scenario.input.guest.touched == ByteCount(1 << 20))
    let based = try self.scenario(hosts: "hosts: {based-on: lab, host: {stop: 1 ms}}")
    #expect(try curve(of: based).curve == .power(pages: 11440, exponent: 0.67))
  }

  @Test func aWorkloadThatOneOtherProfileHasIsFoundAndSaidToBe() throws {
    let scenario = try scenario(hosts: "")
    #expect(scenario.profile.name == "generic-kvm")
    #expect(
      scenario.notes == [
        "workload Memcached is from lab, as generic-kvm has none of that name"
      ])
    #expect(scenario.input.guest.touched == ByteCount(692 << 20))
  }

  @Test func whoLendsNoWorkloadsKnowsThoseOfItsOwnHostsOnly() throws {
    let yaml =
      "vm: {memory: 1 GiB}\npath: {bandwidth: 1 Gbit/s, rtt: 1 ms}\nworkload: [{profile: Oltp}]"
    func scenario(_ hosts: String, lends: Bool) throws -> Scenario {
      try Scenario(
        ScenarioNode(yaml: yaml + "\nhosts: {profile: \(hosts)}"), file: "own.yaml",
        profiles: ProfileLibrary(usesFiles: false, lendsWorkloads: lends))
    }
    _ = try scenario("generic-kvm", lends: true)
    _ = try scenario("gigabit-kvm", lends: false)
    #expect(throws: ScenarioProblems.self) { try scenario("generic-kvm", lends: false) }
  }

  @Test func aWorkloadOfSeveralOtherProfilesIsAmbiguous() throws {
    let second = Self.lab.split(separator: "\n").map {
      $0 == "profile: lab" ? "profile: second" : String($0)
    }
    let heir = "based-on: lab\n"
    let lines = problems(
      "workload: [{profile: Memcached}]", hosts: "",
      others: [
        ("hosts/second.yaml", second.joined(separator: "\n")), ("hosts/heir.yaml", heir),
      ])
    #expect(lines.count == 1)
    #expect(
      lines.first?.hasSuffix(
        "s.yaml:3:22: workload.0.profile: \"Memcached\" is not in generic-kvm, but in lab and "
          + "second; name the one that is meant in hosts.profile") == true, "\(lines)")
  }

  @Test func aMissNamesTheNearest() throws {
    let lines = problems("workload: [{profile: memcached}]")
    #expect(lines.count == 1)
    #expect(
      lines.first?.hasSuffix(
        "s.yaml:3:22: workload.0.profile: no profile has a workload \"memcached\"; did you mean "
          + "Memcached?") == true, "\(lines)")
    let broken = problems(
      "workload: [{profile: unheard-of}]", others: [("hosts/broken.yaml", "host: {stop: 5}\n")])
    #expect(
      broken.first?.hasSuffix(
        "no profile has a workload \"unheard-of\"; broken can't be read") == true, "\(broken)")
  }

  @Test(arguments: [
    (
      "workload: [{profile: Memcached}, {profile: idle desktop}]",
      "workload.1: takes what the others leave of the touched memory, as does workload.0; one part"
    ),
    (
      "workload: [{profile: Memcached}, {pattern: uniform, rate: 1 MiB/s}]",
      "workload.1: has no working-set, nor has workload.0"
    ),
    (
      "workload: [{profile: Memcached}, {pattern: uniform, rate: 1 MiB/s, working-set: 692 MiB}]",
      "workload.0: takes what is left, and the others leave none"
    ),
    ("workload: [{profile: Memcached, rate: 1 MiB/s}]", "workload.0.rate: unknown key"),
    ("workload: [{profile: [a]}]", "workload.0.profile: text was expected"),
  ])
  func aPartThatSaysTooMuchIsRefused(part: String, reason: String) {
    let lines = problems(part)
    #expect(lines.count == 1 && lines[0].contains(reason), "\(lines)")
  }

  @Test(arguments: [
    (
      "{pattern: curve, pages: 5}",
      "own.yaml:4:8: workloads.w: a curve needs pages and exponent, or points"
    ),
    ("{pattern: curve, pages: 5, exponent: {value: 1, error: -1}}", "error: -1 is not between 0"),
    (
      "{pattern: uniform, pages: 5, exponent: 1}",
      "own.yaml:4:18: workloads.w.pattern: \"uniform\" is not"
    ),
    ("{pattern: curve, points: [[1 s, 5], [1 s, 6]]}", "the times must increase"),
    ("{pattern: curve, pages: 5, exponent: 1, touched: {bse: 1 MiB}}", "did you mean base?"),
    ("{pattern: curve, pages: 5, exponent: 1, touched: {share: 101 %}}", "is more than 100 %"),
    (
      "{pattern: curve, pages: 5, exponent: 1, residuals: {downtime: 1 %}}",
      "workloads.w.residuals.time_elapsed: is required"
    ),
    ("[]", "own.yaml:4:8: workloads.w: a mapping with keys"),
  ])
  func aWrongWorkloadIsRefused(workload: String, reason: String) {
    let yaml = "profile: own\nbased-on: generic-kvm\nworkloads:\n    w: \(workload)\n"
    let error = #expect(throws: ScenarioProblems.self) {
      try HostProfile(
        yaml: yaml, file: "own.yaml", profiles: ProfileLibrary(usesFiles: false))
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
