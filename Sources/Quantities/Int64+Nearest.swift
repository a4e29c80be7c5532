extension Int64 {
  /// The nearest whole number, halves away from zero: what `rounded()` gives, without a call of the
  /// C library, which costs more than a step of the simulation.
  @inlinable
  @inline(__always)
  public init(nearest value: Double) {
    let whole = Int64(value)
    let rest = value - Double(whole)
    self = rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
  }
}
