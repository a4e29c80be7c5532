/// TCG's software TLB, where it hides writes: before QEMU 9.0 a synchronisation clears the log but
/// not the TLB's entries, so a page whose entry says that it was written is not logged again until
/// another page takes the entry.
///
/// Direct-mapped by page number, in the size that it begins with (`CPU_TLB_DYN_DEFAULT_BITS`,
/// accel/tcg/cputlb.c); its few victim entries are left out. The fault is mended in 9.0
/// ("physmem: Fix migration dirty bitmap coherency with TCG memory access").
struct SoftTLB: Sendable {
  private var pages = [Int](repeating: -1, count: SoftTLB.entries)
  static let entries = 256

  /// Whether a write to this page goes unlogged; if not, its entry now says that it was written.
  mutating func hides(_ page: Int) -> Bool {
    let entry = page & (SoftTLB.entries - 1)
    if pages[entry] == page { return true }
    pages[entry] = page
    return false
  }
}
