import EventKernel
import Quantities

/// Many batches and slices at a time, as `sendPages`, `write`, `testSlice`, `limitRate` and `test`
/// would do them one by one, to the same bits: nearly all of a prediction's steps are these, so
/// they keep to registers.
extension Migration {
  enum Following {
    /// What comes next is not of this kind.
    case cannot
    /// Some went, and the thread's step says what comes next.
    case goesOn
    /// Some went, and an event comes before the thread can go on.
    case sleeps
  }

  mutating func followSlices() -> Following {
    guard windowBudget == nil, memory.zeroAhead < Slice.batch else { return .cannot }
    var ahead = memory.plainAhead
    let scan = input.hosts.normalPageScan
    let longestScan = max(scan, input.hosts.zeroPageScan)
    var writer = SocketWriter(
      socket: socket, lateness: thread.lateness, wakeUp: input.hosts.wakeUp, rate: link.rate,
      now: kernel.now, horizon: kernel.horizon, batchScan: scan * Slice.batch)
    var slice = thread.slice
    var sent: Int64 = 0
    var hasSent = false
    var following = Following.goesOn
    var step = MigrationThread.Step.pages

    slices: while true {
      let end = slice.start + .milliseconds(Slice.longestMilliseconds + 1)
      repeat {
        if slice.pages > 0, slice.gatheredPages < StreamFormat.pagesPerWrite,
          slice.gatheredBytes == 0
        {
          // Then each batch hands on as many pages as it takes.
          let fitting = writer.writeFitting(most: (ahead - sent) / Slice.batch, until: end)
          sent += fitting * Slice.batch
          slice.pages += fitting * Slice.batch
          if fitting > 0, writer.now >= end { break }
        }
        let pages = slice.pages == 0 ? 1 : Slice.batch
        var scanned = writer.now + scan * pages
        var batch = SentPages(normal: pages)
        guard scanned < writer.horizon else { break slices }
        if sent + pages <= ahead {
          sent += pages
        } else {
          // A stretch of like pages ends.
          hasSent = hasSent || sent > 0
          book(sent)
          sent = 0
          guard memory.zeroAhead < Slice.batch,
            writer.now + longestScan * pages < writer.horizon
          else { break slices }
          batch = memory.send(pages, at: writer.now)
          hasSent = true
          count(batch)
          scanned = writer.now + scanTime(batch)
          ahead = memory.plainAhead
        }
        let full = slice.gather(batch)
        writer.advance(to: scanned)
        guard writer.write(Double(full)) else {
          step = .sliceTest
          following = .sleeps
          break slices
        }
      } while writer.now < end && memory.pending > 0

      hasSent = true
      guard followsOn else {
        step = .sliceTest
        break
      }
      book(sent)
      sent = 0
      endSection()
      guard writer.write(Double(slice.gathered + StreamFormat.section)) else {
        step = .window
        following = .sleeps
        break
      }
      closeWindow(at: writer.now)
      guard memory.pending > 0, PageCount(memory.pending).bytes.count >= thread.window.threshold,
        !mayJump
      else {
        step = .test
        break
      }
      slice = Slice(start: writer.now)
      ahead = memory.plainAhead
      guard memory.zeroAhead < Slice.batch else { break }
    }

    guard sent > 0 || hasSent else { return .cannot }
    book(sent)
    kernel.advance(to: writer.now)
    socket = writer.socket
    thread.lateness = writer.lateness
    thread.slice = slice
    thread.toWrite = 0
    thread.unwritten = writer.unwritten
    thread.readyAt = writer.readyAt
    thread.step = step
    return following
  }

  /// Whether the next slice needs no look at the rule; a kept trace has each slice in it.
  private var followsOn: Bool { sendsToThreshold && !kernel.trace.keepsEntries }

  private mutating func book(_ plain: Int64) {
    memory.sendPlain(plain)
    count(SentPages(normal: plain))
  }
}

/// The thread as it writes to its socket: whatever else it does takes no time, or is told.
private struct SocketWriter {
  var now: Instant
  var readyAt: Instant
  var socket: SendBuffer
  var lateness: Lateness
  /// What the socket has not yet taken of the last write.
  var unwritten = 0.0
  /// Before it, nothing else happens.
  let horizon: Instant
  private let wakeUp: Span
  private let rate: Double
  private let hasSpaceBelow: Double
  private let batchScan: Span
  /// What drains while a batch is scanned.
  private let batchDrain: Double
  /// How long a writer waits at a level: nearly always the same one, that of a full buffer.
  private var waitsAt = -1.0
  private var wait = Span.zero

  init(
    socket: SendBuffer, lateness: Lateness, wakeUp: Span, rate: Double, now: Instant,
    horizon: Instant, batchScan: Span
  ) {
    self.now = now
    readyAt = now
    self.socket = socket
    self.lateness = lateness
    self.horizon = horizon
    self.wakeUp = wakeUp
    self.rate = rate
    self.batchScan = batchScan
    batchDrain = rate * batchScan.seconds
    hasSpaceBelow = socket.wakeLevel + rate * 1e-9 + 1e-6
  }

  @inline(__always)
  mutating func advance(to instant: Instant) {
    now = instant
    readyAt = instant
    socket.settle(at: now, rate: rate)
  }

  /// Scans and writes plain batches, as long as the socket takes each at once; says how many.
  @inline(__always)
  mutating func writeFitting(most: Int64, until end: Instant) -> Int64 {
    guard socket.settledAt == now else { return 0 }
    var count: Int64 = 0
    while count < most, now < end {
      let scanned = now + batchScan
      guard scanned < horizon, socket.take(SocketWriter.batchBytes, draining: batchDrain) else {
        break
      }
      now = scanned
      count += 1
    }
    guard count > 0 else { return 0 }
    readyAt = now
    socket.skip(to: now, level: socket.level)
    return count
  }

  private static var batchBytes: Double { Double(Slice.batch * StreamFormat.normalPage) }

  /// Waits until the socket has taken so many bytes; false where an event comes before.
  @inline(__always)
  mutating func write(_ count: Double) -> Bool {
    unwritten = count - socket.accept(count)
    guard unwritten > 0 else { return true }
    // A write that blocks draws a lateness, and so does the thread's next turn, which waits.
    lateness.skip(mean: wakeUp)
    readyAt = now
    while true {
      if now >= readyAt, socket.level <= hasSpaceBelow {
        unwritten -= socket.accept(unwritten)
        if unwritten < 1e-6 {
          unwritten = 0
          return true
        }
      }
      if socket.level != waitsAt {
        waitsAt = socket.level
        wait = socket.timeToWake(rate: rate)
      }
      readyAt = now + wait + lateness.next(mean: wakeUp)
      if readyAt > now {
        guard readyAt < horizon else { return false }
        now = readyAt
        socket.settle(at: now, rate: rate)
      }
    }
  }
}
