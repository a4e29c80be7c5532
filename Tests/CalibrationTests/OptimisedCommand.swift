import Foundation
import Testing

/// The command as people build it. Fits make a million predictions, which take half an hour in a
/// debug build and seconds in this one.
enum OptimisedCommand {
  static let path = LabRuns.checkout.appending(path: ".build/release/ferry").path

  /// Why what needs it can't be tested; nil where it can.
  static let obstacle: String? = {
    guard let built = modified(path) else {
      return "needs the optimised command: swift build -c release --product ferry"
    }
    let sources = LabRuns.checkout.appending(path: "Sources")
    let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String }
    let newest = (files ?? []).filter { $0.hasSuffix(".swift") }.compactMap {
      modified(sources.appending(path: $0).path)
    }.max()
    guard let newest, newest > built else { return nil }
    return "the optimised command is older than its sources: swift build -c release --product ferry"
  }()

  private static func modified(_ path: String) -> Date? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
  }

  /// Runs it and gives what it printed to stdout.
  @discardableResult
  static func run(_ arguments: String...) throws -> Data { try run(arguments) }

  static func run(_ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = LabRuns.checkout
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments): \(process.terminationStatus)")
    return data
  }
}
