import Quantities

/// A rate limit is a budget for each window of a tenth of a second, and is tested only after so
/// many pages: what passes is whole tests' worth.
extension MigrationSettings {
  /// Bytes that a rate-limited window may carry: a tenth of the cap (`XFER_LIMIT_RATIO`).
  var windowBudget: Int64? { bandwidthCap.map { Int64($0.bytesPerSecond / 10) } }

  /// Pages between two tests of the limit: each, or, in newer versions, those of a flush.
  public var pagesPerLimitTest: Int64 {
    hypervisor.rateLimitCountsPages ? 1 : StreamFormat.pagesPerWrite
  }

  /// Pages that a limit of so many bytes lets pass.
  func pages(within budget: Int64) -> Int64 {
    let left = max(1, budget / StreamFormat.normalPage + 1)
    let step = pagesPerLimitTest
    return (left + step - 1) / step * step
  }

  /// Bytes of the stream that the cap lets pass in a second; nil without one.
  var cappedRate: Double? {
    windowBudget.map { budget in
      let seconds = Double(BandwidthWindow.milliseconds) / 1000
      return Double(pages(within: budget) * StreamFormat.normalPage) / seconds
    }
  }
}
