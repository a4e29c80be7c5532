import Quantities

/// A value that has been read as what its key takes.
struct Settled: Sendable {
  indirect enum Value: Sendable {
    case time(Span)
    case size(ByteCount)
    case rate(DataRate)
    case share(Share)
    case count(Int64)
    case number(Double)
    case onOff(Bool)
    case text(String)
    /// A member that could not be read is nil; the problem is noted elsewhere.
    case list([Settled?])
    case mapping([String: Settled])
    case nothing
  }

  let path: String
  let place: Place
  /// As it was written.
  let text: String
  let isDefault: Bool
  let value: Value

  subscript(_ key: String) -> Settled? {
    guard case .mapping(let members) = value else { return nil }
    return members[key]
  }

  /// The value at a dotted path below this one.
  func at(_ keys: String...) -> Settled? {
    var current = self
    for key in keys {
      guard let next = current[key] else { return nil }
      current = next
    }
    return current
  }

  var time: Span? {
    if case .time(let value) = value { value } else { nil }
  }
  var size: ByteCount? {
    if case .size(let value) = value { value } else { nil }
  }
  var rate: DataRate? {
    if case .rate(let value) = value { value } else { nil }
  }
  var share: Share? {
    if case .share(let value) = value { value } else { nil }
  }
  var count: Int64? {
    if case .count(let value) = value { value } else { nil }
  }
  var number: Double? {
    if case .number(let value) = value { value } else { nil }
  }
  var onOff: Bool? {
    if case .onOff(let value) = value { value } else { nil }
  }
  var word: String? {
    if case .text(let value) = value { value } else { nil }
  }
  var list: [Settled?]? {
    if case .list(let value) = value { value } else { nil }
  }

  /// A size, or that share of a whole.
  func size(of whole: ByteCount) -> ByteCount? {
    switch value {
    case .size(let size): return size
    case .share(let share):
      return ByteCount(Int64((Double(whole.count) * share.fraction).rounded()))
    default: return nil
    }
  }
}

/// One value that decides a prediction, for `ferry validate -v`.
public struct EffectiveValue: Sendable, Equatable {
  public enum Origin: Sendable, Equatable, CustomStringConvertible {
    case `default`
    case file
    case flag
    case profile(String)

    public var description: String {
      switch self {
      case .default: return "default"
      case .file: return "file"
      case .flag: return "flag"
      case .profile(let name): return "profile \(name)"
      }
    }
  }

  public let path: String
  /// With its unit.
  public let text: String
  public let origin: Origin

  public init(path: String, text: String, origin: Origin) {
    self.path = path
    self.text = text
    self.origin = origin
  }
}
