import Foundation
import LibvirtRunner
import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// From a plan's file to the migrations that are to be made.
@Suite struct Planning {
  @Test func runsAreNamedByConfigurationAndCycle() throws {
    let plan = try CampaignFixture.plan()
    #expect(
      plan.migrations.map(\.run) == [
        "little-plan-001-1", "little-plan-002-1", "little-plan-003-1", "little-plan-001-2",
        "little-plan-002-2", "little-plan-003-2",
      ])
    #expect(plan.migrations[1].varied.map(\.value) == ["10 ms"])
    #expect(plan.migrations[1].path.roundTrip == .milliseconds(10))
    #expect(plan.migrations[1].scenario["path"]?["rtt"] == .string("10 ms"))
  }

  @Test(arguments: ["'; rm -rf /'", "../../etc", "-rf", "a\\nb", "Größe 2", "…"])
  func aNameOfAnyCharactersMakesPlainFileNames(name: String) throws {
    let yaml = CampaignFixture.yaml.replacingOccurrences(of: "little plan", with: "\"\(name)\"")
      .replacingOccurrences(of: "\\n", with: " ")
    for planned in try CampaignFixture.plan(yaml).migrations {
      #expect(planned.run.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9.\-]*/) != nil, "\(planned.run)")
    }
  }

  @Test func theShuffledOrderIsAFixedPermutationOfEachCycle() throws {
    let yaml = CampaignFixture.yaml.replacingOccurrences(
      of: "[1 ms, 10 ms, 100 ms]", with: "{from: 1 ms, to: 8 ms, points: 8}")
    func order(_ seed: Int) throws -> [Int] {
      try CampaignFixture.plan(yaml + "order: shuffled\nrun: {seed: \(seed)}\n")
        .migrations.map(\.configuration)
    }
    let first = try order(1)
    #expect(first == [7, 8, 2, 4, 5, 6, 3, 1, 4, 1, 5, 2, 7, 3, 6, 8])
    #expect(try order(1) == first)
    #expect(try order(2) != first)
    #expect(first.prefix(8).sorted() == Array(1...8))
    #expect(first.suffix(8).sorted() == Array(1...8))
  }

  @Test(arguments: ["overlay: geneve", "ip: v6", "overlay: vxlan, inner-mtu: 1500", "burst: 1 KiB"])
  func aPathThatNoLabCanBeIsRefusedWithThePlan(path: String) throws {
    let folder = try TestFolder()
    let file = "\(folder.path)/plan.yaml"
    func plan(_ path: String, hosts: String = "lab") throws -> CapturePlan {
      let yaml = """
        hosts: \(hosts)
        scenario:
          vm: {memory: 256 MiB, touched: 64 MiB}
          path: {bandwidth: 100 Mbit/s, rtt: 1 ms, \(path)}
        """
      try yaml.write(toFile: file, atomically: false, encoding: .utf8)
      return try CapturePlan(contentsOf: file)
    }
    #expect(throws: Never.self) { try plan("overlay: vxlan") }
    let error = #expect(throws: ScenarioProblems.self) { try plan(path) }
    #expect(error?.description.contains("plan-001-1: path.") == true, "\(error as Any)")
    // Real hosts may have any path between them.
    let hosts =
      "{source: \"qemu+ssh://a/system\", destination: \"qemu+ssh://b/system\"}\nguest: {domain: d}"
    #expect(throws: Never.self) { try plan(path, hosts: hosts) }
  }

  @Test func whatTheModelLacksIsPlannedAllTheSame() throws {
    let plan = try CampaignFixture.plan(
      """
      scenario:
        vm: {memory: 512 MiB, touched: 50 %, vcpus: 2, machine: pc-q35-7.2}
        path: {bandwidth: 100 Mbit/s, rtt: 1 ms, bottleneck: source, congestion-control: bbr}
        workload:
          - {pattern: idle}
          - {pattern: hot-cold, rate: 1 MiB/s, hot-fraction: 10 %, hot-share: 90 %, pacing: steady}
          - {stress-ng: --cpu 1 -l 50, running-for: 5 s}
        migration: {timeout: 60 s, p2p: true, bandwidth: 2 MiB/s, downtime-limit: 100 ms}
      """)
    let planned = plan.migrations[0]
    let half = ByteCount(256 << 20)
    #expect(
      planned.guest
        == PlannedGuest(
          memory: ByteCount(512 << 20), vcpus: 2, machine: "pc-q35-7.2", touched: half,
          loads: [
            .idle,
            .writer(
              PageWriter(
                pattern: .hotCold(fraction: .percent(10), share: .percent(90)), workingSet: half,
                rate: .bitsPerSecond(8 << 20), pacing: .steady)),
            .stressNG(options: ["--cpu", "1", "--cpu-load", "50"], runningFor: .seconds(5)),
          ]))
    #expect(
      planned.options
        == MigrationOptions(
          downtimeLimit: .milliseconds(100), bandwidth: .bitsPerSecond(16 << 20),
          timeout: .seconds(60), onTimeout: .suspend, peerToPeer: true))
    let forecast = CampaignForecast(plan)
    // All of it can be predicted.
    if case .unknown(let reason) = forecast.estimate(of: planned) { Issue.record("\(reason)") }
  }

  @Test(arguments: Abilities.ofTheRunner.beyondTheModel.sorted())
  func everyAbilityIsOneThatTheModelLacks(feature: String) throws {
    let lines = [
      "stress-ng --vm-ops": "workload: [{stress-ng: --vm 1 --vm-ops 3}]",
      "stress-ng --cpu-ops": "workload: [{stress-ng: --cpu 1 --cpu-ops 3}]",
    ]
    let line = try #require(lines[feature])
    let node = try ScenarioNode(
      yaml: "vm: {memory: 1 GiB, touched: 1 GiB}\npath: {bandwidth: 1 Gbit/s, rtt: 1 ms}\n" + line)
    _ = try ScenarioParts(node, abilities: .ofTheRunner)
    let error = #expect(throws: ScenarioProblems.self) { try Scenario(node) }
    #expect(error?.problems.map(\.feature) == [feature])
  }

  @Test(arguments: [
    ("migration: {compressed: true}", "migration.compressed: not supported yet"),
    ("migration: {method: postcopy}", "migration.method: postcopy: not supported yet"),
    (
      "vm: {disks: [{name: vda, size: 1 GiB, storage: shared}]}",
      "vm.disks.0.storage: shared: the lab's hosts share no disk"
    ),
    (
      "vm: {disks: [{name: vda, size: 1 GiB, backend: nfs}]}",
      "vm.disks.0.backend: nfs: the guest's disks are files"
    ),
    (
      "workload: [{pattern: disk-read, disk: vda, rate: 1 MiB/s}]",
      "workload.0: disk-read: the guest's disk writer only writes"
    ),
    (
      "workload: [{pattern: trace, points: [[0 s, 1 MiB/s]]}]",
      "workload.0: trace: the guest's page writer has no such pattern; it has sequential, "
        + "uniform, hot-cold"
    ),
    (
      "workload: [{pattern: uniform, rate: 0, working-set: 4 MiB, zero: 5 %}]",
      "workload.0.zero: the guest's page"
    ),
    ("migration: {manager: none}", "migration.manager: none: captures are made through libvirt"),
    (
      "migration: {stop-rule: {pages: 5000}}",
      "migration.stop-rule: is of a hypervisor built to stop by it"
    ),
    (
      "workload: [{pattern: curve, pages: 9, exponent: 1}]",
      "workload.0: curve: describes what a "
        + "guest was measured to write, and is nothing that a guest could run"
    ),
    ("workload: [{profile: memcached}]", "workload.0: profile: names what a guest was measured"),
    (
      "workload: [{pattern: uniform, rate: 1 MiB/s}]",
      "workload.0: has no working-set, and "
        + "vm.touched is not given"
    ),
    (
      "workload: [{stress-ng: --vm 1 --vm-byte 5%}]",
      "workload.0.stress-ng: --vm-byte is no option "
        + "that a load may have; did you mean --vm-bytes?"
    ),
    ("workload: [{stress-ng: --job /etc/passwd}]", "--job is no option"),
    (
      "workload: [{stress-ng: --vm 1 --vm-bytes /etc/passwd}]",
      "--vm-bytes can't be "
        + "\"/etc/passwd\""
    ),
    ("workload: [{stress-ng: \"--vm '1\"}]", "the quote ' is not closed"),
    ("workload: [{stress-ng: --vm 1; reboot}]", "--vm can't be \"1;\""),
    ("workload: [{stress-ng: --timeout 5s}]", "starts no stressor"),
  ])
  func whatTheRunnerLacksIsRefusedByName(line: String, words: String) throws {
    let yaml = """
      scenario:
        path: {bandwidth: 1 Gbit/s, rtt: 1 ms}
        \(line.hasPrefix("vm: {") ? "" : "vm: {memory: 1 GiB}")
        \(line.replacing("vm: {", with: "vm: {memory: 1 GiB, "))
      """
    let error = #expect(throws: ScenarioProblems.self) { try CampaignFixture.plan(yaml) }
    #expect(error?.problems.count == 1)
    #expect(error?.description.hasPrefix("p.yaml:4:") == true)
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test(arguments: ["three", "first-campaign", "two-gib", "storage"])
  func theCommittedPlansAreRightAndEnd(name: String) throws {
    let plan = try CapturePlan(contentsOf: "\(Self.scenarios)/captures/\(name).yaml")
    #expect(plan.name == name)
    #expect(Set(plan.migrations.map(\.run)).count == plan.migrations.count)
  }

  private static let scenarios =
    #filePath.split(separator: "/").dropLast(3)
    .map { "/" + $0 }.joined() + "/Scenarios"
}
