import Foundation
import LibvirtRunner
import Testing

/// The program that writes to disks inside the guests, here on the host and to a file: with --trace
/// it stops after so many writes and tells the block and the microsecond of each.
@Suite(.serialized, .enabled(if: Host.has("cc"), "needs a C compiler"))
struct GuestDiskWriter {
  enum Event: Equatable {
    case write(block: Int, microseconds: Int)
    case flush(microseconds: Int)

    var block: Int? { if case .write(let block, _) = self { block } else { nil } }
    var microseconds: Int {
      switch self {
      case .write(_, let time), .flush(let time): time
      }
    }
  }

  static let source = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/LibvirtRunner/Guest/disk-writer.c").standardized.path

  /// 100 blocks a second to the first 64 KiB of 128, unless the options say otherwise; what it did,
  /// and what the file then holds.
  static func events(_ count: Int, _ options: String...) async throws -> (
    events: [Event], content: Data
  ) {
    try await Host.withFolder { folder in
      let program = "\(folder)/disk-writer"
      try await Command("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, source).output()
      let disk = "\(folder)/disk"
      try Data(count: 128 << 10).write(to: URL(filePath: disk))
      let trace = try await Command(
        program,
        [
          "--device=\(disk)", "--bytes=65536", "--rate=\(100 * 4096 * 8)", "--seed=5",
          "--trace=\(count)",
        ] + options
      ).output()
      let events = try trace.split(separator: "\n").map { line in
        let words = line.split(separator: " ")
        let time = try #require(Int(words[1]))
        return words[0] == "flush"
          ? Event.flush(microseconds: time)
          : .write(block: try #require(Int(words[0])), microseconds: time)
      }
      return (events, try Data(contentsOf: URL(filePath: disk)))
    }
  }

  @Test func sequentialWritesGoRoundInOrderAndKeepToTheWorkingSet() async throws {
    let seen = try await Self.events(40, "--order=sequential", "--pacing=cpu-bound")
    #expect(seen.events.compactMap(\.block) == (0..<40).map { $0 % 16 })
    let (inside, outside) = (seen.content.prefix(65536), seen.content.dropFirst(65536))
    #expect(outside.allSatisfy { $0 == 0 })
    // Random bytes: a 256th of them are zero.
    #expect(inside.filter { $0 == 0 }.count < 65536 / 128)
  }

  @Test func uniformWritesHitEveryBlockAlike() async throws {
    let blocks = try await Self.events(3200, "--pacing=cpu-bound").events.compactMap(\.block)
    let counts = Dictionary(grouping: blocks) { $0 }.mapValues(\.count)
    #expect(Set(counts.keys) == Set(0..<16))
    // 200 each; 5 standard deviations.
    #expect(counts.values.allSatisfy { abs($0 - 200) < 70 })
  }

  @Test func writesAreEvenlySpaced() async throws {
    let times = try await Self.events(100).events.map(\.microseconds)
    // A busy machine may be late with one, and never early.
    for (index, time) in times.enumerated() { #expect(time >= (index + 1) * 10_000) }
    let late = zip(times, 1...).filter { $0 > $1 * 10_000 + 8_000 }
    #expect(late.count < 30, "\(times)")
  }

  @Test func itFlushesAsOftenAsAsked() async throws {
    let events = try await Self.events(100, "--flush-every=\(100_000_000)").events
    let flushes = events.filter { $0.block == nil }
    #expect((9...10).contains(flushes.count))
    #expect(try #require(flushes.first).microseconds >= 100_000)
  }

  @Test(arguments: [
    "--bytes=1000", "--bytes=1000000", "--block=100", "--rate=0", "--order=zigzag", "--seed=0",
    "--device=/no such", "stray",
  ]) func wrongOptionsAreRefused(option: String) async throws {
    await #expect(throws: RunnerProblem.self) { try await Self.events(1, option) }
  }
}
