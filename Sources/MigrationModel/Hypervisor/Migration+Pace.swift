import EventKernel
import Quantities

extension Migration {
  /// Bytes that may be left for the stop now.
  var threshold: Int64 {
    pagesLeft?.bytes.count ?? thread.window.threshold
  }
}

/// How fast pages can go, and how much a window can hold: what skipping and proofs rest on. It is
/// asked for at each step, and changes with the path and the limits only.
struct Pace: Sendable {
  /// Path's time for a page, or the thread's where that is longer.
  let secondsPerNormalPage: Double
  let secondsPerZeroPage: Double
  /// Pages that a rate limit lets pass in a window; nil without one.
  let pagesPerWindow: Int64?
  /// Bytes that any window may allow to be left.
  let largestThreshold: Double

  init(
    link: Link, socket: SendBuffer, hosts: HostConstants, downtimeLimit: Span,
    pagesLeft: PageCount?, pagesPerWindow: Int64?
  ) {
    secondsPerNormalPage = max(
      Double(StreamFormat.normalPage) / link.steadyRate, hosts.normalPageScan.seconds)
    secondsPerZeroPage = max(
      Double(StreamFormat.zeroPage) / link.steadyRate, hosts.zeroPageScan.seconds)
    self.pagesPerWindow = pagesPerWindow
    largestThreshold =
      pagesLeft.map { Double($0.bytes.count) }
      ?? Pace.largestThreshold(
        link: link, socket: socket, hosts: hosts, downtimeLimit: downtimeLimit,
        pagesPerWindow: pagesPerWindow)
  }

  /// The smallest 1 + 64 k pages that take more than 50 ms.
  var pagesPerSlice: Int64 {
    let pages = 0.051 / secondsPerNormalPage
    return 1 + Slice.batch * max(1, Int64((pages / Double(Slice.batch)).rounded(.up)))
  }

  /// No window can give more: what drains in it, and one refill of the buffer by the latest
  /// wake-up; under a rate limit, its budget. Windows are measured in whole milliseconds, so they
  /// may be one longer than they say.
  private static func largestThreshold(
    link: Link, socket: SendBuffer, hosts: HostConstants, downtimeLimit: Span,
    pagesPerWindow: Int64?
  ) -> Double {
    let limit = downtimeLimit.seconds
    let seconds = Double(BandwidthWindow.milliseconds) / 1000
    let scan = Double(StreamFormat.normalPage) / max(1e-12, hosts.normalPageScan.seconds)
    let refill = max(socket.refill, socket.refill(ofCapacity: link.bufferLaw.finalPayload))
    let late = link.steadyRate * hosts.wakeUp.seconds * Lateness.largest
    let path = link.steadyRate * (seconds + 0.001) / seconds + (refill + late) / seconds
    guard let pagesPerWindow else { return limit * min(scan, path) }
    let most = pagesPerWindow * StreamFormat.normalPage + StreamFormat.section
    return limit * min(scan, path, Double(most) / seconds)
  }
}
