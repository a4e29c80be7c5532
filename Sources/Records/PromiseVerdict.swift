/// Whether a prediction keeps one promise of its scenario (`expect`).
public struct PromiseVerdict: Codable, Sendable, Equatable {
  /// The promise's key: downtime, time-elapsed, outcome.
  public var promise: String
  /// As the scenario has it: "500 ms", "completed".
  public var expected: String
  /// In milliseconds, or the outcome; null where a migration that does not end has no such figure.
  public var predicted: JSONValue
  public var isHeld: Bool
  /// Whether all of the interval holds it; of an outcome, whether every offset ends so.
  public var isHeldThroughout: Bool

  public init(
    promise: String, expected: String, predicted: JSONValue, isHeld: Bool, isHeldThroughout: Bool
  ) {
    self.promise = promise
    self.expected = expected
    self.predicted = predicted
    self.isHeld = isHeld
    self.isHeldThroughout = isHeldThroughout
  }

  enum CodingKeys: String, CodingKey {
    case promise, expected, predicted
    case isHeld = "held"
    case isHeldThroughout = "held_throughout"
  }
}
