import Foundation
import MigrationModel
import Quantities
import Scenarios
import Testing

@Suite struct Profiles {
  private func inLab(_ name: String) throws -> HostProfile {
    try ProfileLibrary().profile(named: name, beside: Fixture.scenarios)
  }

  @Test func theBuiltInProfileIsComplete() throws {
    let profile = try ProfileLibrary(usesFiles: false).profile(named: "generic-kvm")
    #expect(profile.constants.normalPageScan == .microseconds(1))
    #expect(profile.constants.zeroPageScan == .nanoseconds(500))
    #expect(profile.constants.deviceState == ByteCount(150_000))
    #expect(profile.constants.receiveWindowShare == .percent(50))
    #expect(profile.constants.background.pages == PageCount(600))
    #expect(profile.residuals == .init(timeElapsed: .percent(5), downtime: .percent(30)))
    #expect(profile.details.count == 18)
    #expect(profile.details.allSatisfy { $0.provenance.origin == .assumed })
    #expect(profile.file == nil)
  }

  @Test(arguments: ["lab-a", "lab-b", "lab-c"])
  func theLabsProfilesAreFound(name: String) throws {
    let profile = try inLab(name)
    #expect(profile.name == name)
    #expect(profile.range.memory != nil)
    #expect(profile.details.count == 18)
  }

  @Test func aProfileTakesFromItsBaseWhatItDoesNotGive() throws {
    let (first, last) = (try inLab("lab-c"), try inLab("lab-b"))
    #expect(last.constants.deviceState == first.constants.deviceState)
    #expect(last.constants.background != first.constants.background)
    #expect(last.details.first { $0.path == "host.stop" }?.profile == "lab-c")
  }

  @Test func aProfileIsFoundBesideTheScenarioFirst() throws {
    let own = "profile: lab-c\nbased-on: generic-kvm\nhost: {stop: 77 ms}\n"
    try Fixture.withFiles([
      ("s.yaml", Fixture.minimal + "hosts: {profile: lab-c}\n"), ("hosts/lab-c.yaml", own),
      ("t.yaml", Fixture.minimal + "hosts: {profile: ./hosts/lab-c.yaml}\n"),
    ]) { folder in
      for name in ["s", "t"] {
        let scenario = try Scenario(contentsOf: "\(folder)/\(name).yaml")
        #expect(scenario.profile.constants.stop == .milliseconds(77))
        #expect(
          scenario.values.contains(
            EffectiveValue(path: "hosts.host.stop", text: "77 ms", origin: .profile("lab-c"))))
        #expect(
          scenario.values.contains(
            EffectiveValue(
              path: "hosts.host.resume", text: "5 ms", origin: .profile("generic-kvm"))))
      }
    }
  }

  @Test func slipsInAProfileAreToldOfItsFile() throws {
    try Fixture.withFiles([
      ("s.yaml", Fixture.minimal + "hosts: {profile: own}\n"),
      (
        "hosts/own.yaml", "profile: own\nbased-on: generic-kvm\nhost:\n  stopp: 1 ms\n  resume: 5\n"
      ),
      ("hosts/round.yaml", "based-on: trip\n"), ("hosts/trip.yaml", "based-on: round\n"),
    ]) { folder in
      let error = #expect(throws: ScenarioProblems.self) {
        try Scenario(contentsOf: "\(folder)/s.yaml")
      }
      let lines = error?.problems.map(\.description) ?? []
      #expect(lines.count == 2, "\(lines)")
      #expect(
        lines.first?.hasSuffix("own.yaml:4:3: host.stopp: unknown key; did you mean stop?") == true)
      #expect(lines.last?.contains("own.yaml:5:11: host.resume: \"5\" has no unit") == true)
      let round = #expect(throws: ScenarioProblems.self) {
        try ProfileLibrary().profile(named: "round", beside: folder)
      }
      #expect(round?.description.contains("based on itself") == true, "\(round as Any)")
    }
  }

  @Test(arguments: [
    ("host: {stop: {origin: fit}}", "host.stop.value: is required"),
    ("host: {stop: {value: 1 ms, origin: guess}}", "host.stop.origin: \"guess\" is not known"),
    ("host: {tcp-rmem-window: 120 %}", "is more than 100 %"),
    ("guest: {load-pages: 5 MiB}", "guest.load-pages: "),
    ("fitted-from: {range: {memory: [2 GiB, 1 GiB]}}", "the first is more than the second"),
    ("fitted-from: {range: {path.rtt: [2 ms]}}", "path.rtt: [a time"),
    ("workloads: {memcached: {}}", "workloads.memcached.pattern: is required"),
    ("residuals: {downtme: 5 %}", "did you mean downtime?"),
    ("based-on: nobody", "no profile \"nobody\""),
  ])
  func aWrongProfileIsRefused(line: String, reason: String) throws {
    let base = line.hasPrefix("based-on") ? "" : "based-on: generic-kvm\n"
    try Fixture.withFiles([("hosts/own.yaml", base + line + "\n")]) { folder in
      let error = #expect(throws: ScenarioProblems.self) {
        try ProfileLibrary().profile(named: "own", beside: folder)
      }
      #expect(error?.description.contains(reason) == true, "got: \(error?.description ?? "")")
    }
  }

  @Test func constantsInsideAScenarioAreItsOwn() throws {
    let yaml = Fixture.with(
      also: "hosts: {based-on: generic-kvm, host: {stop: {value: 9 ms, origin: measured}}}")
    let scenario = try Fixture.scenario(yaml)
    #expect(scenario.input.hosts.stop == .milliseconds(9))
    let stops = scenario.values.filter { $0.path.hasPrefix("hosts.host.stop") }
    #expect(stops == [EffectiveValue(path: "hosts.host.stop", text: "9 ms", origin: .file)])
  }

  @Test func beyondTheFittedRangeAPredictionSaysSo() throws {
    let yaml = """
      vm: {memory: 4 GiB, touched: 1 GiB}
      path: {bandwidth: 100 Mbit/s, rtt: 200 ms}
      hosts: {profile: lab-c}
      """
    let scenario = try Scenario(ScenarioNode(yaml: yaml), file: "\(Fixture.scenarios)/s.yaml")
    #expect(
      scenario.notes == [
        "extrapolated: vm.memory 4 GiB is beyond 512 MiB – 2 GiB that lab-c was fitted on",
        "extrapolated: path.rtt 200 ms is beyond 50 us – 100.2 ms that lab-c was fitted on",
      ])
  }

  @Test func withoutFilesOnlyTheBuiltInOnesAreKnown() {
    let library = ProfileLibrary(usesFiles: false)
    for name in ["lab-c", "../x", "/etc/passwd", "x.yaml", ""] {
      #expect(throws: ScenarioProblems.self) { try library.profile(named: name) }
    }
  }
}
