import Foundation
import MigrationModel
import Quantities
import Scenarios

/// How much processor time predictions cost, as a table on stdout.
///
/// Run in release: `swift run -c release Benchmarks`. Figures are processor seconds of this
/// process, the best of several rounds; ratios say more than they do.
@main
struct Benchmarks {
  static func main() throws {
    print("predictions of a 2 GiB VM per processor second")
    for path in PublishedPath.allCases {
      for load in Load.allCases {
        let single = try perSecond(scenario(path, load, memoryGibibytes: 2, offsets: 1))
        let median = try perSecond(scenario(path, load, memoryGibibytes: 2, offsets: 9))
        print("  \(path.rawValue), \(load.rawValue): \(single) with 1 offset, \(median) with 9")
      }
    }
    print("cost of 64 GiB, as a multiple of that of 1 GiB")
    for path in PublishedPath.allCases {
      for load in Load.allCases {
        let small = try perSecond(scenario(path, load, memoryGibibytes: 1, offsets: 9))
        let large = try perSecond(scenario(path, load, memoryGibibytes: 64, offsets: 9))
        print("  \(path.rawValue), \(load.rawValue): \(tenths(Double(small) / Double(large)))")
      }
    }
    PagesBenchmark.run()
    try benchmarkProcess()
  }

  enum PublishedPath: String, CaseIterable {
    case lan = "938 Mbit/s, 0.724 ms"
    case wan = "37 Mbit/s, 36.784 ms"
  }

  enum Load: String, CaseIterable {
    case idle
    case uniform = "uniform writes at a third of the bandwidth to 400 MiB"
    case growing = "uniform writes at a third of the bandwidth to 40 % of the memory"
  }

  static func scenario(
    _ path: PublishedPath, _ load: Load, memoryGibibytes: Int, offsets: Int
  ) throws -> Scenario {
    let parts = path.rawValue.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let rate = path == .lan ? "38 MiB/s" : "1.5 MiB/s"
    let workload =
      switch load {
      case .idle: "[{pattern: idle}]"
      case .uniform: "[{pattern: idle}, {pattern: uniform, working-set: 400 MiB, rate: \(rate)}]"
      case .growing: "[{pattern: idle}, {pattern: uniform, working-set: 40 %, rate: \(rate)}]"
      }
    let yaml = """
      vm: {memory: \(memoryGibibytes) GiB, touched: 60 %}
      path: {bandwidth: \(parts[0]), rtt: \(parts[1])}
      workload: \(workload)
      run: {offsets: \(offsets)}
      """
    return try Scenario(ScenarioNode(yaml: yaml), file: "benchmark")
  }

  /// Predictions a processor second, the best of five rounds of a tenth of a second.
  static func perSecond(_ scenario: Scenario) -> Int {
    var best = 0.0
    for _ in 0..<5 {
      let start = processorSeconds()
      var count = 0
      var spent = 0.0
      while spent < 0.1 {
        for _ in 0..<10 { _ = predict(scenario.input) }
        count += 10
        spent = processorSeconds() - start
      }
      best = max(best, Double(count) / spent)
    }
    return Int(best)
  }

  static func processorSeconds() -> Double {
    Double(clock()) / Double(CLOCKS_PER_SEC)
  }

  /// One process that makes one prediction, where `ferry` was built beside this program.
  static func benchmarkProcess() throws {
    let ferry = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "ferry")
    guard FileManager.default.isExecutableFile(atPath: ferry.path) else {
      print("one process with one prediction: build the product ferry first")
      return
    }
    let count = 20
    let before = childrenSeconds()
    for _ in 0..<count {
      let process = Process()
      process.executableURL = ferry
      process.arguments = [
        "predict", "-q", "--memory", "2GiB", "--bandwidth", "37Mbit/s", "--rtt", "36.784ms",
      ]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
    }
    let milliseconds = (childrenSeconds() - before) * 1000 / Double(count)
    print("one process with one prediction: \(tenths(milliseconds)) ms of processor time")
    try FitBenchmark.run(ferry)
  }

  static func childrenSeconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
