import Records
import Foundation
import Scenarios
import Testing

@Suite struct Resolving {
  @Test(arguments: Fixture.examples)
  func aScenarioSurvivesItsWayThroughJSON(name: String) throws {
    let original = try Scenario(contentsOf: "\(Fixture.scenarios)/\(name).yaml")
    let data = try JSONEncoder().encode(original.json)
    let json = try JSONDecoder().decode(JSONValue.self, from: data)
    #expect(json == original.json)
    let again = try Scenario(ScenarioNode(json: json), file: "\(Fixture.scenarios)/x.yaml")
    #expect(again.json == original.json)
    #expect(again.values == original.values)
    #expect(again.name == original.name)
  }

  @Test func bareAndQuotedTextsComeBackAsTheyWere() throws {
    let yaml = "a: 5\nb: \"5\"\nc: 0.67\nd: true\ne: null\nf: 1:30\ng: [1 s, x]\nh: 1e-7\n"
    let node = try ScenarioNode(yaml: yaml)
    #expect(
      node.json
        == .object([
          "a": .integer(5), "b": .string("5"), "c": .number(0.67), "d": .bool(true), "e": .null,
          "f": .string("1:30"), "g": .array([.string("1 s"), .string("x")]), "h": .number(1e-7),
        ]))
    #expect(ScenarioNode(json: node.json).json == node.json)
  }

  @Test func jsonIsYAML() throws {
    let text = """
      {"vm": {"memory": "2 GiB", "vcpus": 2},\t"path": {"bandwidth": "37 Mbit/s", "rtt": 0}}
      """
    #expect(Fixture.problems(text).isEmpty)
  }

  @Test func effectiveValuesComeInTheDescriptionsOrderWithTheirOrigins() throws {
    let scenario = try Fixture.scenario(
      """
      run: {seed: 3}
      path: {rtt: 36.784 ms, bandwidth: 37 Mbit/s}
      workload: [{pattern: idle}, {rate: 2 MiB/s, pattern: uniform}]
      vm: {memory: 2 GiB}
      """)
    let lines = scenario.values.map { "\($0.path) = \($0.text) (\($0.origin))" }
    #expect(
      lines.prefix(15) == [
        "vm.memory = 2 GiB (file)", "vm.vcpus = 1 (default)", "vm.touched = 2 GiB (default)",
        "vm.machine = pc-q35-10.0 (default)", "workload.0.pattern = idle (file)",
        "workload.1.pattern = uniform (file)", "workload.1.rate = 2 MiB/s (file)",
        "workload.1.pacing = catch-up (default)", "workload.1.zero = 0 % (default)",
        "workload.1.working-set = 2 GiB (default)", "path.bandwidth = 37 Mbit/s (file)",
        "path.measured-at = goodput (default)", "path.rtt = 36.784 ms (file)",
        "path.jitter = 0 ms (default)", "path.loss = 0 % (default)",
      ], "\(lines)")
    #expect(lines.contains("hosts.profile = generic-kvm (default)"))
    #expect(
      lines.suffix(2) == [
        "hosts.guest.load-time = 20 ms (profile generic-kvm)",
        "hosts.guest.video-memory = 0 B (default)",
      ])
    #expect(lines.contains("run.seed = 3 (file)"))
  }

  @Test func aCurvesPointsAreOneValue() throws {
    let scenario = try Fixture.scenario(
      Fixture.with(also: "workload: [{pattern: curve, points: [[0.5 s, 900], [1 s, 950]]}]"))
    let points = scenario.values.filter { $0.path.hasPrefix("workload.0.points") }
    #expect(points.map(\.text) == ["[[0.5 s, 900], [1 s, 950]]"])
  }

  @Test func theFilesNameIsTheScenariosUnlessItHasOne() throws {
    #expect(try Fixture.scenario(Fixture.minimal).name == "s")
    #expect(try Fixture.scenario("name: 5\n" + Fixture.minimal).name == "5")
  }

  @Test func resolvingIsCheap() throws {
    let yaml = try Fixture.text(of: "wan-ram-load.yaml")
    let library = ProfileLibrary(usesFiles: false)
    let node = try ScenarioNode(yaml: yaml)
    let clock = ContinuousClock()
    let parsing = try clock.measure {
      for _ in 0..<100 { _ = try ScenarioNode(yaml: yaml) }
    }
    let settling = try clock.measure {
      for _ in 0..<100 { _ = try Scenario(node, profiles: library) }
    }
    print("a scenario: \(parsing / 100) to parse, \(settling / 100) to settle")
    // Far above what even a debug build on a busy machine takes.
    #expect((parsing + settling) / 100 < .milliseconds(50))
  }
}
