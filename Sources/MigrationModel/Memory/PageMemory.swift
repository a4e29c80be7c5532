import EventKernel
import Quantities

/// Guest memory page by page: the bitmap of pages to send, and a log in which every write is made.
///
/// Writes are made when something depends on them: at a synchronisation, and where a chunk of the
/// log is cleared in between. Nothing is scheduled for them.
struct PageMemory: DirtyMemory {
  /// Pages to be sent.
  private(set) var dirty: PageBitmap
  private(set) var pending: Int64
  /// Those of them that are zero. Nobody writes to zero pages, so each is sent once.
  private(set) var pendingZero: Int64
  /// Where zero pages lie, in address order.
  let zeroes: [Range<Int>]
  /// Where the scan stands.
  private(set) var cursor = 0
  private(set) var hasSynchronised = false

  private let isZero: PageBitmap
  private let tracking: DirtyTracking
  private var writers: [Writer] = []
  private var log: WriteLog
  /// What the last synchronisation read of a log that is cleared by chunks; and the chunks that
  /// were cleared since.
  private var seen: PageBitmap
  private var isCleared: [Bool]
  private var lastSynchronisation = Instant.start
  private var lastLook = Instant.start

  var processes: [any WriteProcess] { writers.map(\.process) }

  private struct Writer: Sendable {
    var process: any WriteProcess
    let segments: [Range<Int>]
    var random: RandomStream
  }

  /// At first all pages are to be sent, and none of the log is cleared (KVM's
  /// `KVM_DIRTY_LOG_INITIALLY_SET`).
  ///
  /// Each process of the workload draws from a stream of its own, in this replication of the seed.
  init(
    guest: Guest, context: WriteContext, findsZeroPages: Bool = true, tracking: DirtyTracking,
    seed: UInt64, replication: UInt64
  ) {
    let layout = GuestLayout(guest: guest, context: context, findsZeroPages: findsZeroPages)
    let places = layout.places
    let count = Int(layout.pages)
    self.tracking = tracking
    dirty = PageBitmap(pages: count, isSet: true)
    pending = layout.pages
    zeroes = zip(layout.ranges, places).filter(\.0.isZero).map(\.1)
    var isZero = PageBitmap(pages: count)
    for stretch in zeroes { isZero.set(stretch) }
    self.isZero = isZero
    pendingZero = Int64(zeroes.reduce(0) { $0 + $1.count })
    let isByChunk = tracking == .byChunk
    seen = PageBitmap(pages: isByChunk ? count : 0, isSet: true)
    log = WriteLog(bits: PageBitmap(pages: count, isSet: isByChunk))
    log.softTLB = tracking == .onEviction ? SoftTLB() : nil
    isCleared = Array(
      repeating: !isByChunk, count: (count + DirtyTracking.chunk - 1) / DirtyTracking.chunk)
    writers = layout.writers.enumerated().map { index, process in
      Writer(
        process: process,
        segments: zip(layout.ranges, places).filter { $0.0.writer == index }.map(\.1),
        random: RandomStream(seed: seed, replication: replication, component: "writer \(index)"))
    }
  }

  mutating func startLogging(at now: Instant) {
    lastSynchronisation = now
    lastLook = now
  }

  mutating func synchronise(at now: Instant) -> Int64 {
    makeWrites(until: now)
    for index in writers.indices {
      _ = writers[index].process.written(from: lastSynchronisation, to: now)
    }
    lastSynchronisation = now
    hasSynchronised = true
    let found = tracking == .byChunk ? readLog() : takeLog()
    pending += found
    return found
  }

  /// Adds the log to the bitmap and leaves it to be cleared by chunks.
  private mutating func readLog() -> Int64 {
    var found = 0
    dirty.withWords { dirty in
      log.bits.withWords { log in
        seen.withWords { seen in
          for index in dirty.indices {
            let word = log[index]
            found += (word & ~dirty[index]).nonzeroBitCount
            dirty[index] |= word
            seen[index] = word
          }
        }
      }
    }
    for chunk in isCleared.indices { isCleared[chunk] = false }
    return Int64(found)
  }

  /// Adds the log to the bitmap and clears it.
  private mutating func takeLog() -> Int64 {
    var found = 0
    dirty.withWords { dirty in
      log.bits.withWords { log in
        for index in dirty.indices {
          found += (log[index] & ~dirty[index]).nonzeroBitCount
          dirty[index] |= log[index]
          log[index] = 0
        }
      }
    }
    return Int64(found)
  }

