import Quantities

/// Exponential, logarithm and power from additions and multiplications alone.
///
/// The C library's may differ in the last bit from one processor to the next, and a last bit can
/// move an event. These give the same bits wherever IEEE 754 doubles are added and multiplied.
/// Over the model's range, exp and log are right to a few units in the last place, and power to
/// what its exponent makes of them.
public enum Elementary {
  static let ln2High = 6.93147180369123816490e-01
  static let ln2Low = 1.90821492927058770002e-10

  /// e^x − 1, exact near 0; −1 below −38, infinite above 709.
  public static func expMinusOne(_ x: Double) -> Double {
    // There e^x is less than half of what a double next to 1 can show.
    if x < -38 { return -1 }
    if x > 709 { return .infinity }
    if x.magnitude < 0.35 { return series(x) }
    return exp(x) - 1
  }

  /// e^x; 0 below −745, infinite above 709.
  public static func exp(_ x: Double) -> Double {
    if x < -745 { return 0 }
    if x > 709 { return .infinity }
    let whole = Int64(nearest: x / (ln2High + ln2Low))
    let k = Double(whole)
    let reduced = (x - k * ln2High) - k * ln2Low
    let result = series(reduced) + 1
    // Two steps, since 2^k itself may lie below the smallest normal number.
    let half = whole / 2
    return result * scale(half) * scale(whole - half)
  }

  /// Natural logarithm of a positive number.
  public static func log(_ x: Double) -> Double {
    precondition(x > 0, "the logarithm of \(x) was asked for")
    var mantissa = x.significand
    var exponent = Double(x.exponent)
    if mantissa > 1.4142135623730951 {
      mantissa /= 2
      exponent += 1
    }
    let t = (mantissa - 1) / (mantissa + 1)
    let square = t * t
    var sum = 0.0
    for odd in stride(from: 25.0, through: 3.0, by: -2.0) { sum = (sum + 1 / odd) * square }
    return exponent * ln2High + (2 * t * (1 + sum) + exponent * ln2Low)
  }

  /// `base` to the power of `exponent`, for a base that is not negative.
  public static func power(_ base: Double, _ exponent: Double) -> Double {
    if base == 0 { return exponent == 0 ? 1 : 0 }
    return exp(exponent * log(base))
  }

  /// e^x − 1 by its power series, for |x| below 0.36, from the smallest term on.
  private static func series(_ x: Double) -> Double {
    var sum = 1.0 / 20922789888000
    sum = sum * x + 1.0 / 1307674368000
    sum = sum * x + 1.0 / 87178291200
    sum = sum * x + 1.0 / 6227020800
    sum = sum * x + 1.0 / 479001600
    sum = sum * x + 1.0 / 39916800
    sum = sum * x + 1.0 / 3628800
    sum = sum * x + 1.0 / 362880
    sum = sum * x + 1.0 / 40320
    sum = sum * x + 1.0 / 5040
    sum = sum * x + 1.0 / 720
    sum = sum * x + 1.0 / 120
    sum = sum * x + 1.0 / 24
    sum = sum * x + 1.0 / 6
    sum = sum * x + 1.0 / 2
    sum = sum * x + 1.0 / 1
    return sum * x
  }

  /// 2 to the power of an exponent between −1022 and 1023.
  private static func scale(_ exponent: Int64) -> Double {
    Double(bitPattern: UInt64(1023 + exponent) << 52)
  }
}
