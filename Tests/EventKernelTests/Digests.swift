import EventKernel
import Quantities
import Testing

@Suite struct Digests {
  @Test func orderMatters() {
    var one = Digest()
    one.mix(1)
    one.mix(2)
    var other = Digest()
    other.mix(2)
    other.mix(1)
    #expect(one != other)
    #expect(one.description.count == 16)
  }

  @Test func theFirstDifferenceOfTwoTracesIsFound() {
    var one = Trace()
    one.keepsEntries = true
    one.note(1, "slice", at: Instant(nanoseconds: 1), value: 10)
    var other = one
    one.note(2, "window", at: Instant(nanoseconds: 5), value: 3)
    other.note(2, "window", at: Instant(nanoseconds: 5), value: 4)
    let difference = Trace.firstDifference(one, other)
    #expect(difference?.place == 1)
    #expect(difference?.left?.value == 3)
    #expect(difference?.right?.value == 4)
    #expect(one.digest != other.digest)
    #expect(Trace.firstDifference(one, one) == nil)
  }

  @Test func aTraceThatIsNotKeptDigestsTheSame() {
    var kept = Trace()
    kept.keepsEntries = true
    var dropped = Trace()
    kept.note(1, "slice", at: .start, value: 1)
    dropped.note(1, "slice", at: .start, value: 1)
    #expect(kept.digest == dropped.digest)
    #expect(dropped.entries.isEmpty)
  }
}
