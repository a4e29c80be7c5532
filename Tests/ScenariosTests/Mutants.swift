import Records
import Foundation
import MigrationModel
import Quantities
import Scenarios
import Testing

/// Scenarios damaged at random: each must resolve or say what is wrong, never crash.
@Suite struct Mutants {
  /// splitmix64: the same mutants everywhere.
  struct Dice {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

    mutating func pick<Member>(_ members: [Member]) -> Member { members[below(members.count)] }
  }

  static let tokens = [
    "0", "-1", "99999999999999999999", "1e309", "NaN", "null", "~", "true", "[]", "{}",
    "[[1 s, 2]]",
    "{pattern: idle}", "40", "40 ms", "2 GiB", "100 %", "37 Mbit/s", "\"\"", "'x", "&a", "*a", "!t",
    "| ", "> ", "? ", "- ", ": ", "#", "\t", "\u{0}", "\u{FEFF}", "é", "\u{2028}", "%", "@", "`",
    "<<",
    "---\n", "...\n", "pattern", "working-set", "9223372036854775807 ns", "64 TiB", "0.0000001 %",
    "curve", "hot-cold", "points", "host", "source", "vxlan", "qemu 7.2", "method", "unlimited",
  ]

  static func mutate(_ text: String, with dice: inout Dice) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0...dice.below(3) {
      let line = dice.below(lines.count)
      switch dice.below(9) {
      case 0: lines.remove(at: line)
      case 1: lines.insert(lines[line], at: dice.below(lines.count))
      case 2: lines.swapAt(line, dice.below(lines.count))
      case 3: lines[line] = String(repeating: " ", count: dice.below(5)) + lines[line]
      case 4: lines[line] = "  " + dice.pick(tokens) + ": " + dice.pick(tokens)
      case 5:
        var words = lines[line].split(separator: " ", omittingEmptySubsequences: false)
          .map(String.init)
        words[dice.below(words.count)] = dice.pick(tokens)
        lines[line] = words.joined(separator: " ")
      case 6:
        let depth = dice.below(300)
        let piece = dice.pick(["[", "{a: ", "- ", "? "])
        lines[line] += " " + String(repeating: piece, count: depth)
      case 7:
        var bytes = Array(lines.joined(separator: "\n").utf8)
        for _ in 0...dice.below(4) where !bytes.isEmpty {
          bytes[dice.below(bytes.count)] ^= UInt8(1 << dice.below(8))
        }
        lines = String(decoding: bytes, as: UTF8.self)
          .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      default:
        let whole = lines.joined(separator: "\n")
        lines = String(whole.prefix(dice.below(whole.count)))
          .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      }
      if lines.isEmpty { lines = [""] }
    }
    return lines.joined(separator: "\n")
  }

  /// One scenario with about everything in it.
  static let rich = """
    name: everything
    vm:
      memory: 2 GiB
      vcpus: 2
      touched: 70 %
      machine: pc-q35-7.2
    workload:
      - {pattern: idle}
      - {pattern: uniform, working-set: 100 MiB, rate: 2 MiB/s, pacing: catch-up}
      - pattern: hot-cold
        working-set: 5 %
        rate: 1 MiB/s
        hot-fraction: 10 %
        hot-share: 90 %
      - {pattern: curve, points: [[0.5 s, 900], [1 s, 1500]]}
    path:
      bandwidth: 37 Mbit/s
      measured-at: tc
      rtt: 36.784 ms
      queue: 1 MiB
      mtu: 1500
      overlay: vxlan
      congestion-control: bbr
    migration:
      hypervisor: qemu 10.0
      downtime-limit: 300 ms
      bandwidth: 8 MiB/s
      timeout: 300 s
      on-timeout: abort
      auto-converge: false
    hosts:
      based-on: generic-kvm
      host: {stop: {value: 9 ms, origin: assumed}}
    run: {seed: 1, offsets: 9, fidelity: fluid}
    """

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func aDamagedScenarioResolvesOrSaysWhy(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let library = ProfileLibrary(usesFiles: false)
    let originals = try [Self.rich] + Fixture.examples.map { try Fixture.text(of: "\($0).yaml") }
    var resolved = 0
    for _ in 0..<1000 {
      let mutant = Self.mutate(dice.pick(originals), with: &dice)
      do throws(ScenarioProblems) {
        let scenario = try Scenario(
          ScenarioNode(yaml: mutant, file: "m.yaml"), file: "m.yaml", profiles: library)
        resolved += 1
        #expect(!scenario.values.isEmpty)
        let again = try? Scenario(ScenarioNode(json: scenario.json), profiles: library)
        #expect(again?.json == scenario.json, "\(mutant)")
      } catch {
        #expect(!error.problems.isEmpty)
        #expect(error.problems.allSatisfy { !$0.message.isEmpty }, "\(mutant)")
        #expect(!error.description.contains("\u{0}"))
      }
    }
    // Neither all broken nor all the same.
    #expect((50...700).contains(resolved), "\(resolved) resolved")
  }

  @Test(arguments: [5, 6] as [UInt64])
  func aDamagedProfileIsReadOrSaysWhy(seed: UInt64) throws {
    var dice = Dice(state: seed)
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let original = try Fixture.text(of: "hosts/lab-c.yaml") + Self.fitted
    #expect(try HostProfile(yaml: original).workloads.count == 2)
    for number in 0..<200 {
      let path = "\(folder)/p\(number).yaml"
      try Self.mutate(original, with: &dice).write(
        toFile: path, atomically: false, encoding: .utf8)
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
    #expect(Fixture.problems(Self.rich).isEmpty, "\(Fixture.problems(Self.rich))")
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
    let tree = try ScenarioNode(yaml: Self.rich)
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
    let tree = try ScenarioNode(yaml: Self.rich)
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
