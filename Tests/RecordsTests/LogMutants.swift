import Foundation
import Testing

@testable import Records

/// Logs damaged at random: read, or told what is wrong and where; never a crash.
@Suite struct LogMutants {
  static let tokens = [
    "-1", "99999999999999999999", "9223372036854775807", "1e309", "NaN", "0", "\u{0}", "\u{1B}[2J",
    "\r", "\n", "\r\n", "{", "}", "[", "\"", "\\", ":", ",", "GiB", "ms", "é", "\u{2028}",
    "Job type: Completed\n", "Job type: Unbounded\n", "{\"return\": {\"status\": \"active\"}}",
    "migration active, transferred ", "2024-02-30 25:00:00 ", "null", "transferred", "(duration ",
  ]

  static func mutate(_ data: Data, _ random: inout Seeded) -> Data {
    var bytes = Array(data)
    for _ in 0...Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 40))
      case 2: bytes = Array(bytes.prefix(place))
      case 3:
        let token = tokens[Int.random(in: 0..<tokens.count, using: &random)]
        bytes.insert(contentsOf: token.utf8, at: place)
      default:
        let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
        bytes.insert(
          contentsOf: bytes[place..<end], at: Int.random(in: 0..<place + 1, using: &random))
      }
    }
    return Data(bytes)
  }

  @Test(arguments: [
    ("domjobinfo-polls.txt", LogFormat.domjobinfo), ("domjobinfo-raw.txt", .domjobinfo),
    ("query-migrate.log", .qmp), ("proxmox.log", .proxmox), ("proxmox-2019.log", .proxmox),
  ])
  func noneCrashesAndEachProblemHasItsLine(name: String, format: LogFormat) throws {
    let log = try Logs.data(name)
    var read = 0
    var told = 0
    for seed in UInt64(0)..<250 {
      var random = Seeded(state: seed)
      let mutant = Self.mutate(log, &random)
      let lines = mutant.count { $0 == UInt8(ascii: "\n") } + 1
      let result = Result { try format.read(mutant, run: "r") }
      let problems: LogProblems
      switch result {
      case .success(let log):
        problems = log.problems
        read += 1
        // Whatever was read can be written, read again and shown.
        let line = try RecordFile.line(log.record)
        #expect(try RecordFile.records(in: Data(line.utf8), named: "r") == [log.record])
        #expect(!JobInfoText.text(of: log.record).isEmpty)
      case .failure(let error): problems = try #require(error as? UnusableLog).problems
      }
      #expect(problems.first.allSatisfy { (1...lines).contains($0.line) && !$0.words.isEmpty })
      told += problems.count
    }
    #expect(told > 0)
    #expect(read > 120 || name == "domjobinfo-raw.txt")
  }
}
