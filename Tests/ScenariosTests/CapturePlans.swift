import Foundation
import Quantities
import Records
import Scenarios
import Testing

/// What a person reads who made a slip in a capture plan, and what a plan comes to.
@Suite struct CapturePlans {
  static let abilities = Abilities(beyondTheModel: ["stress-ng --vm-ops"])

  static let base = """
    scenario:
      vm: {memory: 512 MiB, touched: 200 MiB}
      path: {bandwidth: 100 Mbit/s, rtt: 1 ms}

    """

  static func plan(
    _ yaml: String, file: String = "p.yaml"
  ) throws(ScenarioProblems) -> CaptureFile {
    try CaptureFile(
      ScenarioNode(yaml: yaml, file: file), file: file, abilities: abilities,
      profiles: ProfileLibrary(usesFiles: false))
  }

  static func problems(_ yaml: String, file: String = "p.yaml") -> [String] {
    do throws(ScenarioProblems) {
      _ = try plan(yaml, file: file)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test func givenHostsMayHaveStreamsSentToOtherAddressesThanTheirNames() throws {
    let hosts = "source: qemu+ssh://a/system, destination: qemu+ssh://b/system"
    #expect(
      try Self.plan("hosts: {\(hosts)}\nguest: {domain: web}\n" + Self.base).hosts
        == .connections(
          source: .init(uri: "qemu+ssh://a/system"),
          destination: .init(uri: "qemu+ssh://b/system")))
    let streams = "migrate-uri: {destination: tcp://10.0.0.2}"
    #expect(
      try Self.plan("hosts: {\(hosts), \(streams)}\nguest: {domain: web}\n" + Self.base).hosts
        == .connections(
          source: .init(uri: "qemu+ssh://a/system"),
          destination: .init(uri: "qemu+ssh://b/system", migrateURI: "tcp://10.0.0.2")))
  }

