import Quantities

/// The order in which a person expects groups: amounts from small to large, words as they come.
enum GroupOrder {
  static func sorted(_ values: [String]) -> [String] {
    for reading in readings {
      let amounts = values.map { reading($0) }
      // One that has no such field ("-") goes last.
      guard zip(values, amounts).allSatisfy({ $1 != nil || $0 == "-" }) else { continue }
      return zip(values, amounts).enumerated()
        .sorted { ($0.element.1 ?? .max, $0.offset) < ($1.element.1 ?? .max, $1.offset) }
        .map(\.element.0)
    }
    return values
  }

  private static let readings: [@Sendable (String) -> Int64?] = [
    { Int64($0) },
    { try? Span(parsing: $0).count }, { try? DataRate(parsing: $0).count },
    { try? ByteCount(parsing: $0).count }, { try? Share(parsing: $0).count },
  ]
}
