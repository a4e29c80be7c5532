import Foundation
import Scenarios

/// What every story starts from: a small scenario that is right, and folders beside this file.
enum Fixture {
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let scenarios = package.appending(path: "Scenarios").path(percentEncoded: false)
  static let measurements = package.deletingLastPathComponent()
    .appending(path: "shared/measurements").path(percentEncoded: false)
  static let examples = ["wan-idle", "wan-ram-load", "lan-ram-load", "never-converges"]

  static let minimal = "vm: {memory: 2 GiB}\npath: {bandwidth: 37 Mbit/s, rtt: 37 ms}\n"

  static func text(of file: String) throws -> String {
    try String(contentsOfFile: "\(scenarios)/\(file)", encoding: .utf8)
  }

  /// A new folder that no other test knows.
  static func temporaryFolder() throws -> String {
    var template = Array("\(NSTemporaryDirectory())/ferry-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Writes files into a folder of their own, named by their names, and hands over its path.
  static func withFiles(
    _ files: [(name: String, text: String)], _ body: (String) throws -> Void
  ) throws {
    let folder = URL(filePath: try temporaryFolder())
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "hosts"), withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try body(folder.path(percentEncoded: false))
  }

  /// Settles YAML as a file "s.yaml" would be; only the built-in profiles are known.
  static func scenario(_ yaml: String) throws(ScenarioProblems) -> Scenario {
    try Scenario(
      ScenarioNode(yaml: yaml, file: "s.yaml"), file: "s.yaml",
      profiles: ProfileLibrary(usesFiles: false))
  }

  /// The problems of a YAML text, one a line; empty where it is right.
  static func problems(_ yaml: String) -> [String] {
    do throws(ScenarioProblems) {
      _ = try scenario(yaml)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  /// The minimal scenario with lines added to its sections.
  static func with(
    vm: String = "", path: String = "", migration: String = "", run: String = "",
    also: String = ""
  ) -> String {
    """
    vm: {memory: 2 GiB\(vm.isEmpty ? "" : ", " + vm)}
    path: {bandwidth: 37 Mbit/s, rtt: 37 ms\(path.isEmpty ? "" : ", " + path)}
    migration: {\(migration)}
    run: {\(run)}
    \(also)

    """
  }
}
