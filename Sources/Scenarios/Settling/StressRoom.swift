import MigrationModel
import Quantities

/// The memory that stress-ng finds in a guest, part by part.
///
/// A buffer given as a share is one of the memory that is free when it starts. What the guest's own
/// system holds was measured with small Debian guests.
struct StressRoom {
  let memory: ByteCount
  let touched: ByteCount
  /// Touched pages that the workload's parts have so far.
  private(set) var taken: PageCount

  /// Pages that are not zero in a guest whose stress-ng only writes to memory, and how many more
  /// its processor stressor brings.
  static let systemPages: Int64 = 22_800
  static let processorPages: Int64 = 7_200
  /// A `struct page` of 64 bytes for each page.
  static let systemPagesPerMebibyte: Int64 = 4
  /// Neither free nor with content: what the kernel keeps back.
  static let reserve = PageCount(13 * 256)

  init(memory: ByteCount, touched: ByteCount, taken: PageCount) {
    self.memory = memory
    self.touched = touched
    self.taken = taken
  }

  static func system(of memory: ByteCount) -> Int64 {
    systemPages + systemPagesPerMebibyte * (memory.count >> 20)
  }

  /// The load's buffer with that many pages taken by others.
  static func buffer(of load: StressLoad, in memory: ByteCount, besides taken: Int64) -> PageCount {
    let free = PageCount(holding: memory).count - system(of: memory) - reserve.count - taken
    let wanted: Int64
    switch load.buffer {
    case .bytes(let bytes): wanted = PageCount(holding: bytes).count
    case .share(let share): wanted = Int64((Double(free) * share.fraction).rounded())
    }
    return PageCount(max(1, min(wanted, free)))
  }

  mutating func patterns(of load: StressLoad, vcpus: Int) -> [any WritePattern] {
    var patterns: [any WritePattern] = []
    if let workers = load.processorWorkers {
      patterns.append(
        StressedProcessors(workers: workers == 0 ? vcpus : workers, load: load.processorLoad))
    }
    guard let workers = load.memoryWorkers else { return patterns }
    let others = taken.count + elsewhere(than: load)
    let buffer = StressRoom.buffer(of: load, in: memory, besides: others)
    let left = PageCount(holding: touched).count - StressRoom.system(of: memory) - others
    let resident = PageCount(min(buffer.count, max(0, left)))
    taken = taken + resident
    patterns.append(
      StressedMemory(
        workers: workers == 0 ? min(vcpus, 64) : workers, processors: vcpus, buffer: buffer,
        touched: resident, runningFor: load.runningFor, timeout: load.timeout, hang: load.hang,
        keepsBuffer: load.keepsBuffer, method: load.method))
    return patterns
  }

  /// What is touched beside the system, the workload's parts and the buffer was there before
  /// stress-ng, and so was not free: touched = system + taken + x + share (free − x).
  private func elsewhere(than load: StressLoad) -> Int64 {
    guard case .share(let share) = load.buffer, share < .one else { return 0 }
    let buffer = StressRoom.buffer(of: load, in: memory, besides: taken.count)
    let more =
      PageCount(holding: touched).count - StressRoom.system(of: memory) - taken.count
      - buffer.count
    return max(0, Int64((Double(more) / (1 - share.fraction)).rounded()))
  }
}
