import Testing

@testable import LibvirtRunner

@Suite struct LabFrames {
  let queue = FrameQueue(capacity: 1 << 18)

  /// A frame whose every byte says its number.
  private func put(_ number: Int, count: Int) -> Bool {
    guard let room = queue.room() else { return false }
    for index in 0..<count {
      room.storeBytes(of: UInt8(truncatingIfNeeded: number), toByteOffset: index, as: UInt8.self)
    }
    queue.append(count: count, due: UInt64(number))
    return true
  }

  private func takesFirst(_ number: Int, count: Int) -> Bool {
    guard let frame = queue.first else { return false }
    let bytes = UnsafeRawBufferPointer(start: frame.bytes, count: frame.count)
    let isWhole = bytes.allSatisfy { $0 == UInt8(truncatingIfNeeded: number) }
    queue.removeFirst()
    return isWhole && frame.count == count && frame.due == UInt64(number)
  }

  @Test func framesComeOutAsTheyWentInRoundAfterRound() {
    let sizes = [60, 1514, 61, 9014, 65550, 75]
    var next = 0
    for number in 0..<2000 {
      #expect(put(number, count: sizes[number % sizes.count]))
      if number % 3 > 0 {
        #expect(takesFirst(next, count: sizes[next % sizes.count]))
        next += 1
      }
      if number - next > 5 {
        #expect(takesFirst(next, count: sizes[next % sizes.count]))
        next += 1
      }
    }
    while next < 2000 {
      #expect(takesFirst(next, count: sizes[next % sizes.count]))
      next += 1
    }
    #expect(queue.first == nil)
  }

  @Test func aFullQueueTakesNoMoreAndLosesNothing() {
    var taken = 0
    while put(taken, count: 1514) { taken += 1 }
    #expect(taken > 50)
    #expect(queue.room() == nil)
    for number in 0..<taken { #expect(takesFirst(number, count: 1514)) }
    #expect(queue.first == nil)
    #expect(put(0, count: 1514))
  }
}