  @Test(arguments: [
    ("cylces: 3", "p.yaml:4:1: cylces: unknown key; did you mean cycles?"),
    (
      "vary: {path.rrt: [1 ms]}",
      "p.yaml:4:8: vary.path.rrt: is no field of a scenario; did you "
        + "mean path.rtt?"
    ),
    (
      "vary: {rtt: [1 ms]}",
      "p.yaml:4:8: vary.rtt: is no field of a scenario; did you mean "
        + "path.rtt?"
    ),
    (
      "vary: {workload.0.rates: [1 MiB/s]}",
      "p.yaml:4:8: vary.workload.0.rates: is no field of a "
        + "scenario; did you mean workload.0.rate?"
    ),
    (
      "vary: {path.rtt: [1 ms, 40]}",
      "p.yaml:4:25: path.rtt: \"40\" has no unit: write one of ms, "
        + "s, us, µs, ns, min, h"
    ),
    (
      "vary: {path.rtt: 1 ms}",
      "p.yaml:4:18: vary.path.rtt: a list of values, or {from, to, "
        + "points}, was expected, not text"
    ),
    ("vary: {path.rtt: []}", "p.yaml:4:18: vary.path.rtt: has no value"),
    ("vary: {path.rtt: [1 ms, 1 ms]}", "p.yaml:4:25: vary.path.rtt: 1 ms is given more than once"),
    (
      "vary: {path.overlay: [none, vxlna]}",
      "p.yaml:4:29: path.overlay: \"vxlna\" is not known "
        + "here; did you mean vxlan?"
    ),
    (
      "vary: {migration.compressed: [true, false]}",
      "p.yaml:4:31: migration.compressed: not "
        + "supported yet"
    ),
    (
      "vary: {path: [{rtt: 1 ms, bandwidth: 1 Mbit/s}], path.rtt: [1 ms]}",
      "p.yaml:4:50: vary.path.rtt: path is varied as a whole already"
    ),
    (
      "vary: {path.rtt: {from: 1 ms, to: 5 s, points: 1}}",
      "p.yaml:4:48: vary.path.rtt.points: 1 "
        + "is not between 2 and 1000000"
    ),
    (
      "vary: {path.rtt: {from: 0 ms, to: 5 s, points: 3, scale: log}}",
      "p.yaml:4:25: vary.path.rtt.from: a logarithmic range has no 0"
    ),
    (
      "vary: {path.overlay: {from: none, to: vxlan, points: 3}}",
      "p.yaml:4:29: vary.path.overlay: takes no numbers, so there is nothing between two values; "
        + "give a list"
    ),
    (
      "vary: {vm.vcpus: {from: 1, to: 3, points: 9}}",
      "p.yaml:4:25: vary.vm.vcpus: has fewer than "
        + "9 different values"
    ),
    (
      "vary: {vm.vcpus: {from: 1, to: 1e30, points: 3}}",
      "p.yaml:4:32: vary.vm.vcpus.to: 1e30 is not between 0 and 10^15"
    ),
    (
      "vary: {vm.vcpus: {from: -1000000000, to: 5, points: 3}}",
      "p.yaml:4:25: vary.vm.vcpus.from: -1000000000 is not between 0 and 10^15"
    ),
    (
      "vary: {vm.vcpus: {from: 1e-300, to: 4, points: 3, scale: log}}",
      "p.yaml:4:37: vary.vm.vcpus.to: is too far from the first value for equal ratios"
    ),
    (
      "vary: {path.rtt: {from: 1 ms, to: 1 s, points: 1000000}}",
      "p.yaml:4:18: vary.path.rtt: asks for 1000000 points, more than the 1000 that make sense; "
        + "give fewer values"
    ),
    (
      "vary: {path.rtt: {from: 1 ms, to: 1 s, points: 40}, path.queue: {from: 1 ms, to: 1 s, "
        + "points: 40}}",
      "p.yaml:4:7: vary: asks for 1600 points, more than the 1000 that make sense; give fewer "
        + "values, or design: pairs"
    ),
    ("vary: {path.rtt: [1 ms]}\ndesign: sobol", "p.yaml:5:9: design: sobol: not supported yet"),
    ("design: table", "p.yaml:4:9: design: is given without points"),
    ("points: [{path.rtt: 1 ms}]", "p.yaml:4:9: points: needs design: table"),
    (
      "design: table\npoints: [{path.rtt: 1 ms}, {path.mtu: 1400}]",
      "p.yaml:5:28: points.1: lacks path.rtt, which the first point has"
    ),
    (
      "guest: {domain: web}",
      "p.yaml:4:17: guest.domain: a lab has no domains of others; give "
        + "hosts: {source: …, destination: …}"
    ),
    (
      "hosts: {source: a, destination: b}",
      "p.yaml:4:8: hosts: the built-in guest needs a lab; add guest: {domain: NAME}, which the "
        + "source has"
    ),
    (
      "hosts: {source: a, destination: b}\nguest: {domain: web}\nprobes: [ping]",
      "p.yaml:6:10: probes.0: only a lab has a supervisor that could probe; leave probes out"
    ),
    ("probes: [iperf3-udp]", "p.yaml:4:10: probes.0: iperf3-udp: not supported yet"),
    (
      "vary: {workload: [[{stress-ng: --vm 1 --log-file /tmp/x}]]}",
      "p.yaml:4:32: "
        + "workload.0.stress-ng: --log-file is no option that a load may have; there are --cpu, "
        + "--cpu-load, --cpu-load-slice, --cpu-method, --cpu-ops, --seed, --timeout, --vm, "
        + "--vm-bytes, --vm-hang, --vm-keep, --vm-locked, --vm-madvise, --vm-method, --vm-ops, "
        + "--vm-populate"
    ),
  ])
  func aSlipIsExplained(lines: String, expected: String) {
    let problems = Self.problems(Self.base + lines + "\n")
    #expect(problems == [expected])
  }

