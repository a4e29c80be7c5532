import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// The format's rules: what is accepted, what is refused and with which words.
@Suite struct Rules {
  @Test func whatIsLeftOutHasItsDefault() throws {
    let scenario = try Fixture.scenario(Fixture.minimal)
    #expect(scenario.name == "s")
    let path = scenario.input.path
    #expect(path.queue == .milliseconds(100))
    #expect(path.burst == ByteCount(65536))
    #expect(path.mtu == ByteCount(1500))
    #expect(path.bottleneck == .router)
    #expect(path.measuredAt == .goodput)
    #expect(path.congestionControl.name == "cubic")
    #expect(path.overlay == .none)
    let settings = scenario.input.settings
    #expect(settings.hypervisor.name == "qemu 10.0")
    #expect(settings.manager.name == "libvirt")
    #expect(settings.downtimeLimit == .milliseconds(300))
    #expect(settings.bandwidthCap == nil)
    #expect(settings.timeout == nil)
    #expect(scenario.input.guest.workload.count == 1)
    #expect(scenario.input.guest.touched == ByteCount(2 << 30))
    #expect(scenario.input.offsets == 9)
    #expect(scenario.seed == 1)
    #expect(scenario.replications == 1)
    #expect(
      scenario.notes == [
        "vm.touched is not given: all of memory counts as touched, so times are upper bounds"
      ])
  }

  @Test(arguments: [
    Fixture.with(path: "rtt: 0").replacing("rtt: 37 ms, ", with: ""),
    Fixture.with(path: "jitter: 0 ms, loss: 0 %, inner-mtu: auto, ip: v4"),
    Fixture.with(path: "jitter: 0, overlay: vxlan, queue: 1 MiB, burst: 0 B"),
    Fixture.with(path: "jitter: 5 ms, loss: 0.1 %, congestion-control: reno"),
    Fixture.with(path: "changes: [{at: 60 s, rtt: 80 ms, loss: 1 %}, {at: 90 s, down: true}]"),
    Fixture.with(path: "changes: [], cross-traffic: [{rate: 5 Mbit/s}, {rate: 0, to: 1 s}]"),
    Fixture.with(path: "overlay: [wireguard, vxlan], ip: v6, inner-mtu: 1300"),
    Fixture.with(path: "overlay: [ipsec-gcm-transport, stt]"),
    Fixture.with(migration: "auto-converge: false, compressed: false, p2p: false, tls: false"),
    Fixture.with(migration: "timeout: 5 min, on-timeout: abort, bandwidth: 8 MiB/s"),
    Fixture.with(migration: "bandwidth: unlimited, downtime-limit: 2000 s"),
    Fixture.with(vm: "touched: 70 %, machine: pc-i440fx-9.2, vcpus: 16"),
    Fixture.with(vm: "machine: pc-q35-7.2", migration: "hypervisor: qemu 7.2"),
    Fixture.with(vm: "machine: pc-q35-8.1", migration: "hypervisor: qemu 8.1, manager: none"),
    Fixture.with(migration: "stop-rule: {pages: 5000, rounds: 50}"),
    Fixture.with(migration: "stop-rule: {pages: 0}"),
    Fixture.with(migration: "stop-rule: {rounds: 1}"),
    Fixture.with(run: "seed: 7, offsets: 99, replications: 1, fidelity: fluid"),
    Fixture.with(run: "seed: 7, replications: 20, fidelity: pages"),
    Fixture.with(also: "hosts: {profile: generic-kvm}"),
    Fixture.with(
      also: "hosts: {source: {profile: generic-kvm, qemu: 10.0}, "
        + "destination: {profile: generic-kvm}}"),
    Fixture.with(also: "hosts: {based-on: generic-kvm, host: {stop: 9 ms}}"),
    Fixture.with(also: "workload: []"),
    Fixture.with(vm: "touched: 1572 KiB", also: "workload: [{pattern: idle}]"),
  ])
  func thisIsAccepted(yaml: String) {
    #expect(Fixture.problems(yaml).isEmpty)
  }

  @Test(arguments: refusals)
  func thisIsRefused(refusal: Slip) {
    let problems = Fixture.problems(refusal.yaml)
    #expect(problems.contains { $0.contains(refusal.line) }, "got: \(problems)")
  }

  @Test(arguments: diskSlips)
  func thisDiskIsRefused(refusal: Slip) {
    let problems = Fixture.problems(refusal.yaml)
    #expect(problems.contains { $0.contains(refusal.line) }, "got: \(problems)")
  }

  /// As libvirt does: the scenario is right, and its outcome is a refusal.
  @Test func aLocalDiskThatNothingBringsIsRefusedAsUnsafe() throws {
    let disks = "disks: [{name: vda, size: 1 GiB, storage: local}, {name: vdb, size: 1 GiB}]"
    let record = try Fixture.scenario(Fixture.with(vm: disks)).predict()
    #expect(record.outcome == "refused")
    #expect(try #require(record.reason).contains("disk vda is local"))
    let chosen = try Fixture.scenario(
      Fixture.with(vm: disks, migration: "copy-storage-all: true, migrate-disks: vdb"))
    #expect(chosen.predict().outcome == "refused")
  }

  @Test(arguments: unsupported)
  func thisIsNotSupportedYet(refusal: Slip) {
    let error = #expect(throws: ScenarioProblems.self) { try Fixture.scenario(refusal.yaml) }
    #expect(error?.unsupportedReason == "\(refusal.line): not supported yet", "\(error as Any)")
  }

  @Test func everyKeyOfTheFormatIsKnown() {
    let error = #expect(throws: ScenarioProblems.self) { try Fixture.scenario(wholeFormat) }
    #expect(error?.problems.contains { $0.isUnsupported } == true, "\(error as Any)")
    // Some of its words are refused beside one another; none is unknown.
    let unknown = (error?.problems ?? []).filter { $0.message.contains("unknown key") }
    #expect(unknown.isEmpty)
    #expect((error?.problems.count { $0.isUnsupported } ?? 0) > 15)
  }

  @Test func aPathOverTimeKeepsItsNumbers() throws {
    let path = try Fixture.scenario(
      Fixture.with(
        path: "bandwidth: {forward: 37 Mbit/s, back: 10 Mbit/s}, jitter: 2 ms, loss: 0.1 %, "
          + "congestion-control: reno, "
          + "changes: [{at: 60 s, bandwidth: 5 Mbit/s, rtt: 80 ms}, {at: 90 s, down: true}], "
          + "cross-traffic: [{rate: 5 Mbit/s, from: 10 s, to: 60 s}, {rate: 1 Mbit/s}]"
      ).replacing("bandwidth: 37 Mbit/s, ", with: "")
    ).input.path
    #expect(path.bandwidth == .bitsPerSecond(37_000_000))
    #expect(path.jitter == .milliseconds(2))
    #expect(path.loss == Share(count: 1_000_000))
    #expect(path.congestionControl.name == "reno")
    #expect(path.changes.map(\.at) == [.seconds(60), .seconds(90)])
    #expect(path.changes[0].bandwidth == .bitsPerSecond(5_000_000))
    #expect(path.changes[0].roundTrip == .milliseconds(80))
    #expect(path.changes[0].isDown == nil && path.changes[1].isDown == true)
    #expect(path.crossTraffic.map(\.from) == [.seconds(10), .zero])
    #expect(path.crossTraffic.map(\.to) == [.seconds(60), nil])
  }

  @Test(arguments: [
    ("bandwidth: {forward: 100 Mbit/s, back: 2 Mbit/s}", "acknowledgements of 100 Mbit/s take"),
    ("bandwidth: 1 Mbit/s, congestion-control: bbr, loss: 25 %", "bbr holds its rate up to"),
    (
      "bandwidth: 1 Mbit/s, cross-traffic: [{rate: 600 kbit/s}, {rate: 600 kbit/s, from: 1 s}]",
      "path.cross-traffic: 1.2 Mbit/s at once"
    ),
  ])
  func whatIsBeyondTheModelIsNoted(path: String, note: String) throws {
    let yaml = Fixture.with(path: path).replacing("bandwidth: 37 Mbit/s, ", with: "")
    let notes = try Fixture.scenario(yaml).notes
    #expect(notes.contains { $0.contains(note) }, "\(notes)")
  }

  @Test(arguments: [
    "bandwidth: {forward: 100 Mbit/s, back: 3 Mbit/s}",
    "bandwidth: 1 Mbit/s, congestion-control: bbr, loss: 19 %",
    "bandwidth: 1 Mbit/s, cross-traffic: [{rate: 60 kB/s, to: 1 s}, {rate: 60 kB/s, from: 1 s}]",
  ])
  func whatIsWithinTheModelIsNotNoted(path: String) throws {
    let yaml = Fixture.with(vm: "touched: 50 %", path: path)
      .replacing("bandwidth: 37 Mbit/s, ", with: "")
    #expect(try Fixture.scenario(yaml).notes.filter { $0.hasPrefix("path.") }.isEmpty)
  }

  @Test func touchedMayHoldTheFirmwaresPagesToo() {
    let firmware = Fixture.with(vm: "touched: 2097536 KiB")
    #expect(Fixture.problems(firmware).isEmpty)
    #expect(!Fixture.problems(Fixture.with(vm: "touched: 2097537 KiB")).isEmpty)
  }

  @Test func aShareIsOfMemory() throws {
    let scenario = try Fixture.scenario(
      Fixture.with(
        vm: "touched: 50 %",
        also: "workload: [{pattern: uniform, working-set: 25 %, rate: 1 MiB/s}]"))
    #expect(scenario.input.guest.touched == ByteCount(1 << 30))
    #expect(scenario.input.guest.workload.first?.workingSet == PageCount(131_072))
    #expect(scenario.notes.isEmpty)
  }

  @Test func aQueueInBytesDrainsAtTheBandwidth() throws {
    let scenario = try Fixture.scenario(Fixture.with(path: "queue: 37 MB"))
    #expect(scenario.input.path.queue == .seconds(8))
  }

  /// What an inner MTU set by hand does is told.
  @Test(arguments: [
    ("overlay: vxlan, inner-mtu: 1500", "87.97 % of the line is payload instead of 90.90"),
    ("overlay: vxlan, ip: v6, inner-mtu: 1450", "a black hole is predicted"),
    ("overlay: gre, inner-mtu: 1500", "routers may not cut its packets"),
    ("overlay: [wireguard, vxlan], inner-mtu: 1300", "where wireguard, vxlan sets 1370 by itself"),
    ("overlay: wireguard, inner-mtu: 1440", nil), ("overlay: vxlan, inner-mtu: 1450", nil),
    ("overlay: vxlan", nil),
  ])
  func anInnerMTUIsCommentedOn(path: String, words: String?) throws {
    let scenario = try Fixture.scenario(Fixture.with(vm: "touched: 1 GiB", path: path))
    #expect(scenario.notes.count == (words == nil ? 0 : 1))
    if let words { #expect(scenario.notes[0].contains(words), "\(scenario.notes)") }
  }

  @Test func aPartWithoutWorkingSetTakesWhatIsLeft() throws {
    let scenario = try Fixture.scenario(
      Fixture.with(
        vm: "touched: 1 GiB",
        also: """
          workload:
            - {pattern: uniform, working-set: 256 MiB, rate: 1 MiB/s}
            - {pattern: curve, pages: 11440, exponent: 0.67}
          """))
    #expect(
      scenario.input.guest.workload.map(\.workingSet) == [PageCount(65_536), nil])
    #expect(
      scenario.values.contains {
        $0.path == "workload.1.working-set" && $0.text == "768 MiB" && $0.origin == .default
      })
  }

  @Test func aSlipIsToldOnce() {
    let yaml = Fixture.with(
      also: """
        workload:
          - {pattern: uniform, working-set: 5, rate: 0}
          - {pattern: uniform, working-set: 6, rate: 0}
        hosts: {host: {stop: 5}, based-on: generic-kvm}
        """)
    #expect(Fixture.problems(yaml).count == 3, "\(Fixture.problems(yaml))")
  }

  @Test func patternsKeepTheirNumbers() throws {
    let scenario = try Fixture.scenario(
      Fixture.with(
        also: """
          workload:
            - {pattern: sequential, working-set: 1 MiB, rate: 5 MiB/s, pacing: catch-up}
            - {pattern: hot-cold, working-set: 2 MiB, rate: 20 MiB/s, hot-fraction: 10 %,
               hot-share: 90 %, changed-bytes: 8, zero: 0 %}
            - {pattern: curve, working-set: 3 MiB, points: [[0.5 s, 900], [2 s, 1500.5]]}
          """))
    let workload = scenario.input.guest.workload
    let hotCold = try #require(workload[1] as? HotColdWrites)
    #expect(hotCold.hotFraction == .percent(10))
    #expect(hotCold.hotShare == .percent(90))
    #expect(hotCold.rate == .bitsPerSecond(20 * 8 << 20))
    let curve = try #require(workload[2] as? CurveWrites)
    #expect(
      curve.curve
        == .points([
          .init(after: .milliseconds(500), pages: 900), .init(after: .seconds(2), pages: 1500.5),
        ]))
  }
}

extension String {
  func replacing(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
