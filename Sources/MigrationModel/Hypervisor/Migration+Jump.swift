import EventKernel
import Quantities

/// Skipping what decides nothing.
///
/// Far from a synchronisation, slices and windows change nothing but the clock, so a stretch of
/// like pages is sent at once: the writer's waits add up to what the path takes for the bytes.
/// Windows are followed again from two windows' length before the remainder can fall below any
/// threshold that a window may give.
extension Migration {
  /// Windows that must have been followed before a decision, and a little more.
  private static var followed: Double { 0.16 }
  /// Shorter stretches are not worth it.
  private static var shortest: Int64 { 4 * Slice.batch }

  /// Sends a stretch of pages at once, if one may go unseen.
  mutating func jump(most: Int64 = .max) -> Bool {
    // Most calls come close to a decision, and end here.
    guard mayJump, link.rate > 0 else { return false }
    let spare = memory.pending - pagesToFollow
    let run = memory.run
    let pages = min(most, spare, run.pages, pagesBeforeFollowing(areZero: run.areZero))
    guard pages >= Self.shortest else { return false }
    settle()
    if isRateLimited { return jumpByWindows(pages) }
    return run.areZero ? jumpZeroPages(pages) : jumpPages(pages, zeroShare: run.zeroShare)
  }

  /// Whether enough is left before a decision.
  var mayJump: Bool { memory.pending - pagesToFollow >= Self.shortest }

  /// Pages from which on every slice and window is followed: what any threshold may be.
  private var pagesToFollow: Int64 {
    // Whole passes are decided upon when nothing is left.
    guard pagesLeft == nil else { return 0 }
    // The last window's threshold holds until another window ends; the connection's first, which
    // filled the empty send buffer, is larger than any later one.
    let threshold = max(pace.largestThreshold, Double(thread.window.threshold))
    return Int64(threshold / Double(PageCount.bytesPerPage))
  }

  /// How many pages of a kind may go until the time that the rest takes is just what it takes to
  /// follow two windows.
  private func pagesBeforeFollowing(areZero: Bool) -> Int64 {
    let zero = memory.pendingZero
    let normal = memory.pending - zero - pagesToFollow
    let rest = Double(normal) * pace.secondsPerNormalPage + Double(zero) * pace.secondsPerZeroPage
    let seconds = rest - Self.followed - offset.windowShift.seconds
    return Int64(max(0, seconds / (areZero ? pace.secondsPerZeroPage : pace.secondsPerNormalPage)))
  }

  /// Whether the rate limit is what holds the stream back, and not the path or the thread.
  private var isRateLimited: Bool {
    guard let pages = pace.pagesPerWindow else { return false }
    let window = Double(BandwidthWindow.milliseconds) / 1000
    return Double(pages) * pace.secondsPerNormalPage < window * 0.9
  }

  private mutating func jumpPages(_ pages: Int64, zeroShare: Double) -> Bool {
    func mean(_ normal: Double, _ zero: Double) -> Double { normal + zeroShare * (zero - normal) }
    let scan = mean(input.hosts.normalPageScan.seconds, input.hosts.zeroPageScan.seconds)
    let perSlice = pace.pagesPerSlice
    let bytesPerPage =
      mean(Double(StreamFormat.normalPage), Double(StreamFormat.zeroPage))
      + Double(StreamFormat.section) / Double(perSlice)
    let pathTime = bytesPerPage / link.rate
    if pathTime >= scan {
      // The buffer must be full to stay as full as it is.
      guard socket.level >= socket.wakeLevel else { return false }
      return leap(pages, perPage: pathTime, perSlice: perSlice) { _, level in level }
    }
    return leap(pages, perPage: scan, perSlice: perSlice) { [link] seconds, level in
      max(0, level - (link.rate - bytesPerPage / scan) * seconds)
    }
  }

  private mutating func jumpZeroPages(_ pages: Int64) -> Bool {
    let scan = input.hosts.zeroPageScan.seconds
    let bytesPerPage = Double(StreamFormat.zeroPage)
    let pathTime = bytesPerPage / link.rate
    let perSlice = max(Slice.batch, Int64(0.051 / max(scan, 1e-9)))
    if scan >= pathTime || socket.level < socket.wakeLevel {
      return leap(pages, perPage: max(scan, pathTime), perSlice: perSlice) {
        [link] seconds, level in
        max(0, level - max(0, link.rate - bytesPerPage / scan) * seconds)
      }
    }
    return leap(pages, perPage: pathTime, perSlice: perSlice) { _, level in level }
  }

  /// Sends so many pages, or as many as the next event leaves time for.
  private mutating func leap(
    _ most: Int64, perPage: Double, perSlice: Int64, level: (Double, Double) -> Double
  ) -> Bool {
    let room = kernel.horizon == .never ? .infinity : (kernel.horizon - kernel.now).seconds
    let pages = room <= Double(most) * perPage ? Int64(room / perPage) - 1 : most
    guard pages >= Self.shortest else { return false }
    let seconds = Double(pages) * perPage
    let sent = memory.send(pages, at: kernel.now, secondsPerPage: perPage)
    count(sent)
    bytes.sections += (pages + perSlice - 1) / perSlice
    let before = socket.level
    let start = kernel.now
    kernel.advance(to: kernel.now + Span(rounding: seconds))
    socket.skip(to: kernel.now, level: level(seconds, before))
    thread.window.restart(at: kernel.now)
    kernel.trace.note(5, "pages", at: kernel.now, value: pages)
    sampleStretch(from: start)
    return true
  }

  /// Under a rate limit, whole windows at once.
  private mutating func jumpByWindows(_ most: Int64) -> Bool {
    guard let budget = windowBudget else { return false }
    let run = memory.run
    let perPage = run.areZero ? StreamFormat.zeroPage : StreamFormat.normalPage
    let perWindow =
      run.areZero ? budget / StreamFormat.zeroPage + 1 : input.settings.pages(within: budget)
    let length =
      Double(BandwidthWindow.milliseconds) / 1000 + input.hosts.rateLimitSlack.seconds
    // A path or a processor slower than the limit makes the limit idle: follow each slice.
    let needed =
      Double(perWindow)
      * max(
        Double(perPage) / link.rate,
        (run.areZero ? input.hosts.zeroPageScan : input.hosts.normalPageScan).seconds)
    guard needed < length * 0.9, most / perWindow >= 2 else { return false }
    return leap(
      most / perWindow * perWindow, perPage: length / Double(perWindow), perSlice: perWindow
    ) { _, _ in 0 }
  }
}
