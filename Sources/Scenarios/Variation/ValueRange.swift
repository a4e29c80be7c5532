import MigrationModel
import Quantities

/// `{from: 10 Mbit/s, to: 10 Gbit/s, points: 31, scale: log}`.
struct ValueRange {
  static let keys: [Key] = [
    Key("from", .text, .required, "The first value."),
    Key("to", .text, .required, "The last value."),
    Key("points", .count(2...1_000_000), .required, "How many, both ends included."),
    Key(
      "scale", .words(["linear", "log"]), .default("linear"),
      "Equal steps, or equal ratios, from one value to the next."),
  ]

  private let from: Settled
  private let to: Settled
  let points: Int
  private let isLogarithmic: Bool

  /// The range of a mapping that was settled without a problem.
  init(_ settled: Settled) {
    guard let from = settled["from"], let to = settled["to"], let points = settled["points"]?.count
    else { preconditionFailure("a range without a problem lacks a key") }
    self.from = from
    self.to = to
    self.points = Int(points)
    isLogarithmic = settled["scale"]?.word == "log"
  }

  /// The values, as texts that a scenario could have; the ends are as they were written.
  ///
  /// Those between have six significant digits, in the larger end's unit.
  func values(of kinds: [ValueKind], at path: String) throws(ScenarioProblem) -> [ScenarioNode] {
    // Of several kinds (a size, or a share of memory) the one that both ends are.
    let fitting = kinds.map(\.innermost).filter(\.hasNumbers)
    if let kind = fitting.first(where: { $0.reads(from.text) && $0.reads(to.text) })
      ?? fitting.first
    {
      return try values(as: kind, path)
    }
    throw ScenarioProblem(
      "takes no numbers, so there is nothing between two values; give a list", path: path,
      at: from.place)
  }

  private func values(
    as kind: ValueKind, _ path: String
  ) throws(ScenarioProblem) -> [ScenarioNode] {
    switch kind {
    case .time: return try quantities(Span.self, path)
    case .size: return try quantities(ByteCount.self, path)
    case .rate: return try quantities(DataRate.self, path)
    case .share: return try quantities(Share.self, path)
    case .count: return try numbers(areWhole: true, path)
    default: return try numbers(areWhole: false, path)
    }
  }

  private func quantities<Amount: Quantity>(
    _ type: Amount.Type, _ path: String
  ) throws(ScenarioProblem) -> [ScenarioNode] {
    let (low, high) = (try amount(from, type), try amount(to, type))
    let unit: Unit = self.unit(of: high.count >= low.count ? to : from, type)
    let steps = try steps(
      Double(low.count) / Double(unit.scale), Double(high.count) / Double(unit.scale))
    return try nodes(steps.map { "\(sixDigits($0)) \(unit.symbol)" }, path)
  }

  private func numbers(
    areWhole: Bool, _ path: String
  ) throws(ScenarioProblem) -> [ScenarioNode] {
    let steps = try steps(try number(from), try number(to))
    return try nodes(
      steps.map { areWhole ? sixDigits($0.rounded()) : sixDigits($0) }, path)
  }

  private func nodes(
    _ between: [String], _ path: String
  ) throws(ScenarioProblem) -> [ScenarioNode] {
    let texts = [from.text] + between + [to.text]
    guard Set(texts).count == texts.count else {
      throw ScenarioProblem(
        "has fewer than \(points) different values", path: path, at: from.place)
    }
    return texts.enumerated().map { index, text in
      .text(text, at: index == points - 1 ? to.place : from.place)
    }
  }

  /// The values between the ends.
  private func steps(_ low: Double, _ high: Double) throws(ScenarioProblem) -> [Double] {
    guard low != high else {
      throw ScenarioProblem("is the same as from", path: to.path, at: to.place)
    }
    if isLogarithmic, min(low, high) <= 0 {
      let end = low <= 0 ? from : to
      throw ScenarioProblem("a logarithmic range has no 0", path: end.path, at: end.place)
    }
    let ratio = high / low
    // Powers of what is beyond are not numbers any more.
    guard !isLogarithmic || (1e-30...1e30).contains(ratio) else {
      throw ScenarioProblem(
        "is too far from the first value for equal ratios", path: to.path, at: to.place)
    }
    return (1..<(points - 1)).map { index in
      let part = Double(index) / Double(points - 1)
      return isLogarithmic
        ? low * Elementary.power(ratio, part)
        : low + (high - low) * part
    }
  }

  private func amount<Amount: Quantity>(
    _ end: Settled, _ type: Amount.Type
  ) throws(ScenarioProblem) -> Amount {
    do {
      return try Amount(parsing: end.text)
    } catch {
      throw ScenarioProblem(excerpt(error.description), path: end.path, at: end.place)
    }
  }

  private func number(_ end: Settled) throws(ScenarioProblem) -> Double {
    let value: Double
    switch ScenarioNode.Scalar(end.text).interpretation {
    case .integer(let whole): value = Double(whole)
    case .number(let number): value = number
    default:
      throw ScenarioProblem("a bare number was expected", path: end.path, at: end.place)
    }
    // Hardly a field takes others, and their digits would fit no integer.
    guard (0...1e15).contains(value) else {
      throw ScenarioProblem(
        "\(excerpt(end.text)) is not between 0 and 10^15", path: end.path, at: end.place)
    }
    return value
  }

  private func unit<Amount: Quantity>(of end: Settled, _ type: Amount.Type) -> Unit {
    let symbol = end.text.drop { $0.isNumber || $0 == "." || $0 == " " || $0 == "\t" }
    return Amount.units.first { symbol == $0.symbol } ?? Amount.units[0]
  }
}

extension ValueKind {
  /// The kind itself, where it belongs to a later feature.
  var innermost: ValueKind {
    if case .later(let kind, _) = self { return kind.innermost }
    return self
  }

  fileprivate var hasNumbers: Bool {
    switch self {
    case .count, .number: return true
    default: return !unitSymbols.isEmpty
    }
  }

  fileprivate func reads(_ text: String) -> Bool {
    switch self {
    case .time: return (try? Span(parsing: text)) != nil
    case .size: return (try? ByteCount(parsing: text)) != nil
    case .rate: return (try? DataRate(parsing: text)) != nil
    case .share: return (try? Share(parsing: text)) != nil
    default: return Double(text) != nil
    }
  }
}

/// A positive number in six significant digits, as a person would write it.
private func sixDigits(_ value: Double) -> String {
  var scale: Int64 = 1
  while scale < 1_000_000_000_000, value * Double(scale) < 100_000 { scale *= 10 }
  let scaled = Int64((value * Double(scale)).rounded())
  guard scale > 1 else { return String(scaled) }
  var digits = String(scaled % scale + scale).dropFirst()
  while digits.last == "0" { digits.removeLast() }
  return String(scaled / scale) + (digits.isEmpty ? "" : "." + digits)
}
