import EventKernel
import Quantities

/// How fast pages can go, and how much a window can hold: what skipping and proofs rest on.
extension Migration {
  /// Bytes that may be left for the stop now.
  var threshold: Int64 {
    pagesLeft?.bytes.count ?? thread.window.threshold
  }

  /// No window can give more: what drains in it, and one refill of the buffer by the latest
  /// wake-up; under a rate limit, its budget. Windows are measured in whole milliseconds, so they
  /// may be one longer than they say.
  var largestThreshold: Double {
    if let pages = pagesLeft { return Double(pages.bytes.count) }
    let limit = downtimeLimit.seconds
    let seconds = Double(BandwidthWindow.milliseconds) / 1000
    let scan = Double(StreamFormat.normalPage) / max(1e-12, input.hosts.normalPageScan.seconds)
    let refill = max(socket.refill, socket.refill(ofCapacity: link.bufferLaw.finalPayload))
    let late = link.steadyRate * input.hosts.wakeUp.seconds * Lateness.largest
    let path = link.steadyRate * (seconds + 0.001) / seconds + (refill + late) / seconds
    guard let budget = windowBudget else { return limit * min(scan, path) }
    let most = pages(within: budget) * StreamFormat.normalPage + StreamFormat.section
    return limit * min(scan, path, Double(most) / seconds)
  }

  /// Path's time for a page, or the thread's where that is longer.
  var secondsPerNormalPage: Double {
    max(Double(StreamFormat.normalPage) / link.steadyRate, input.hosts.normalPageScan.seconds)
  }

  var secondsPerZeroPage: Double {
    max(Double(StreamFormat.zeroPage) / link.steadyRate, input.hosts.zeroPageScan.seconds)
  }

  /// The smallest 1 + 64 k pages that take more than 50 ms.
  var pagesPerSlice: Int64 {
    let pages = 0.051 / secondsPerNormalPage
    return 1 + Slice.batch * max(1, Int64((pages / Double(Slice.batch)).rounded(.up)))
  }
}
