import Quantities

extension DataRate {
  /// Page writes a second that this rate stands for.
  var pagesPerSecond: Double { bytesPerSecond / Double(PageCount.bytesPerPage) }
}
