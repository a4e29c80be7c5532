import Quantities

/// Where in a Linux guest on a PC the touched and the zero pages lie.
///
/// It matters at the end of the first pass only: zero pages go in no time, but count as pages that
/// are left. Read off the polls of guests with 256 MiB to 2 GiB of memory.
extension Guest {
  /// A `struct page` of 64 B for each page, which memblock hands out from the top of the memory
  /// down, and the firmware's blocks.
  var topPages: PageCount {
    PageCount(PageCount(holding: memory).count / 64 + Guest.firmwarePages.count)
  }

  /// Besides, this share of the touched pages that no part of the workload writes to.
  static let topShare = 0.1

  /// The last pages in address order: runs of zero pages (option ROMs, what SeaBIOS reserves below
  /// the top of memory), each with the pages that follow it.
  static let topRuns: [(zero: Double, normal: Double)] = [(85, 600), (90, 230), (75, 0)]
}
