import EventKernel
import Quantities

/// Sending pages one slice after another, as `ram_save_iterate` does.
extension Migration {
  /// Takes pages up to the next test of the slice's time, and what they fill of the buffers.
  mutating func sendPages() {
    let want = thread.slice.pages == 0 ? 1 : max(Slice.batch, zeroBatch)
    let sent = memory.send(withinBudget(want), at: kernel.now)
    count(sent)
    thread.toWrite = Double(thread.slice.gather(sent))
    thread.readyAt = kernel.now + scanTime(sent)
    thread.step = .write
  }

  /// Zero pages go a buffer at a time: the tests between would find two milliseconds at most.
  private var zeroBatch: Int64 {
    let pages = min(memory.zeroAhead, StreamFormat.bufferedBytes / StreamFormat.zeroPage)
    return pages / Slice.batch * Slice.batch
  }

  /// Goes on with the slice, or ends it: the section's end and a flush.
  mutating func testSlice() {
    guard sliceIsOver else {
      thread.step = .pages
      return
    }
    endSection()
    write(Double(thread.slice.gathered + StreamFormat.section))
    sampleSlice()
    thread.step = .window
  }

  /// Books what each slice ends with.
  mutating func endSection() {
    bytes.sections += 1
    thread.window.bytes += StreamFormat.section
    thread.window.charged += StreamFormat.section
  }

  private var sliceIsOver: Bool {
    if memory.pending == 0 || isOverBudget { return true }
    return (kernel.now - thread.slice.start).wholeMilliseconds > Slice.longestMilliseconds
  }

  private var isOverBudget: Bool {
    guard let budget = windowBudget else { return false }
    return thread.window.charged > budget
  }

  /// The first page beyond a rate limit's budget still goes: it is tested after each page, or, in
  /// newer versions, after each flush of 32.
  private func withinBudget(_ pages: Int64) -> Int64 {
    guard let budget = windowBudget else { return pages }
    return min(pages, input.settings.pages(within: budget - thread.window.charged))
  }

  /// Books pages that were sent.
  mutating func count(_ sent: SentPages) {
    bytes.normalPages += sent.normal
    bytes.zeroPages += sent.zero
    thread.roundSent += sent
    let count = sent.normal * StreamFormat.normalPage + sent.zero * StreamFormat.zeroPage
    thread.window.bytes += count
    thread.window.charged += count
  }

  func scanTime(_ sent: SentPages) -> Span {
    input.hosts.normalPageScan * sent.normal + input.hosts.zeroPageScan * sent.zero
  }
}