  mutating func send(_ most: Int64, at now: Instant, secondsPerPage: Double) -> SentPages {
    var sent = SentPages()
    let wanted = min(most, pending)
    while sent.count < wanted {
      let chunk = cursor / DirtyTracking.chunk
      let end = min((chunk + 1) * DirtyTracking.chunk, dirty.pages)
      guard let first = dirty.first(in: cursor..<end) else {
        cursor = end < dirty.pages ? end : 0
        continue
      }
      if !isCleared[chunk] {
        clear(chunk, at: now + Span(rounding: Double(sent.count) * secondsPerPage))
      }
      sent += take(wanted - sent.count, from: first..<end)
    }
    pending -= sent.count
    pendingZero -= sent.zero
    return sent
  }

  /// Takes pages out of the bitmap, and moves the cursor behind the last of them.
  private mutating func take(_ most: Int64, from stretch: Range<Int>) -> SentPages {
    let mayBeZero = pendingZero > 0
    let last = (stretch.upperBound - 1) >> 6
    var index = stretch.lowerBound >> 6
    var mask = PageBitmap.mask(index, of: stretch)
    var left = Int(most)
    var zero = 0
    var cursor = stretch.upperBound
    dirty.withWords { words in
      while true {
        var taken = words[index] & mask
        let count = taken.nonzeroBitCount
        if count > left {
          // All but the lowest so many stay.
          var rest = taken
          for _ in 0..<left { rest &= rest - 1 }
          taken &= ~rest
        }
        words[index] &= ~taken
        if mayBeZero { zero += (taken & isZero.words[index]).nonzeroBitCount }
        left -= min(count, left)
        if left == 0 {
          cursor = index << 6 + 64 - taken.leadingZeroBitCount
          return
        }
        guard index < last else { return }
        index += 1
        mask = index == last ? PageBitmap.mask(index, of: stretch) : .max
      }
    }
    self.cursor = cursor < dirty.pages ? cursor : 0
    return SentPages(normal: most - Int64(left + zero), zero: Int64(zero))
  }

  /// Clears a chunk of the log of what the last synchronisation read of it, so that writes to those
  /// pages count again from now on.
  private mutating func clear(_ chunk: Int, at now: Instant) {
    makeWrites(until: now)
    let words = DirtyTracking.chunk / 64
    let end = min((chunk + 1) * words, seen.words.count)
    log.bits.withWords { log in
      for index in chunk * words..<end { log[index] &= ~seen.words[index] }
    }
    isCleared[chunk] = true
  }

  mutating func skipRewritten(at now: Instant, toSend: Int64) -> Int64 {
    makeWrites(until: now)
    let wordsPerChunk = DirtyTracking.chunk / 64
    let first = cursor >> 6
    var (left, skipped) = (Int(toSend), 0)
    dirty.withWords { dirty in
      for index in first..<dirty.count where left > 0 {
        let ahead = index == first ? dirty[index] & ~PageBitmap.mask(to: cursor & 63) : dirty[index]
        // What is not cleared yet may stand there from before the synchronisation.
        let before = isCleared[index / wordsPerChunk] ? 0 : seen.words[index]
        let rewritten = ahead & log.bits.words[index] & ~before
        skipped += rewritten.nonzeroBitCount
        left -= (ahead & ~rewritten).nonzeroBitCount
        dirty[index] &= ~rewritten
      }
    }
    pending -= Int64(skipped)
    return Int64(skipped)
  }

  /// Makes every write since the last look. Where the order of different processes' writes counts,
  /// they take turns.
  private mutating func makeWrites(until now: Instant) {
    guard now > lastLook else { return }
    let span = now - lastLook
    let turns =
      log.softTLB == nil || writers.count < 2
      ? 1 : min(PageMemory.mostTurns, span.count / PageMemory.turn.count + 1)
    for turn in 1...turns {
      let end = turn == turns ? now : lastLook + Span(count: span.count / turns)
      let interval = WriteInterval(since: lastSynchronisation, from: lastLook, to: end)
      for index in writers.indices {
        log.segments = writers[index].segments
        var writer = writers[index]
        writer.process.write(in: interval, to: &log, random: &writer.random)
        writers[index] = writer
      }
      lastLook = end
    }
  }

  /// How long a process writes before the next one's turn, and how many turns there are at most
  /// between two looks.
  private static let turn = Span.milliseconds(10)
  private static let mostTurns: Int64 = 256
}

extension GuestLayout {
  /// Each range's pages by number. Zero pages are whole; what fractions the others have is rounded
  /// from one boundary to the next.
  fileprivate var places: [Range<Int>] {
    var (place, touched, placed) = (0, 0.0, 0)
    return ranges.map { range in
      var count = Int(range.pages.rounded())
      if !range.isZero {
        touched += range.pages
        count = Int(touched.rounded()) - placed
        placed += count
      }
      defer { place += count }
      return place..<place + count
    }
  }
}
