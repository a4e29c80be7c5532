import Records
import Testing

@testable import LibvirtRunner

@Suite struct Observations {
  /// Polled every 50 ms, a stream of one page a millisecond with three synchronisations: at 10 ms,
  /// at 1,010 ms, and at 1,310 ms with the guest stopped; it ends at 1,410 ms.
  private let seen: Observation = {
    var seen = Observation()
    let millisecond: Int64 = 1_000_000
    seen.passes = [10, 1010, 1310].map { $0 * millisecond }
    seen.stopped = 1305 * millisecond
    seen.resumed = 1410 * millisecond
    for at in stride(from: Int64(50), to: 1400, by: 50) {
      let sent = at - 10
      let remaining = at <= 1010 ? 1000 - sent : at <= 1310 ? 400 - (at - 1010) : 1410 - at
      // Half of the first 400 pages are zero.
      let zero = min(sent, 400) / 2
      seen.polls.append(
        Observation.Poll(
          at: at * millisecond,
          values: [
            "memory_total": 1000 * 4096, "memory_page_size": 4096,
            "memory_normal": sent - zero, "memory_constant": zero,
            "memory_remaining": remaining * 4096,
            "memory_iteration": at <= 1010 ? 1 : at <= 1310 ? 2 : 3,
          ]))
    }
    seen.completed = [
      "memory_total": 1000 * 4096, "memory_page_size": 4096, "memory_normal": 1200,
      "memory_constant": 200, "memory_iteration": 3, "time_elapsed": 1500, "downtime": 110,
    ]
    return seen
  }()

  @Test func roundsLastFromSynchronisationToSynchronisation() {
    let rounds = seen.rounds
    #expect(rounds.map(\.startNanoseconds) == [0, 1_000_000_000, 1_300_000_000])
    #expect(rounds.map(\.durationNanoseconds) == [1_000_000_000, 300_000_000, 100_000_000])
    #expect(rounds.map(\.endCause) == ["synchronised", "synchronised", "stopped"])
  }

  @Test func whatRoundsSentSumsToWhatTheJobSent() {
    let rounds = seen.rounds
    #expect(rounds.map(\.pagesSent) == [1000, 300, 100])
    #expect(rounds.reduce(0) { $0 + ($1.zeroPagesSent ?? 0) } == 200)
  }

  @Test func whatASynchronisationFoundIsWhatIsSentAndLeftLater() {
    #expect(seen.rounds.map(\.pagesDirtied) == [400, 0, nil])
    #expect(seen.rounds.map(\.pagesLeft) == [0, 100, nil])
  }

  @Test func touchedMemoryIsAllPagesLessTheZeroOnesSentFirst() {
    #expect(seen.touchedPages == 800)
    var short = seen
    short.completed = nil
    short.polls.removeAll { $0.at > 900_000_000 }
    #expect(short.touchedPages == nil, "not every page was sent")
  }

  @Test func zeroPagesLeftAtTheSecondSynchronisationAreCounted() {
    var early = seen
    // The same stream, of which the last 200 pages were left to the second round.
    early.passes[1] = 810_000_000
    #expect(early.touchedPages == 800)
  }

  @Test func thePauseIsByOneClock() {
    var record = Record(kind: .captured, run: "x", scenario: .null, outcome: "completed")
    seen.fill(&record)
    #expect(record.pause == 105)
    #expect(record.timeElapsed == 1500)
    #expect(record.others["memory_page_size"] == .integer(4096))
  }

  @Test func whatMirrorsCopiedIsKeptThoughTheFinishedJobForgetsIt() throws {
    var copied = seen
    copied.polls.insert(
      Observation.Poll(at: 1, values: ["disk_total": 0, "disk_processed": 0, "disk_remaining": 0]),
      at: 0)
    for index in copied.polls.indices.dropFirst() {
      let values = ["disk_total": 900 + Int64(index), "disk_processed": 800, "disk_remaining": 100]
      copied.polls[index].values.merge(values) { $1 }
    }
    copied.completed?.merge(["disk_total": 0, "disk_processed": 0, "disk_remaining": 0]) { $1 }
    var record = Record(kind: .captured, run: "x", scenario: .null, outcome: "completed")
    copied.fill(&record)
    #expect(record.others["disk_total"] == .integer(900 + Int64(copied.polls.count - 1)))
    #expect(record.others["disk_remaining"] == .integer(100))
    guard case .array(let samples)? = record.samples else {
      Issue.record("no samples")
      return
    }
    #expect(samples[0]["disk_total"] == nil, "no mirror runs yet")
    #expect(samples[1]["disk_total"] == .integer(901))
  }

  @Test func whatAnInterfaceSentIsReadOffTheKernelsTable() {
    let text = """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
          lo:     100       1    0    0    0     0          0         0      100       1    0
        wan0: 5000000    3000    0    0    0     0          0         0  7000000    4000    0
      """
    #expect(InterfaceCounters.sentBytes(by: "wan0", in: text) == 7_000_000)
    #expect(InterfaceCounters.sentBytes(by: "wan1", in: text) == nil)
    #expect(InterfaceCounters.sentBytes(by: "wan0", in: "no table") == nil)
  }

  @Test func anObservationWithoutAnythingGivesNoRounds() {
    var record = Record(kind: .captured, run: "x", scenario: .null, outcome: "failed")
    Observation().fill(&record)
    #expect(record.rounds == nil)
    #expect(record.pause == nil)
  }
}
