#if Libvirt
  import Foundation
  import Records
  import Synchronization

  /// A virtual machine that is there already, with whatever runs in it; it stays.
  ///
  /// It is brought back to the source only where this campaign has taken it away: whoever mistypes
  /// a name or swaps two URIs must not find a machine moved.
  final class NamedGuest: CaptureGuest {
    let name: String
    /// A file that is there once the campaign has had it on the source, so that a session after a
    /// kill knows; nil remembers it in this session only.
    private let note: String?
    private let isOurs: Mutex<Bool>

    init(name: String, note: String?) {
      self.name = name
      self.note = note
      isOurs = Mutex(note.map(FileManager.default.fileExists(atPath:)) ?? false)
    }

    func name(in planned: PlannedMigration) -> String { name }

    func prepare() async throws {}

    /// What runs in it is its owner's.
    func verifyLoads() throws {}

    var facts: [String: JSONValue] { ["domain": .string(name)] }

    /// - Throws: `RunnerProblem` where it runs on neither host, or on both.
    func start(_ planned: PlannedMigration, on hosts: HostPair) async throws -> Domain {
      let found = try await hosts.whereabouts(of: name)
      guard found.count == 1, found[0].host == "source", found[0].isRunning else {
        throw RunnerProblem(
          "domain \(name) is \(try await hosts.places(of: name))",
          remedy: "start it on the source, and see that it is on no other host")
      }
      if let note { try Data("\(name)\n".utf8).write(to: URL(filePath: note), options: .atomic) }
      isOurs.withLock { $0 = true }
      return try await hosts.source.domain(named: name)
    }

    /// Leaves it running on the source: brings it back, without any limit, where a migration left
    /// it on the destination, and lets it go on where a killed runner left it stopped for one.
    func clear(_ hosts: HostPair) async throws {
      guard isOurs.withLock({ $0 }) else { return }
      let found = try await hosts.whereabouts(of: name)
      guard found.count == 1 else { return }
      if found[0].host == "destination", found[0].isRunning {
        let domain = try await hosts.destination.domain(named: name)
        try await domain.migrate(
          to: hosts.source, parameters: MigrationParameters(streamURI: hosts.returnStreamURI))
      } else if found[0].host == "source", !found[0].isRunning {
        let domain = try await hosts.source.domain(named: name)
        if try await domain.isStoppedForMigration() { try await domain.resume() }
      }
    }
  }
#endif
