import Foundation
import Scenarios
import Testing

/// Files that are no scenario at all must be told so, never crash.
@Suite struct YAMLTraps {
  @Test(arguments: [
    ("", "empty"), ("\n\n", "empty"), ("# only a comment\n", "empty"), ("---\n...\n", "mapping"),
    ("- a\n- b\n", "not a list"), ("just text", "not text"), ("42", "not the number 42"),
    ("vm: {memory: 2 GiB}\n---\nvm: {memory: 1 GiB}\n", "document"),
    ("vm: &a {memory: 2 GiB}\n", "anchors"), ("vm: *a\n", "is no YAML"),
    ("vm: !!binary aGVq\n", "tags"), ("vm: !mine {}\n", "tags"),
    ("{a: 1}: 2\n", "a key must be a word"), ("? [a, b]\n: 2\n", "a key must be a word"),
    ("vm:\n\tmemory: 2 GiB\n", "is no YAML"), ("vm: \u{0}\n", "NUL"),
    ("a: \u{7}\n", "is no YAML"),
    ("vm: {memory: 2 GiB, memory: 1 GiB}\n", "more than once"),
    ("vm: {1: a, \"1\": b}\n", "more than once"), ("<<: {vm: 1}\n", "unknown key"),
    ("vm: 'unfinished\n", "is no YAML"), ("%YAML 9.9\n---\na: b\n", "is no YAML"),
  ])
  func aFileThatIsNoScenarioIsRefused(yaml: String, reason: String) {
    let problems = Fixture.problems(yaml)
    #expect(problems.contains { $0.contains(reason) }, "got: \(problems)")
  }

  @Test func nestedAliasesDoNotTakeForever() {
    var yaml = "a: &a0 [x, x]\n"
    for level in 1...40 { yaml += "b\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    yaml += "? *a40\n: 1\n"
    #expect(Fixture.problems(yaml).contains { $0.contains("aliases") })
    #expect(Fixture.problems("a: &a [b]\n? *a\n: 1\n").contains { $0.contains("anchors") })
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n"])
  func deepNestingIsRefused(piece: String) {
    for depth in [40, 500, 5_000, 100_000] {
      #expect(!Fixture.problems(String(repeating: piece, count: depth)).isEmpty)
    }
    let closed = "a: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
    #expect(Fixture.problems(closed).contains { $0.contains("levels deep") })
  }

  @Test func blockNestingIsRefused() {
    var yaml = ""
    for level in 0..<900 { yaml += String(repeating: " ", count: level) + "a:\n" }
    #expect(!Fixture.problems(yaml).isEmpty)
  }

  @Test func hugeFilesAreRefused() {
    let yaml = Fixture.minimal + String(repeating: "# more\n", count: 200_000)
    #expect(
      Fixture.problems(yaml) == [
        "s.yaml:1:1: the file is larger than 1 MiB, which no scenario needs"
      ])
  }

  @Test func manyProblemsAreCutShort() {
    var yaml = Fixture.minimal
    for number in 0..<20_000 { yaml += "key\(number): 1\n" }
    #expect(Fixture.problems(yaml).count == ScenarioProblems.maximumCount)
  }

  @Test func longTextsAreShortenedInProblems() {
    let long = String(repeating: "x", count: 100_000)
    for yaml in [
      Fixture.minimal + "\(long): 1\n", Fixture.with(path: "queue: \(long)"),
      Fixture.with(path: "measured-at: \(long)"), Fixture.with(also: "hosts: {profile: \(long)}"),
      Fixture.with(vm: "machine: \(long)"), Fixture.with(also: "workload: [{pattern: \(long)}]"),
      Fixture.with(run: "seed: \(long)"), Fixture.with(migration: "p2p: \(long)"),
      Fixture.with(path: "ip: 9\(long)"),
    ] {
      let problems = Fixture.problems(yaml)
      #expect(!problems.isEmpty)
      #expect(problems.allSatisfy { $0.utf8.count < 1000 })
    }
  }

  @Test func textsThatAreNoUTF8AreRefused() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/ferry-scenario.yaml"
    try Data([0xFF, 0xFE, 0x41, 0x00]).write(to: URL(filePath: path))
    let binary = #expect(throws: ScenarioProblems.self) { try ScenarioNode(contentsOf: path) }
    #expect(binary?.problems.first?.message == "is no UTF-8 text")
    let missing = #expect(throws: ScenarioProblems.self) {
      try ScenarioNode(contentsOf: path + ".none")
    }
    #expect(missing?.isUnreadable == true)
    let directory = #expect(throws: ScenarioProblems.self) {
      try ScenarioNode(contentsOf: folder)
    }
    #expect(directory?.isUnreadable == true)
    try Data("\u{FEFF}\(Fixture.minimal)".utf8).write(to: URL(filePath: path))
    #expect(try Scenario(contentsOf: path).name.hasPrefix("ferry-scenario"))
  }

  @Test func yamlsOldReadingsOfNumbersAreNone() {
    for text in ["1:30", "1_000", "0x10", "010e", ".5", "+5", "yes", "1e400"] {
      #expect(!Fixture.problems(Fixture.with(run: "offsets: \(text)")).isEmpty)
    }
  }
}
