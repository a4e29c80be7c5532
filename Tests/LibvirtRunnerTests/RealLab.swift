import Foundation
import Testing

@testable import LibvirtRunner

/// A lab of a test's own, taken down whatever the test comes to.
struct RealLab {
  let name = "test-\(UUID().uuidString.prefix(8))"
  var state: String { "/run/ferry-\(name)" }

  func up() async throws -> Lab {
    let ferry: String = try #require(RealLab.ferry)
    return try await Lab.up(name: name, state: state, executable: ferry)
  }

  var keeper: ProcessIdentity? {
    let directory = try? LabDirectory(name: name, state: state)
    return directory?.read(ProcessIdentity.self, from: .keeper)
  }

  static func with(_ body: (RealLab) async throws -> Void) async throws {
    let real = RealLab()
    do {
      try await body(real)
    } catch {
      _ = try? await Lab.down(name: real.name, state: real.state)
      throw error
    }
    try await Lab.down(name: real.name, state: real.state)
  }

  /// Processes whose PID namespace is this; without the zombies that nobody has buried yet.
  static func processes(in namespace: String) -> [Int32] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { Int32($0) }.filter {
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/ns/pid")
      return link == namespace && ProcessIdentity(pid: $0)?.isAlive ?? false
    }
  }

  static func program(of pid: Int32) -> String? {
    let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
    return name?.trimmingCharacters(in: .newlines)
  }

  static var isPossible: Bool { obstacle == nil }
  static var reason: Comment { "no lab here: \(obstacle ?? "")" }

  private static let obstacle: String? = {
    #if !Libvirt
      // Labs are timed; they run by themselves, not beside everybody's tests.
      return "labs are tested with: swift test --traits Libvirt --filter RealLabs"
    #else
      return missing
    #endif
  }()

  private static let missing: String? = {
    do {
      try LabRequirements.check()
    } catch {
      return "\(error)"
    }
    return ferry == nil ? "no ferry is built beside the tests" : namespaces()
  }()

  /// A root without the right to make namespaces has no lab.
  private static func namespaces() -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "unshare", "--pid", "--fork", "--mount", "--net", "--uts", "--propagation", "unchanged",
      "mount", "-t", "tmpfs", "tmpfs", "/run",
    ]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return "unshare: \(error)" }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : "this machine lets nobody make namespaces"
  }

  /// Beside the tests' own bundle, where the build puts every product.
  static let ferry: String? = {
    let bundles = [Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
    return bundles.flatMap { [$0, $0.deletingLastPathComponent()] }
      .map { $0.appending(path: "ferry").path(percentEncoded: false) }
      .first(where: FileManager.default.isExecutableFile(atPath:))
  }()
}
