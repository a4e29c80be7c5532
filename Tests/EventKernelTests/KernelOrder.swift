import EventKernel
import Quantities
import Testing

@Suite struct KernelOrder {
  @Test func eventsComeInTheOrderOfTheirInstants() {
    var kernel = Kernel<String>()
    kernel.schedule("late", at: Instant(nanoseconds: 20), turn: 0)
    kernel.schedule("early", at: Instant(nanoseconds: 10), turn: 9)
    #expect(kernel.next() == "early")
    #expect(kernel.now == Instant(nanoseconds: 10))
    #expect(kernel.next() == "late")
    #expect(kernel.next() == nil)
    #expect(kernel.now == Instant(nanoseconds: 20))
  }

  @Test func atOneInstantTheTurnDecidesAndThenTheOrderOfScheduling() {
    var kernel = Kernel<String>()
    let instant = Instant(nanoseconds: 5)
    kernel.schedule("c", at: instant, turn: 2)
    kernel.schedule("a", at: instant, turn: 1)
    kernel.schedule("b", at: instant, turn: 1)
    kernel.schedule("first", at: instant, turn: 0)
    #expect(
      [kernel.next(), kernel.next(), kernel.next(), kernel.next()] == ["first", "a", "b", "c"])
  }

  @Test func whatIsScheduledForNowComesNow() {
    var kernel = Kernel<Int>()
    kernel.schedule(1, at: .start, turn: 3)
    #expect(kernel.next() == 1)
    kernel.schedule(2, at: kernel.now, turn: 0)
    #expect(kernel.horizon == .start)
    #expect(kernel.next() == 2)
  }

  @Test func aCancelledEventNeverComesUp() {
    var kernel = Kernel<Int>()
    let first = kernel.schedule(1, at: Instant(nanoseconds: 1), turn: 0)
    kernel.schedule(2, at: Instant(nanoseconds: 2), turn: 0)
    kernel.cancel(first)
    #expect(kernel.horizon == Instant(nanoseconds: 2))
    #expect(kernel.next() == 2)
    // One that has come up is left alone.
    kernel.cancel(first)
    #expect(kernel.next() == nil)
  }

  @Test func theClockMayRunAheadToTheHorizonButNotBeyond() async {
    var kernel = Kernel<Int>()
    kernel.schedule(1, at: Instant(nanoseconds: 7), turn: 0)
    kernel.advance(to: Instant(nanoseconds: 7))
    #expect(kernel.now == Instant(nanoseconds: 7))
    await #expect(processExitsWith: .failure) {
      var kernel = Kernel<Int>()
      kernel.schedule(1, at: Instant(nanoseconds: 7), turn: 0)
      kernel.advance(to: Instant(nanoseconds: 8))
    }
  }

  @Test func thePastIsClosed() async {
    await #expect(processExitsWith: .failure) {
      var kernel = Kernel<Int>()
      kernel.advance(to: Instant(nanoseconds: 8))
      kernel.schedule(1, at: Instant(nanoseconds: 7), turn: 0)
    }
  }

  @Test(arguments: 0..<20)
  func anyMixOfEventsComesSorted(seed: UInt64) {
    var random = RandomStream(seed: seed, component: "kernel order")
    var kernel = Kernel<Int>()
    var expected: [(Int64, UInt8, Int)] = []
    for index in 0..<200 {
      let instant = Int64(random.below(20))
      let turn = UInt8(random.below(3))
      kernel.schedule(index, at: Instant(nanoseconds: instant), turn: turn)
      expected.append((instant, turn, index))
    }
    expected.sort { $0 < $1 }
    var order: [Int] = []
    while let event = kernel.next() { order.append(event) }
    #expect(order == expected.map(\.2))
  }
}
