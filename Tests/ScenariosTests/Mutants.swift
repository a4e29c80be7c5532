import Records
import Foundation
import MigrationModel
import Quantities
import Scenarios
import Testing

@testable import Fuzz

/// Scenarios damaged at random: each must resolve or say what is wrong, never crash.
@Suite struct Mutants {
  /// Ten thousand here, a million by `swift run -c release Fuzz Scenarios/*.yaml`; these are its
  /// first.
  @Test(arguments: 0..<20)
  func aDamagedScenarioIsPredictedOrRefusedWithAPlace(part: Int) throws {
    let originals =
      try [RichScenario.yaml] + Fixture.examples.map { try Fixture.text(of: "\($0).yaml") }
    let mutator = Mutator(originals: originals, seed: 1)
    var resolved = 0
    for number in part * 500..<(part + 1) * 500 {
      let text = mutator.mutant(number)
      let trial = Trial(text)
      #expect(trial.findings.isEmpty, "mutant \(number): \(text)")
      if trial.isResolved { resolved += 1 }
    }
    // Neither all broken nor all the same.
    #expect((25...350).contains(resolved), "\(resolved) resolved")
  }

  @Test(arguments: [5, 6] as [UInt64])
  func aDamagedProfileIsReadOrSaysWhy(seed: UInt64) throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let original = try Fixture.text(of: "hosts/lab-c.yaml") + Self.fitted
    #expect(try HostProfile(yaml: original).workloads.count == 2)
    let mutator = Mutator(originals: [original], seed: seed)
    for number in 0..<200 {
      let path = "\(folder)/p\(number).yaml"
      try mutator.mutant(number).write(toFile: path, atomically: false, encoding: .utf8)
      do throws(ScenarioProblems) {
        let profile = try ProfileLibrary().profile(named: path)
        #expect(profile.constants.segmentCost.count >= 256)
        // Whatever could be read can be written.
        let again = try HostProfile(yaml: profile.yaml(), file: path)
        #expect(again == profile, "\(profile.yaml())")
      } catch {
        #expect(error.problems.allSatisfy { !$0.message.isEmpty })
      }
    }
  }

  /// What a fit adds, to follow the residuals' line.
  private static let fitted = """
      # and of the constants' errors
    workloads:
      Memcached:
        touched: {base: {value: 180 MiB, error: 3 MiB}, share: 95 %, spread: 3 %}
        pattern: curve
        pages: {value: 11440, error: 300, origin: fit, meaning: "a: b"}
        exponent: 0.67
        fitted-from: {records: 12, digest: "00ff", range: {vm.memory: [1 GiB, 8 GiB]}}
        residuals: {time_elapsed: 2.5 %, downtime: 20 %}
      steps: {pattern: curve, points: [[0.5 s, 900], [1 s, 950.5]]}

    """

  @Test func theUndamagedScenarioIsRight() {
    #expect(Fixture.problems(RichScenario.yaml).isEmpty, "\(Fixture.problems(RichScenario.yaml))")
  }

  static let replacements: [JSONValue] = [
    .null, .bool(true), .integer(0), .integer(-1), .integer(.max), .number(0.5), .number(-1e308),
    .string(""), .string("0"), .string("40 ms"), .string("2 GiB"), .string("100 %"),
    .string("5 Mbit/s"), .array([]), .array([.null]), .array([.array([])]), .object([:]),
    .object(["pattern": .string("idle")]), .object(["value": .integer(1)]),
    .object(["": .null]), .string("generic-kvm"), .string("\u{1F600}\u{0}"),
  ]

  /// Every value of the rich scenario in turn, replaced by one of every kind.
  @Test func aValueOfAnotherKindNeverCrashes() throws {
    let tree = try ScenarioNode(yaml: RichScenario.yaml)
    let library = ProfileLibrary(usesFiles: false)
    for path in Self.keyPaths(of: tree, []) {
      for replacement in Self.replacements {
        var json = tree.json
        Self.replace(path[...], by: replacement, in: &json)
        do throws(ScenarioProblems) {
          let scenario = try Scenario(ScenarioNode(json: json), profiles: library)
          #expect(scenario.json == json)
        } catch {
          #expect(error.problems.allSatisfy { !$0.message.isEmpty })
        }
      }
    }
  }

  static func replace(
    _ path: ArraySlice<String>, by replacement: JSONValue, in json: inout JSONValue
  ) {
    guard let key = path.first else {
      json = replacement
      return
    }
    switch json {
    case .object(var members):
      if var child = members[key] {
        replace(path.dropFirst(), by: replacement, in: &child)
        members[key] = child
      }
      json = .object(members)
    case .array(var members):
      if let index = Int(key), members.indices.contains(index) {
        replace(path.dropFirst(), by: replacement, in: &members[index])
      }
      json = .array(members)
    default: break
    }
  }

  /// Every key of the rich scenario in turn, misspelt in several ways.
  @Test func aMisspeltKeyIsNeverPassedOver() throws {
    let tree = try ScenarioNode(yaml: RichScenario.yaml)
    let library = ProfileLibrary(usesFiles: false)
    var count = 0
    for path in Self.keyPaths(of: tree, []) {
      let key = path.last ?? ""
      for wrong in [key + "x", String(key.dropLast()), key.uppercased(), "x-" + key, key + " "] {
        var json = tree.json
        Self.rename(path[...], to: wrong, in: &json)
        count += 1
        #expect(throws: ScenarioProblems.self, "\(path) as \(wrong)") {
          try Scenario(ScenarioNode(json: json), profiles: library)
        }
      }
    }
    #expect(count > 150)
  }

  static func keyPaths(of node: ScenarioNode, _ path: [String]) -> [[String]] {
    switch node.content {
    case .scalar: return []
    case .sequence(let members):
      return members.enumerated().flatMap { keyPaths(of: $1, path + ["\($0)"]) }
    case .mapping(let entries):
      return entries.flatMap { [path + [$0.key]] + keyPaths(of: $0.value, path + [$0.key]) }
    }
  }

  static func rename(_ path: ArraySlice<String>, to wrong: String, in json: inout JSONValue) {
    guard let key = path.first else { return }
    switch json {
    case .object(var members):
      if path.count == 1 {
        members[wrong] = members.removeValue(forKey: key)
      } else if var child = members[key] {
        rename(path.dropFirst(), to: wrong, in: &child)
        members[key] = child
      }
      json = .object(members)
    case .array(var members):
      if let index = Int(key), members.indices.contains(index) {
        rename(path.dropFirst(), to: wrong, in: &members[index])
      }
      json = .array(members)
    default: break
    }
  }
}