  @Test func allSlipsAreToldAtOnce() {
    let yaml = """
      scenario:
        vm: {memory: 512 MiB, tuched: 200 MiB}
        path: {bandwidth: 100 Mbit/s}
      vary:
        path.rtt: [1, 2 ms]
        path.rtts: [1 ms]
      order: shufled
      """
    let lines = Self.problems(yaml).map { $0.split(separator: ":")[1] }
    // The points are looked at once the fields are known ones.
    #expect(lines == ["6", "7"])
    let mended = yaml.split(separator: "\n").filter { !$0.contains("rtts") }
    let rest = Self.problems(mended.joined(separator: "\n")).map { $0.split(separator: ":")[1] }
    #expect(rest == ["2", "5", "6"])
  }

  @Test func aValueInAPlanIsToldInThePlanAndTheRestInTheScenario() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try "vm: {memory: 1 GiB}\npath: {bandwidth: fast}\n".write(
      toFile: "\(folder)/base.yaml", atomically: true, encoding: .utf8)
    let problems = Self.problems(
      "scenario: base.yaml\nvary:\n  path.rtt: [1 ms, soon]\n", file: "\(folder)/p.yaml")
    #expect(problems.count == 2)
    #expect(problems.contains { $0.hasPrefix("\(folder)/base.yaml:2:19: path.bandwidth: ") })
    #expect(problems.contains { $0.hasPrefix("\(folder)/p.yaml:3:20: path.rtt: ") })
  }

  @Test func aMissingScenarioIsToldWhereItIsNamed() {
    #expect(
      Self.problems("scenario: nowhere.yaml\n") == [
        "p.yaml:1:11: scenario: ./nowhere.yaml cannot be read: no such file"
      ])
    #expect(
      Self.problems("cycles: 2\n") == [
        "p.yaml:1:1: scenario: is required: a file beside the plan, or a scenario written inline"
      ])
  }

  @Test func aGridTakesEveryCombinationTheLastFieldFastest() throws {
    let plan = try Self.plan(
      Self.base + "vary: {path.rtt: [1 ms, 2 ms], path.overlay: [none, vxlan]}\n")
    #expect(
      plan.configurations.map { $0.varied.map(\.label) } == [
        ["1 ms", "none"], ["1 ms", "vxlan"], ["2 ms", "none"], ["2 ms", "vxlan"],
      ])
    #expect(plan.configurations[3].parts.json["path"]?["rtt"] == .string("2 ms"))
  }

  @Test(arguments: [
    (
      "path.rtt: {from: 0 ms, to: 200 ms, points: 5}",
      ["0 ms", "50 ms", "100 ms", "150 ms", "200 ms"]
    ),
    (
      "path.bandwidth: {from: 10 Mbit/s, to: 10 Gbit/s, points: 4, scale: log}",
      ["10 Mbit/s", "0.1 Gbit/s", "1 Gbit/s", "10 Gbit/s"]
    ),
    ("vm.touched: {from: 90 %, to: 30 %, points: 3}", ["90 %", "60 %", "30 %"]),
    ("vm.vcpus: {from: 1, to: 4, points: 4}", ["1", "2", "3", "4"]),
    ("path.rtt: {from: 1 ms, to: 8 ms, points: 3, scale: log}", ["1 ms", "2.82843 ms", "8 ms"]),
  ])
  func aRangeHasItsEndsAsWritten(vary: String, values: [String]) throws {
    let plan = try Self.plan(Self.base + "vary: {\(vary)}\n")
    #expect(plan.configurations.map { $0.varied[0].label } == values)
  }

  @Test func aTableTakesItsPointsAsTheyAre() throws {
    let plan = try Self.plan(
      Self.base + """
        design: table
        points:
          - {path.rtt: 37 ms, workload: [{pattern: idle}]}
          - path.rtt: 1 ms
            workload: [{pattern: idle}, {stress-ng: "--vm 1 --vm-bytes '50%'"}]

        """)
    #expect(
      plan.configurations.map(\.parts.workload) == [
        [.idle],
        [.idle, .stressNG(options: ["--vm", "1", "--vm-bytes", "50%"], runningFor: nil)],
      ])
  }

  @Test func aListLongerThanAnyPlanIsToldAtOnce() {
    let values = (1...60_000).map { "\($0) us" }.joined(separator: ", ")
    #expect(
      Self.problems(Self.base + "vary: {path.rtt: [\(values)]}\n") == [
        "p.yaml:4:18: vary.path.rtt: asks for 60000 points, more than the 1000 that make sense; "
          + "give fewer values"
      ])
  }

  @Test func membersOfListsAreVariedByPlace() throws {
    let plan = try Self.plan(
      """
      scenario:
        vm: {memory: 512 MiB, touched: 200 MiB}
        path: {bandwidth: 100 Mbit/s, rtt: 1 ms}
        workload: [{pattern: uniform, working-set: 64 MiB, rate: 1 MiB/s}]
      vary: {workload.0.rate: [1 MiB/s, 2 MiB/s]}
      """)
    let rates = plan.configurations.map { configuration -> Int64 in
      guard case .writes(let writes) = configuration.parts.workload[0] else { return 0 }
      return writes.rate.count
    }
    #expect(rates == [8 << 20, 16 << 20])
  }
}

