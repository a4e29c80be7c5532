import EventKernel
import Foundation
import Records

/// What 500 runs take to be fitted and compared, as whole processes on all cores.
enum FitBenchmark {
  private static let runs = 500

  static func run(_ ferry: URL) throws {
    let campaign = "Notebooks-data/first-campaign/records.jsonl"
    guard FileManager.default.fileExists(atPath: campaign) else {
      print("fitting \(runs) runs: start this at the checkout's top, where \(campaign) is")
      return
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "fits-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let records = folder.appending(path: "records.jsonl").path
    let profile = folder.appending(path: "fitted.yaml").path
    try write(campaign, to: records)
    let fit = try seconds(ferry, ["calibrate", "-q", records, "-o", profile])
    let compare = try seconds(ferry, ["compare", "-q", records, "--profile", profile])
    let (fitting, comparing) = (Benchmarks.tenths(fit), Benchmarks.tenths(compare))
    print("fitting \(runs) runs: \(fitting) s; comparing them: \(comparing) s, elapsed")
  }

  /// The campaign's runs again and again, their times moved by up to a hundredth.
  private static func write(_ campaign: String, to path: String) throws {
    let captured = try RecordFile.read(campaign).filter { record in
      record.outcome == "completed" && !"\(record.scenario)".contains("stress-ng")
    }
    var random = RandomStream(seed: 1, component: "benchmark")
    let lines = try (0..<runs).map { index in
      var record = captured[index % captured.count]
      record.run = "\(record.run)-\(index)"
      let factor = 0.99 + 0.02 * random.unit()
      record.timeElapsed = record.timeElapsed.map { Int64(Double($0) * factor) }
      record.downtime = record.downtime.map { Int64(Double($0) * factor) }
      return try RecordFile.line(record)
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
  }

  private static func seconds(_ ferry: URL, _ arguments: [String]) throws -> Double {
    let process = Process()
    process.executableURL = ferry
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    let clock = ContinuousClock()
    let begun = clock.now
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    let taken = (clock.now - begun).components
    return Double(taken.seconds) + Double(taken.attoseconds) / 1e18
  }
}
