import Dispatch
import Foundation

/// The built command, run as its users run it.
enum FerryCommand {
  struct Result {
    let output: String
    let errors: String
    let code: Int32
  }

  struct NeverEnded: Error {}

  /// Beside the tests' own bundle, where the build puts every product.
  static let path: String = {
    let bundles = [Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
    let folders = bundles.flatMap { [$0, $0.deletingLastPathComponent()] }
    let places = folders.map { $0.appending(path: "ferry").path(percentEncoded: false) }
    guard let path = places.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      preconditionFailure("no ferry beside the tests: \(places)")
    }
    return path
  }()

  /// No process may outlive this: a test that hangs tells nothing.
  static let bound = DispatchTimeInterval.seconds(60)

  static func run(
    _ arguments: [String], in folder: Folder, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Result {
    try run(path, arguments, in: folder, input: input, environment: environment)
  }

  /// A line for the shell, in which `$FERRY` is the command.
  static func shell(
    _ line: String, in folder: Folder, environment: [String: String] = [:]
  ) throws -> Result {
    try run("/bin/bash", ["-c", line], in: folder, environment: environment)
  }

  private static func run(
    _ executable: String, _ arguments: [String], in folder: Folder, input: String = "",
    environment: [String: String]
  ) throws -> Result {
    // Files, not pipes: a pipe that nobody empties makes the writer wait.
    let streams = try Folder()
    try streams.write("", to: "output")
    try streams.write("", to: "errors")
    try streams.write(input, to: "input")
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = cleanEnvironment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: streams.url("input"))
    process.standardOutput = try FileHandle(forWritingTo: streams.url("output"))
    process.standardError = try FileHandle(forWritingTo: streams.url("errors"))
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    guard ended.wait(timeout: .now() + bound) == .success else {
      kill(process.processIdentifier, SIGKILL)
      throw NeverEnded()
    }
    return Result(
      output: try streams.text("output"), errors: try streams.text("errors"),
      code: process.terminationReason == .exit ? process.terminationStatus : -1)
  }

  /// Without what a tester's own terminal may ask for.
  private static var cleanEnvironment: [String: String] {
    var variables = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "COLUMNS", "LINES", "SWIFT_DETERMINISTIC_HASHING"] {
      variables[name] = nil
    }
    variables["TERM"] = "xterm"
    variables["FERRY"] = path
    return variables
  }
}
