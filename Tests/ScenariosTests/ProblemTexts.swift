import Scenarios
import Testing

/// What a person reads who made a usual slip.
@Suite struct ProblemTexts {
  @Test(arguments: slips)
  func aSlipIsExplained(slip: Slip) {
    let (yaml, line) = (slip.yaml, slip.line)
    let problems = Fixture.problems(yaml)
    #expect(
      problems.contains { $0 == line || $0.hasPrefix(line + " (") },
      "got: \(problems.joined(separator: "\n"))")
  }

  @Test func allSlipsAreToldAtOnceInTheFilesOrder() {
    let problems = Fixture.problems(
      """
      vm:
        memory: 2048
        vcpu: 2
      path:
        bandwidth: 0 Mbit/s
        rtt: 40ms
        loss: 110 %
      migration: {method: precpy}
      colour: blue
      """)
    #expect(
      problems.map { $0.split(separator: ":")[1] } == ["2", "3", "5", "7", "8", "9"])
  }

  @Test func aProblemOfAnOptionNamesTheOption() throws {
    var flags = ScenarioFlags()
    flags.memory = "2GiB"
    flags.bandwidth = "37Mbit/s"
    flags.rtt = "37"
    let node = try ScenarioNode.fromFlags(flags)
    let error = #expect(throws: ScenarioProblems.self) { try Scenario(node) }
    #expect(
      error?.description == "--rtt: \"37\" has no unit: write one of ms, s, us, µs, ns, min, h")
  }

  @Test func whatIsMissingWithoutAFileNamesTheFlag() throws {
    var flags = ScenarioFlags()
    flags.memory = "2GiB"
    flags.bandwidth = "37Mbit/s"
    let node = try ScenarioNode.fromFlags(flags)
    let error = #expect(throws: ScenarioProblems.self) { try Scenario(node) }
    #expect(error?.description == "path.rtt: is required (--rtt): a time, such as 40 ms")
  }

  @Test func aFeatureIsNamedForThoseWhoSkipIt() throws {
    let yaml = Fixture.with(migration: "compressed: true, method: hybrid, postcopy-after: 20 s")
    let error = #expect(throws: ScenarioProblems.self) { try Fixture.scenario(yaml) }
    #expect(error?.isUnsupported == true)
    #expect(
      error?.unsupportedReason
        == "compressed, method hybrid, postcopy-after: not supported yet")
  }
}

/// A scenario with a slip, and what is said about it.
struct Slip: Sendable {
  let yaml: String
  let line: String

  init(_ yaml: String, _ line: String) {
    self.yaml = yaml
    self.line = line
  }
}

let slips: [Slip] = [
  Slip(
    "vm: {memory: 2 GiB}\npath:\n  bandwidth: 37 Mbit/s\n  rtt: 40\n",
    "s.yaml:4:8: path.rtt: \"40\" has no unit: write one of ms, s, us, µs, ns, min, h"
  ),
  Slip(
    "vm: {memory: 2 GiB}\npath: {bandwidth: 37 Mbps, rtt: 40 ms}\n",
    "s.yaml:2:19: path.bandwidth: \"Mbps\" is not a unit of a rate; did you mean Mbit/s? Or write "
      + "one of Mbit/s, Gbit/s, kbit/s, Tbit/s, bit/s, MiB/s, GiB/s, KiB/s, B/s, kB/s, MB/s, GB/s"
  ),
  Slip(
    "vm: {memory: 2 GiB}\npath: {bandwidth: 37 Mbit/s, rrt: 40 ms}\n",
    "s.yaml:2:7: path.rtt: is required: a time, such as 40 ms"
  ),
  Slip(
    "vm: {memory: 2 GiB}\npath: {bandwidth: 37 Mbit/s, rrt: 40 ms}\n",
    "s.yaml:2:30: path.rrt: unknown key; did you mean rtt?"
  ),
  Slip(
    "path: {bandwidth: 37 Mbit/s, rtt: 40 ms}\n",
    "s.yaml:1:1: vm.memory: is required: a size, such as 2 GiB"
  ),
  Slip(
    Fixture.minimal + "rtt: 5 ms\n",
    "s.yaml:3:1: rtt: unknown key here; did you mean path.rtt?"
  ),
  Slip(
    Fixture.with(migration: "method: hybrid"),
    "s.yaml:3:21: migration.method: hybrid: not supported yet"
  ),
  Slip(
    Fixture.with(migration: "compressed: true"),
    "s.yaml:3:13: migration.compressed: not supported yet"
  ),
  Slip(
    Fixture.with(vm: "touched: 3 GiB"),
    "s.yaml:1:30: vm.touched: \"3 GiB\" is more than vm.memory has (2 GiB)"
  ),
  Slip(
    Fixture.with(path: "measured-at: tcp"),
    "s.yaml:2:55: path.measured-at: \"tcp\" is not known here; did you mean tc?"
  ),
  Slip(
    Fixture.with(also: "workload: [{pattern: unifrom, rate: 1 MiB/s}]"),
    "s.yaml:5:22: workload.0.pattern: no pattern \"unifrom\"; did you mean uniform?"
  ),
  Slip(
    Fixture.with(also: "workload: [{pattern: uniform, workingSet: 1 MiB, rate: 1 MiB/s}]"),
    "s.yaml:5:31: workload.0.workingSet: unknown key; did you mean working-set?"
  ),
  Slip(
    Fixture.with(migration: "manager: libvirt, hypervisor: xen classic"),
    "s.yaml:3:22: migration.manager: libvirt with xen classic: not "
      + "supported yet"
  ),
  Slip(
    Fixture.with(run: "offsets: \"9\""),
    "s.yaml:4:16: run.offsets: a bare whole number was expected, without quotes, not \"9\""
  ),
  Slip(
    Fixture.with(also: "hosts: {profile: generic-kmv}"),
    "s.yaml:5:18: hosts.profile: no profile \"generic-kmv\"; did you mean generic-kvm? there are "
      + "ferry-lab, generic-kvm, gigabit-kvm, gigabit-kvm-stock"
  ),
  Slip("vm: {memory: 2 GiB\n", "s.yaml:2:1: is no YAML here: did not find expected ',' or '}'"),
  Slip(
    Fixture.minimal + "vm: {memory: 1 GiB}\n",
    "s.yaml:1:1: \"vm\" is given more than once; keep one"
  ),
]
