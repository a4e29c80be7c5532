/// Why a text is not the quantity that was asked for, in words for the person who wrote it.
public struct QuantityError: Error, Equatable, CustomStringConvertible {
  public let description: String
}

extension Quantity {
  /// Reads "40 ms", "37Mbit/s", "1.5 GiB", "10 %" or a bare "0".
  ///
  /// A number without a unit is refused (0 aside), because nobody can tell what it meant; so are
  /// signs, exponents and digit separators. What the smallest unit can't hold is rounded to the
  /// nearest, halves up.
  public init(parsing text: String) throws(QuantityError) {
    let bytes = Array(text.utf8)
    var index = 0
    func skipBlanks() {
      while index < bytes.count, bytes[index] == 32 || bytes[index] == 9 { index += 1 }
    }
    skipBlanks()
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") {
      throw QuantityError(description: "\"\(text)\" is negative; \(Self.kind) can't be")
    }
    var mantissa: Int64 = 0
    var decimals: Int64 = 1
    var digits = 0
    var pointSeen = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), !pointSeen, digits > 0 {
        pointSeen = true
      } else if byte >= 48, byte <= 57 {
        let (tens, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        guard !overflow, digits < 18 else { throw Self.tooLarge(text) }
        mantissa = tens + Int64(byte - 48)
        digits += 1
        if pointSeen { decimals *= 10 }
      } else {
        break
      }
      index += 1
    }
    guard digits > 0, bytes[index - 1] != UInt8(ascii: ".") else {
      throw QuantityError(
        description: "\"\(text)\" is not \(Self.kind): write a number and a unit, \(Self.unitList)")
    }
    skipBlanks()
    let symbol = String(decoding: bytes[index...], as: UTF8.self).trimmingBlanks
    if symbol.isEmpty {
      guard mantissa == 0 else {
        throw QuantityError(description: "\"\(text)\" has no unit: write one of \(Self.unitList)")
      }
      self = .zero
      return
    }
    guard let unit = Self.units.first(where: { $0.symbol == symbol }) else {
      throw QuantityError(
        description: "\"\(symbol)\" is not a unit of \(Self.kind); "
          + "\(Self.hint(symbol))write one of \(Self.unitList)")
    }
    // In full width, as ten digits of a second are more nanoseconds than 64 bits hold.
    let product = mantissa.multipliedFullWidth(by: unit.scale)
    guard product.high < decimals else { throw Self.tooLarge(text) }
    let (whole, rest) = decimals.dividingFullWidth(product)
    let (rounded, overflow) = whole.addingReportingOverflow(rest >= decimals - rest ? 1 : 0)
    guard !overflow else { throw Self.tooLarge(text) }
    self.init(count: rounded)
  }

  private static func tooLarge(_ text: String) -> QuantityError {
    QuantityError(description: "\"\(text)\" is more than \(kind) can hold here")
  }

  /// "ns, us, ms, s, min, h".
  public static var unitList: String { units.map(\.symbol).joined(separator: ", ") }

  /// The unit that differs from what was written only in its letters' case or usual spelling.
  private static func hint(_ symbol: String) -> String {
    // "Mb/s" and "Mbps" mean bits to those who write them.
    let spelt = symbol.replacingSuffix("bps", by: "bit/s").replacingSuffix("b/s", by: "bit/s")
    let plain = spelt.lowercased()
    let close = units.filter { $0.symbol.lowercased() == plain }.map(\.symbol)
    return close.isEmpty ? "" : "did you mean \(close.joined(separator: " or "))? Or "
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var view = Substring(self)
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }

  fileprivate func replacingSuffix(_ suffix: String, by other: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self
  }
}
