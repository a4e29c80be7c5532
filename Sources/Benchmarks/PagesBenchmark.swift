import EventKernel
import Foundation
import MigrationModel
import Quantities

/// How fast a page-exact memory dirties and scans pages, against a plain loop over the same bitmap:
/// the same pages drawn by the same generator, set and taken out bit by bit, without a log.
enum PagesBenchmark {
  private static let pages = 1 << 19
  private static let writes = 1 << 20
  private static let rounds = 20

  static func run() {
    print("pages: 2 GiB, \(writes) uniform writes and one scan of what they hit, \(rounds) times")
    let plain = best { PlainBitmap(pages: pages) }
    for accelerator in HostConstants.Accelerator.allCases {
      let exact = best {
        PageWorkbench(pages: pages, writesPerSecond: Double(writes), accelerator: accelerator)
      }
      line("dirtying", accelerator, exact.dirtying, plain.dirtying)
      line("scanning", accelerator, exact.scanning, plain.scanning)
      line("both", accelerator, exact.both, plain.both)
    }
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    print("  peak memory so far: \(usage.ru_maxrss / 1024) MiB")
  }

  private static func line(
    _ what: String, _ accelerator: HostConstants.Accelerator, _ exact: Double, _ plain: Double
  ) {
    print(
      "  \(what), \(accelerator): \(Int(exact / 1e6)) million pages a second, "
        + "\(Int(plain / 1e6)) million in a plain loop: \(hundredths(exact / plain))")
  }

  private static func hundredths(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
  }

  /// Pages a processor second, the best of several rounds.
  private static func best(_ make: () -> some DirtiedBitmap) -> Speed {
    var bitmap = make()
    var best = Speed()
    for round in 0..<rounds {
      let start = Benchmarks.processorSeconds()
      bitmap.dirty(round: round, writes: writes)
      let dirtied = Benchmarks.processorSeconds()
      let count = bitmap.scan()
      let end = Benchmarks.processorSeconds()
      best.dirtying = max(best.dirtying, Double(writes) / (dirtied - start))
      best.scanning = max(best.scanning, Double(count) / (end - dirtied))
      best.both = max(best.both, Double(writes + count) / (end - start))
    }
    return best
  }

  private struct Speed {
    var dirtying = 0.0
    var scanning = 0.0
    var both = 0.0
  }
}

/// Something that is written to at random, and then scanned for what was hit.
private protocol DirtiedBitmap {
  mutating func dirty(round: Int, writes: Int)
  /// Pages found.
  mutating func scan() -> Int
}

private struct PlainBitmap: DirtiedBitmap {
  private var words: [UInt64]
  private let pages: UInt64
  private var random = RandomStream(seed: 1, component: "writer 0")

  init(pages: Int) {
    self.pages = UInt64(pages)
    words = Array(repeating: 0, count: pages / 64)
  }

  mutating func dirty(round: Int, writes: Int) {
    for _ in 0..<writes {
      let page = random.below(pages)
      words[Int(page >> 6)] |= 1 << (page & 63)
    }
  }

  mutating func scan() -> Int {
    var count = 0
    for index in words.indices {
      while words[index] != 0 {
        words[index] &= words[index] - 1
        count += 1
      }
    }
    return count
  }
}

extension PageWorkbench: DirtiedBitmap {
  fileprivate mutating func dirty(round: Int, writes: Int) { writeForASecond() }
  fileprivate mutating func scan() -> Int { Int(sendAll()) }
}
