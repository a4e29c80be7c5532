/// A bit for each page, in 64-bit words.
struct PageBitmap: Sendable {
  private(set) var words: [UInt64]
  let pages: Int

  init(pages: Int, isSet: Bool = false) {
    self.pages = pages
    words = Array(repeating: isSet ? .max : 0, count: (pages + 63) / 64)
    if isSet, pages % 64 > 0 { words[words.count - 1] = PageBitmap.mask(to: pages % 64) }
  }

  mutating func set(_ page: Int) { words[page >> 6] |= 1 << UInt64(page & 63) }

  mutating func set(_ stretch: Range<Int>) {
    forWords(of: stretch) { $0 |= $1 }
  }

  subscript(page: Int) -> Bool { words[page >> 6] >> UInt64(page & 63) & 1 == 1 }

  func count(in stretch: Range<Int>) -> Int {
    guard !stretch.isEmpty else { return 0 }
    let (first, last) = (stretch.lowerBound >> 6, (stretch.upperBound - 1) >> 6)
    var count = 0
    for index in first...last {
      count += (words[index] & PageBitmap.mask(index, of: stretch)).nonzeroBitCount
    }
    return count
  }

  /// The first page that is set in a stretch.
  func first(in stretch: Range<Int>) -> Int? {
    guard !stretch.isEmpty else { return nil }
    let last = (stretch.upperBound - 1) >> 6
    var index = stretch.lowerBound >> 6
    var word = words[index] & ~PageBitmap.mask(to: stretch.lowerBound & 63)
    while word == 0 {
      guard index < last else { return nil }
      index += 1
      word = words[index]
    }
    let page = index << 6 + word.trailingZeroBitCount
    return page < stretch.upperBound ? page : nil
  }

  /// The words, to change many at once.
  mutating func withWords<Result>(
    _ body: (UnsafeMutableBufferPointer<UInt64>) -> Result
  ) -> Result {
    words.withUnsafeMutableBufferPointer { body($0) }
  }

  /// Gives each word that a stretch touches, with the bits that lie in it.
  private mutating func forWords(of stretch: Range<Int>, _ body: (inout UInt64, UInt64) -> Void) {
    guard !stretch.isEmpty else { return }
    for index in stretch.lowerBound >> 6...(stretch.upperBound - 1) >> 6 {
      body(&words[index], PageBitmap.mask(index, of: stretch))
    }
  }

  /// The bits of one word that lie in a stretch.
  static func mask(_ index: Int, of stretch: Range<Int>) -> UInt64 {
    let low = max(0, stretch.lowerBound - index << 6)
    let high = min(64, stretch.upperBound - index << 6)
    return mask(to: high) & ~mask(to: low)
  }

  /// The lowest so many bits.
  static func mask(to count: Int) -> UInt64 { count >= 64 ? .max : 1 << UInt64(count) - 1 }
}
