import EventKernel
import Records
import Scenarios

/// A capture plan, settled: the migrations to be made, in their order.
public struct CapturePlan: Sendable {
  public let name: String
  public let hosts: CaptureFile.Hosts
  public let guest: CaptureFile.Guest
  /// What is sent over the path beside the migration: ping.
  public let probes: [String]
  public let seed: UInt64
  public let migrations: [PlannedMigration]
  /// Where it was read from; profiles are looked for beside it.
  public let file: String

  /// Reads a plan's file; throws everything that is wrong with it.
  public init(
    contentsOf path: String, profiles: ProfileLibrary = ProfileLibrary()
  ) throws(ScenarioProblems) {
    try self.init(
      CaptureFile(contentsOf: path, abilities: .ofTheRunner, profiles: profiles), from: path)
    if hosts == .lab {
      try check { _ = try ShapedPath($0.path) }
      try check { try $0.checkDisks() }
    } else {
      try check { try $0.refuseStorage() }
    }
  }

  /// What no lab can be made for is told before any is made.
  private func check(
    _ isPossible: (PlannedMigration) throws -> Void
  ) throws(ScenarioProblems) {
    for migration in migrations {
      do { try isPossible(migration) } catch {
        throw ScenarioProblems(ScenarioProblem("\(migration.run): \(error)", file: file))
      }
    }
  }

  public init(_ plan: CaptureFile, from file: String) {
    name = plan.name
    hosts = plan.hosts
    guest = plan.guest
    probes = plan.probes
    seed = plan.seed
    self.file = file
    migrations = CapturePlan.migrations(of: plan)
  }

  /// Tells plans apart: the name, the hosts, and every migration's name and scenario, in order.
  public var digest: Digest {
    var digest = Digest()
    for word in [name, "\(hosts)", "\(guest)"] + probes { digest.mix(word) }
    for migration in migrations {
      digest.mix(migration.run)
      digest.mix(migration.seed)
      migration.scenario.mix(into: &digest)
    }
    return digest
  }

  /// Cycle by cycle, so that a campaign cut short has seen every configuration as often.
  private static func migrations(of plan: CaptureFile) -> [PlannedMigration] {
    let stem = fileName(of: plan.name)
    let digits = max(3, String(plan.configurations.count).count)
    return (1...plan.cycles).flatMap { cycle in
      var order = Array(plan.configurations.enumerated())
      if plan.isShuffled {
        var stream = RandomStream(
          seed: plan.seed, replication: UInt64(cycle), component: "order")
        stream.shuffle(&order)
      }
      var draws = RandomStream(seed: plan.seed, replication: UInt64(cycle), component: "guest")
      let seed = draws.next()
      return order.map { index, configuration in
        let number = String(index + 1)
        let padding = String(repeating: "0", count: digits - number.count)
        return PlannedMigration(
          configuration, run: "\(stem)-\(padding)\(number)-\(cycle)", number: index + 1,
          cycle: cycle, seed: seed)
      }
    }
  }

  /// A name that every file system takes and no program reads as an option.
  private static func fileName(of name: String) -> String {
    let words = name.unicodeScalars.split { scalar in
      !(scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || scalar == "."))
    }
    let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: "-")
    let start = joined.drop { $0 == "." || $0 == "-" }.prefix(60)
    return start.isEmpty ? "run" : String(start)
  }
}

extension JSONValue {
  /// Every key and value, keys in the alphabet's order.
  fileprivate func mix(into digest: inout Digest) {
    switch self {
    case .null: digest.mix("null")
    case .bool(let value): digest.mix(value ? "true" : "false")
    case .integer(let value): digest.mix(UInt64(bitPattern: value))
    case .number(let value): digest.mix(value.bitPattern)
    case .string(let text): digest.mix(text)
    case .array(let members):
      digest.mix("[\(members.count)")
      for member in members { member.mix(into: &digest) }
    case .object(let members):
      digest.mix("{\(members.count)")
      for key in members.keys.sorted() {
        digest.mix(key)
        members[key]?.mix(into: &digest)
      }
    }
  }
}