/// A few rows must hold every pair.
@Suite struct PairsOfValues {
  /// Fields with as many values as one likes.
  private static let fields: [(path: String, value: @Sendable (Int) -> String)] = [
    ("path.rtt", { "\($0 + 1) ms" }), ("path.queue", { "\($0 + 1) ms" }),
    ("path.mtu", { "\(1500 - $0)" }), ("vm.vcpus", { "\($0 + 1)" }),
    ("migration.downtime-limit", { "\(($0 + 1) * 100) ms" }), ("run.seed", { "\($0 + 1)" }),
    ("run.offsets", { "\($0 + 1)" }),
  ]

  private static func rows(_ levels: [Int]) throws -> [[String]] {
    let vary = zip(fields, levels).map { field, count in
      "  \(field.path): [\((0..<count).map(field.value).joined(separator: ", "))]\n"
    }.joined()
    let plan = try CapturePlans.plan(CapturePlans.base + "vary:\n\(vary)design: pairs\n")
    return plan.configurations.map { $0.varied.map(\.label) }
  }

  @Test(arguments: [
    ([7, 3, 2, 2, 2, 3, 2], 21), ([6, 3, 3, 3, 2, 2, 2], 20), ([3, 3, 3, 3], 11),
    ([2, 2, 2, 2, 2, 2, 2], 8), ([5, 4], 20), ([4], 4),
  ])
  func everyPairOfValuesIsInARow(levels: [Int], most: Int) throws {
    let rows = try Self.rows(levels)
    for first in levels.indices {
      for second in levels.indices where first < second {
        let pairs = Set(rows.map { [$0[first], $0[second]] })
        #expect(pairs.count == levels[first] * levels[second], "fields \(first) and \(second)")
      }
    }
    #expect(rows.count <= most)
  }

  /// The rows are part of a campaign's digest, so a quicker way to them must find the same.
  @Test func theRowsStayWhatTheyWere() throws {
    #expect(
      try Self.rows([3, 3, 2]).map { $0.joined(separator: ", ") } == [
        "1 ms, 1 ms, 1500", "1 ms, 2 ms, 1499",
        "1 ms, 3 ms, 1500", "2 ms, 1 ms, 1499",
        "2 ms, 2 ms, 1500", "2 ms, 3 ms, 1499",
        "3 ms, 1 ms, 1500", "3 ms, 2 ms, 1500",
        "3 ms, 3 ms, 1499",
      ])
  }

  @Test func theSameFieldsGiveTheSameRows() throws {
    #expect(try Self.rows([4, 3, 2, 3]) == Self.rows([4, 3, 2, 3]))
  }
}
