import Quantities

/// What all writers of a disk do to its mirror's bitmap: chunks of 64 KiB, counted once until they
/// are copied.
struct ChunkWrites: Sendable {
  /// Chunks of the ranges that are written to.
  private(set) var chunks = 0.0
  /// Chunks touched a second, repeats included.
  private(set) var perSecond = 0.0
  /// Requests a second, and bytes.
  private(set) var requests = 0.0
  private(set) var bytes = 0.0

  /// - Parameter synchrony: what each write waits for, and its writer with it.
  init(_ work: [DiskWork], waiting synchrony: Synchrony? = nil) {
    for writer in work where writer.kind == .write && writer.rate > .zero {
      let asked = writer.requestsPerSecond
      let reached = min(asked, 1 / max(1e-12, synchrony?.wait(for: writer.block) ?? 0))
      let range = max(1, (Double(writer.workingSet.count) / MirrorLaw.chunk).rounded(.up))
      chunks = max(chunks, range)
      let block = Double(writer.block.count)
      let perRequest =
        switch writer.order {
        // Blocks that follow one another fill a chunk before they touch the next.
        case .sequential: block / MirrorLaw.chunk
        case .uniform: max(1, (block / MirrorLaw.chunk).rounded(.up))
        }
      perSecond += reached * perRequest
      requests += reached
      bytes += reached * block
    }
  }

  var areNone: Bool { perSecond <= 0 }

  /// How often a chunk is written to, in 1/s.
  var frequency: Double { chunks > 0 ? perSecond / chunks : 0 }

  /// Distinct chunks that are dirty after a copy in address order that took so long and passed
  /// through the written range in its first part: those behind the copy's place, each since it was
  /// passed.
  func dirtied(inPassOf seconds: Double, throughRange rangeSeconds: Double) -> Double {
    guard frequency > 0, seconds > 0 else { return 0 }
    let rate = frequency
    // All of the range at once.
    guard rate * rangeSeconds > 1e-6 else {
      return chunks * -Elementary.expMinusOne(-rate * seconds)
    }
    let range = min(seconds, max(rangeSeconds, 1e-9))
    let clean =
      (Elementary.exp(-rate * (seconds - range)) - Elementary.exp(-rate * seconds))
      / (rate * range)
    return chunks * max(0, 1 - clean)
  }

  /// Where the dirty chunks settle if so many are copied a second; negative where they run out.
  func balance(copying perSecond: Double) -> Double {
    areNone ? -chunks : chunks * (1 - perSecond / self.perSecond)
  }

  /// Dirty chunks after some time: d' = w (1 − d/N) − copied.
  func dirty(from start: Double, after seconds: Double, copying copied: Double) -> Double {
    guard frequency > 0 else { return max(0, start - copied * seconds) }
    let end = balance(copying: copied)
    return max(0, end + (start - end) * Elementary.exp(-frequency * seconds))
  }

  /// Seconds until none is dirty; nil where that never comes.
  func timeToNone(from start: Double, copying copied: Double) -> Double? {
    guard frequency > 0 else { return copied > 0 ? start / copied : (start > 0 ? nil : 0) }
    let end = balance(copying: copied)
    guard end < 0 else { return nil }
    return Elementary.log((start - end) / -end) / frequency
  }
}
