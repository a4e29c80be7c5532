import Quantities

/// A page-exact memory by itself, all of it written to at random: for benchmarks.
package struct PageWorkbench: Sendable {
  private var memory: PageMemory
  private var now = Instant.start

  package init(pages: Int, writesPerSecond: Double, accelerator: HostConstants.Accelerator) {
    let set = PageCount(Int64(pages))
    let rate = DataRate(count: Int64(writesPerSecond) * PageCount.bytesPerPage * 8)
    let guest = Guest(
      memory: set.bytes, touched: (set + Guest.firmwarePages).bytes,
      workload: [UniformWrites(workingSet: set, rate: rate)])
    let background = Background(
      pages: PageCount(0), time: .seconds(1), loadPages: PageCount(0), loadTime: .seconds(1))
    memory = PageMemory(
      guest: guest, context: WriteContext(background: background, loaded: true, phase: 0.5),
      tracking: accelerator == .kvm ? .byChunk : .atOnce, seed: 1, replication: 0)
    memory.startLogging(at: .start)
    _ = sendAll()
  }

  /// Makes the writes of a second, and finds them.
  package mutating func writeForASecond() {
    now = now + .seconds(1)
    _ = memory.synchronise(at: now)
  }

  /// Sends what was found in batches of 64 pages, as the migration thread does, and says how many.
  package mutating func sendAll() -> Int64 {
    var sent: Int64 = 0
    while memory.pending > 0 { sent += memory.send(64, at: now).count }
    return sent
  }
}
