import Testing

@testable import EventKernel

@Suite struct RandomStreams {
  /// The reference implementation's output for the state 1, 2, 3, 4.
  @Test func xoshiroGivesItsPublishedNumbers() {
    var stream = RandomStream(state: (1, 2, 3, 4))
    #expect(
      (0..<5).map { _ in stream.next() } == [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      ])
  }

  /// The reference implementation's output for the seed 1234567.
  @Test func splitMixGivesItsPublishedNumbers() {
    var seeder = SplitMix64(state: 1_234_567)
    #expect(
      (0..<3).map { _ in seeder.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test func aDrawInOneStreamShiftsNoOther() {
    var one = RandomStream(seed: 1, component: "loss")
    var other = RandomStream(seed: 1, component: "jitter")
    _ = other.next()
    var again = RandomStream(seed: 1, component: "loss")
    #expect((0..<10).map { _ in one.next() } == (0..<10).map { _ in again.next() })
  }

  @Test func seedReplicationAndComponentEachMakeAStreamOfTheirOwn() {
    var streams = [
      RandomStream(seed: 1, component: "a"), RandomStream(seed: 2, component: "a"),
      RandomStream(seed: 1, replication: 1, component: "a"), RandomStream(seed: 1, component: "b"),
    ]
    var firsts: Set<UInt64> = []
    for index in streams.indices { firsts.insert(streams[index].next()) }
    #expect(firsts.count == streams.count)
  }

  @Test(arguments: [1, 2, 3, 1000, UInt64.max])
  func boundedNumbersStayBelowTheirBound(bound: UInt64) {
    var stream = RandomStream(seed: 7, component: "bound")
    #expect((0..<1000).allSatisfy { _ in stream.below(bound) < bound })
  }

  @Test func unitsAreSpreadEvenly() {
    var stream = RandomStream(seed: 3, component: "unit")
    var tenths = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { tenths[Int(stream.unit() * 10)] += 1 }
    #expect(tenths.allSatisfy { (9500...10500).contains($0) })
  }
}
