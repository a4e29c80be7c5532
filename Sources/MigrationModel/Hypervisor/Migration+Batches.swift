import EventKernel
import Quantities

/// Many batches of a slice at a time, as `sendPages`, `write` and `testSlice` would do them one by
/// one, to the same bits: nearly all of a prediction's steps are these, so they keep to registers.
extension Migration {
  enum Following {
    /// What comes next is not of this kind.
    case cannot
    /// Some went, and the thread's step says what comes next.
    case goesOn
    /// Some went, and an event comes before the thread can go on.
    case sleeps
  }

  mutating func followBatches() -> Following {
    guard windowBudget == nil, thread.slice.gatheredBytes == 0 else { return .cannot }
    let ahead = memory.plainAhead
    guard ahead > Slice.batch else { return .cannot }
    var now = kernel.now
    let horizon = kernel.horizon
    let scan = input.hosts.normalPageScan
    let wakeUp = input.hosts.wakeUp
    let rate = link.rate
    var socket = socket
    var lateness = thread.lateness
    let sliceEnd = thread.slice.start + .milliseconds(Slice.longestMilliseconds + 1)
    var slicePages = thread.slice.pages
    var gathered = thread.slice.gatheredPages
    var sent: Int64 = 0
    var unwritten = 0.0
    var readyAt = now
    var following = Following.goesOn
    let hasSpaceBelow = socket.wakeLevel + rate * 1e-9 + 1e-6
    thread.step = .sliceTest

    batches: while true {
      let pages = slicePages == 0 ? 1 : Slice.batch
      let scanned = now + scan * pages
      guard sent + pages <= ahead, scanned < horizon else {
        thread.step = .pages
        break
      }
      sent += pages
      slicePages += pages
      gathered += pages
      let full = gathered / StreamFormat.pagesPerWrite * StreamFormat.pagesPerWrite
      gathered -= full
      readyAt = scanned
      now = scanned
      socket.settle(at: now, rate: rate)
      let count = Double(full * StreamFormat.normalPage)
      unwritten = count - socket.accept(count)
      if unwritten > 0 {
        // A write that blocks draws a lateness, and so does the thread's next turn, which waits.
        _ = lateness.next(mean: wakeUp)
        while unwritten > 0 {
          if now >= readyAt, socket.level <= hasSpaceBelow {
            unwritten -= socket.accept(unwritten)
            if unwritten < 1e-6 {
              unwritten = 0
              break
            }
          }
          readyAt = now + socket.timeToWake(rate: rate) + lateness.next(mean: wakeUp)
          if readyAt > now {
            guard readyAt < horizon else {
              following = .sleeps
              break batches
            }
            now = readyAt
            socket.settle(at: now, rate: rate)
          }
        }
      }
      if now >= sliceEnd { break }
    }

    guard sent > 0 else { return .cannot }
    memory.sendPlain(sent)
    count(SentPages(normal: sent))
    kernel.advance(to: now)
    self.socket = socket
    thread.lateness = lateness
    thread.slice.pages = slicePages
    thread.slice.gatheredPages = gathered
    thread.toWrite = 0
    thread.unwritten = unwritten
    thread.readyAt = readyAt
    return following
  }
}
