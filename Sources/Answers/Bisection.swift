/// The least of many values for which something holds that holds for all larger ones.
///
/// That a migration completes is a yes or a no, so there is no slope or size of an error for a
/// root finder to work with, and halving the bracket is all that can be done.
struct Bisection {
  /// Where it begins to look, and does not hold.
  let start: Int64
  /// Beyond this it is not looked for.
  let most: Int64
  /// How near the bracket's ends must be, as a share.
  var precision = 0.005

  /// The least value, or nil where it holds for none up to `most`: as people write it, so
  /// rounded up to three digits where it holds for that too. What is returned was tried.
  func least(where holds: (Int64) -> Bool) -> Int64? {
    var low = max(1, start)
    var high = low
    // Growing steps find a far bracket in few tries.
    var factor: Int64 = 2
    repeat {
      guard high < most else { return nil }
      low = high
      let (next, overflow) = high.multipliedReportingOverflow(by: factor)
      high = overflow ? most : min(most, next)
      factor *= 2
    } while !holds(high)
    while high - low > 1, Double(high - low) > precision * Double(low) {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    let rounded = Bisection.threeDigits(high)
    return rounded <= most && holds(rounded) ? rounded : high
  }

  /// Rounded up to three digits: 37 049 111 is 37 100 000.
  static func threeDigits(_ value: Int64) -> Int64 {
    var scale: Int64 = 1
    while value / scale >= 1000 { scale *= 10 }
    return (value + scale - 1) / scale * scale
  }
}
