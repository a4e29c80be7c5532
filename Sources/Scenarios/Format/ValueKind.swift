import MigrationModel
import Quantities

/// What may be written for a key.
indirect enum ValueKind: Sendable {
  case time(ClosedRange<Span>)
  case size(ClosedRange<ByteCount>)
  case rate(ClosedRange<DataRate>)
  case share(ClosedRange<Share>)
  /// A bare whole number.
  case count(ClosedRange<Int64>)
  /// A bare number, with or without decimals.
  case number(ClosedRange<Double>)
  case onOff
  case text
  case words([Word])
  /// Any of these, told apart by their shape, their unit or their word.
  case oneOf([ValueKind])
  case list(ValueKind, upTo: Int)
  /// A list of that many members, each of its own kind.
  case tuple([ValueKind])
  case mapping([Key])
  /// A mapping whose keys are names that the user chose.
  case named(ValueKind, upTo: Int)
  case part(PartForms)
  /// A form that belongs to a later feature and isn't looked into.
  case anything
  /// A form that belongs to a later feature.
  case later(ValueKind, feature: String)
}

/// One of the words that a key takes.
struct Word: Sendable, ExpressibleByStringLiteral {
  let text: String
  let isSupported: Bool

  init(stringLiteral text: String) {
    self.text = text
    isSupported = true
  }

  init(_ text: String, isSupported: Bool = true) {
    self.text = text
    self.isSupported = isSupported
  }

  static func later(_ text: String) -> Word { Word(text, isSupported: false) }
}

/// The forms of a workload's part: by the word of its `pattern`, or by a key that stands for one.
struct PartForms: Sendable {
  struct Form: Sendable {
    let name: String
    let doc: String
    let keys: [Key]
    let isSupported: Bool
    /// What the model has for it; nil where that takes more than the part's own values.
    let makes: Maker?

    typealias Maker = @Sendable (PartValues) -> (any WritePattern)?

    init(
      _ name: String, _ doc: String, isSupported: Bool = true, _ keys: [Key], makes: Maker? = nil
    ) {
      self.name = name
      self.doc = doc
      self.keys = keys
      self.isSupported = isSupported
      self.makes = makes
    }
  }

  let patterns: [Form]
  /// Forms without a pattern, named for the key that tells them.
  let keyed: [Form]
}

/// One key of the format: the only place that says what it means.
struct Key: Sendable {
  enum Need: Sendable {
    case required
    /// What counts where the key isn't given.
    case fallback(ScenarioNode)
    /// A default that follows from other values, in words.
    case derived(String)
    case optional
  }

  enum Status: Sendable {
    case supported
    case later
    /// Not built yet, but may be given with the value that means "without it".
    case laterUnless(Neutral)
  }

  enum Neutral: Sendable { case zero, off, one }

  let name: String
  let kind: ValueKind
  let need: Need
  let status: Status
  let doc: String

  init(
    _ name: String, _ kind: ValueKind, _ need: Need, _ status: Status, _ doc: String
  ) {
    self.name = name
    self.kind = kind
    self.need = need
    self.status = status
    self.doc = doc
  }

  init(_ name: String, _ kind: ValueKind, _ need: Need, _ doc: String) {
    self.init(name, kind, need, .supported, doc)
  }

  /// A key of something that isn't built yet.
  static func later(_ name: String, _ kind: ValueKind, _ doc: String) -> Key {
    Key(name, kind, .optional, .later, doc)
  }
}

extension Key.Need {
  /// The usual default: a single word or quantity.
  static func `default`(_ text: String) -> Key.Need { .fallback(.text(text)) }
}

extension ValueKind {
  /// Units and an example, for the error that a value is missing or of the wrong kind.
  var inWords: String {
    switch self {
    case .time: return "a time, such as 40 ms"
    case .size: return "a size, such as 2 GiB"
    case .rate: return "a rate, such as 100 Mbit/s"
    case .share: return "a share, such as 10 %"
    case .count: return "a bare whole number"
    case .number: return "a bare number"
    case .onOff: return "true or false"
    case .text: return "text"
    case .words(let words): return words.map(\.text).joined(separator: " | ")
    case .oneOf(let kinds): return kinds.map(\.inWords).joined(separator: "; or ")
    case .list(.mapping, _), .list(.part, _): return "a list of mappings ([{…}, …])"
    case .list(.words, _): return "a list of such words"
    case .list(let member, _): return "a list, each member \(member.inWords)"
    case .tuple(let members):
      return "[" + members.map(\.inWords).joined(separator: ", ") + "]"
    case .mapping(let keys):
      return "a mapping with keys (\(keys.map(\.name).joined(separator: ", ")))"
    case .named: return "a mapping from names to what they stand for"
    case .part: return "a mapping with a pattern"
    case .anything: return "anything"
    case .later(let kind, _): return kind.inWords
    }
  }
}
