import Foundation
import LibvirtRunner
import Testing

/// The program that runs inside the guests, here on the host: with --trace it stops after so many
/// writes and tells the page and the microsecond of each.
@Suite(.serialized, .enabled(if: Host.has("cc"), "needs a C compiler"))
struct GuestPageWriter {
  struct Write {
    var page: Int
    var microseconds: Int
  }

  static let source = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/LibvirtRunner/Guest/page-writer.c").standardized.path

  /// 16 MiB at 32.768 Mbit/s, which is 1000 pages a second, unless the options say otherwise.
  static func writes(_ count: Int, _ options: String..., stoppedFor stop: Double = 0) async throws
    -> [Write]
  {
    try await Host.withFolder { folder in
      let program = "\(folder)/page-writer"
      try await Command("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, source).output()
      let arguments =
        ["--bytes=\(16 << 20)", "--seed=5", "--rate=32768000", "--trace=\(count)"] + options
      guard stop > 0 else {
        return try parsed(try await Command(program, arguments).output())
      }
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
      process.standardInput = FileHandle.nullDevice
      let output = "\(folder)/trace"
      _ = FileManager.default.createFile(atPath: output, contents: nil)
      process.standardOutput = FileHandle(forWritingAtPath: output)
      try process.run()
      try await Task.sleep(for: .seconds(0.5))
      kill(process.processIdentifier, SIGSTOP)
      try await Task.sleep(for: .seconds(stop))
      kill(process.processIdentifier, SIGCONT)
      while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
      return try parsed(String(contentsOfFile: output, encoding: .utf8))
    }
  }

  static func parsed(_ trace: String) throws -> [Write] {
    try trace.split(separator: "\n").map { line in
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      try #require(numbers.count == 2)
      return Write(page: numbers[0], microseconds: numbers[1])
    }
  }

  @Test func sequentialWritesGoRoundInPageOrder() async throws {
    let pages = try await Self.writes(9000, "--pattern=sequential", "--pacing=cpu-bound").map(
      \.page)
    #expect(pages == (0..<9000).map { $0 % 4096 })
  }

  @Test func uniformWritesHitEveryPageAlike() async throws {
    let pages = try await Self.writes(40_960, "--pattern=uniform", "--pacing=cpu-bound").map(\.page)
    #expect(pages.allSatisfy { (0..<4096).contains($0) })
    // 16 bins of 2560 on average; 5 standard deviations.
    let bins = Dictionary(grouping: pages) { $0 / 256 }.mapValues(\.count)
    #expect(bins.count == 16)
    #expect(bins.values.allSatisfy { abs($0 - 2560) < 250 })
    // Ten writes a page on average leave a share of e^-10 untouched.
    #expect(Set(pages).count > 4085)
  }

  @Test func hotColdWritesPreferTheFirstPages() async throws {
    let pages = try await Self.writes(
      20_000, "--pattern=hot-cold", "--hot-bytes=\(1 << 20)", "--hot-share=900000000",
      "--pacing=cpu-bound"
    ).map(\.page)
    let hot = pages.filter { $0 < 256 }
    // Binomial: 18,000 ± 42.
    #expect(abs(hot.count - 18_000) < 250)
    #expect(Set(hot).count == 256)
    #expect(Set(pages).subtracting(hot).count > 1300)
    #expect(pages.allSatisfy { $0 < 4096 })
  }

  @Test func seedsDecideThePages() async throws {
    let pages = try await Self.writes(100, "--pattern=uniform", "--pacing=cpu-bound").map(\.page)
    let again = try await Self.writes(100, "--pattern=uniform", "--pacing=cpu-bound").map(\.page)
    let other = try await Self.writes(
      100, "--pattern=uniform", "--pacing=cpu-bound", "--seed=6"
    ).map(\.page)
    #expect(pages == again)
    #expect(pages != other)
  }

  @Test func theRateIsKeptInSmallTicks() async throws {
    let writes = try await Self.writes(1000, "--pattern=uniform")
    let last = try #require(writes.last).microseconds
    // The thousandth page is owed after one second; a busy machine may wake it late.
    #expect((1_000_000..<1_100_000).contains(last))
    let inFirstHalf = writes.filter { $0.microseconds < 500_000 }.count
    #expect((400...500).contains(inFirstHalf))
  }

  @Test func catchingUpMakesGoodForAStall() async throws {
    let writes = try await Self.writes(2000, "--pattern=sequential", stoppedFor: 0.8)
    let last = try #require(writes.last).microseconds
    #expect((2_000_000..<2_200_000).contains(last))
    #expect(Self.longestPause(in: writes) > 700_000)
  }

  @Test func aSteadyWriterNeverMakesGood() async throws {
    let writes = try await Self.writes(
      2000, "--pattern=sequential", "--pacing=steady", stoppedFor: 0.8)
    let last = try #require(writes.last).microseconds
    #expect(last > 2_750_000)
    #expect(writes.map(\.page) == Array(0..<2000))
  }

  static func longestPause(in writes: [Write]) -> Int {
    zip(writes, writes.dropFirst()).map { $1.microseconds - $0.microseconds }.max() ?? 0
  }

  @Test(arguments: [
    ["--pattern=zigzag"], ["--bytes=100"], ["--changed-bytes=4097"], ["--rate=fast"],
    ["--pattern=hot-cold"], ["--seed=0"], ["stray"],
  ]) func wrongOptionsAreRefused(options: [String]) async throws {
    await #expect(throws: RunnerProblem.self) {
      try await Self.writes(1, options[0])
    }
  }
}
