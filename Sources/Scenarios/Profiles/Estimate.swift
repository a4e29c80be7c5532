/// Where a constant comes from, and how sure it is.
public struct Provenance: Sendable, Equatable {
  public enum Origin: String, Sendable, CaseIterable {
    case fit, measured, assumed, source
  }

  /// Standard error of the value, in the value's own SI unit: seconds, bytes, shares (0.01 is
  /// 1 %), pages. An interval takes the constant for value ± error.
  public var error: Double?
  public var origin: Origin?
  /// What it stands for.
  public var meaning: String?
  /// Where it is documented.
  public var reference: String?

  public init(
    error: Double? = nil, origin: Origin? = nil, meaning: String? = nil, reference: String? = nil
  ) {
    self.error = error
    self.origin = origin
    self.meaning = meaning
    self.reference = reference
  }
}

/// A value with its provenance.
public struct Estimate<Value: Sendable & Equatable>: Sendable, Equatable {
  public var value: Value
  public var provenance: Provenance

  public init(_ value: Value, _ provenance: Provenance = Provenance()) {
    self.value = value
    self.provenance = provenance
  }

  public init(_ value: Value, error: Double?, origin: Provenance.Origin? = nil) {
    self.init(value, Provenance(error: error, origin: origin))
  }
}
