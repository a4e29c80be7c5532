/// A number of guest pages of 4096 bytes, the unit in which QEMU tracks and sends memory on x86.
public struct PageCount: Comparable, Hashable, Sendable, CustomStringConvertible {
  public static let bytesPerPage: Int64 = 4096
  public let count: Int64

  public init(_ count: Int64) { self.count = count }

  /// The pages that hold so many bytes; a partly used page counts whole.
  public init(holding bytes: ByteCount) {
    count = (bytes.count + PageCount.bytesPerPage - 1) / PageCount.bytesPerPage
  }

  public var bytes: ByteCount { ByteCount(count * PageCount.bytesPerPage) }
  public static func < (left: PageCount, right: PageCount) -> Bool { left.count < right.count }
  public static func + (left: PageCount, right: PageCount) -> PageCount {
    PageCount(left.count + right.count)
  }
  public var description: String { "\(count) pages" }
}
