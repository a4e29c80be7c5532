import Quantities

/// Writes to pages whose popularity falls with their rank (`{pattern: zipf}`).
///
/// The page of rank k gets a share of the writes in proportion to k^−s. Ranks lie in memory in
/// their order, the most popular page first.
public struct ZipfWrites: WritePattern {
  public let workingSet: PageCount?
  public let rate: DataRate
  public let exponent: Double
  public let isLoad = true
  public var nominalRate: DataRate? { rate }

  /// What benchmarks of key-value stores use (YCSB).
  public static let usualExponent = 0.99

  /// `rate` counts page writes times the page's size, repeats included; 0 as `exponent` is uniform.
  public init(
    workingSet: PageCount, rate: DataRate, exponent: Double = ZipfWrites.usualExponent
  ) {
    self.workingSet = workingSet
    self.rate = rate
    self.exponent = exponent
  }

  /// One for each bin of ranks of about the same popularity.
  public func processes(in context: WriteContext) -> [any WriteProcess] {
    let bins = bins
    let whole = bins.reduce(0) { $0 + $1.weight }
    return bins.map { bin in
      RandomWrites(
        pages: bin.pages, writesPerSecond: rate.pagesPerSecond * bin.weight / whole)
    }
  }
}

extension ZipfWrites {
  struct Bin {
    var pages: Double
    /// Sum of k^−s over its ranks.
    var weight: Double
  }

  /// Bins grow by a third of their rank. In each, popularity differs by so little that what the
  /// bend of 1 − e^(−x) makes of it stays below two thousandths of the distinct pages for
  /// exponents up to 1.
  var bins: [Bin] {
    let pages = workingSet?.count ?? 0
    var bins: [Bin] = []
    var first: Int64 = 1
    while first <= pages {
      let last = min(pages, max(first, first + first / width - 1))
      bins.append(Bin(pages: Double(last - first + 1), weight: weight(from: first, to: last)))
      first = last + 1
    }
    return bins
  }

  /// Of a bin's first rank: steeper laws have narrower bins.
  private var width: Int64 { max(3, Int64((3 * exponent).rounded(.up))) }

  /// Sum of k^−s from one rank to another: exact for few, else the integral from half a rank before
  /// the first to half a rank behind the last.
  private func weight(from first: Int64, to last: Int64) -> Double {
    if last - first < 32 {
      return (first...last).reduce(0) { $0 + Elementary.power(Double($1), -exponent) }
    }
    let (low, high) = (Double(first) - 0.5, Double(last) + 0.5)
    let rest = 1 - exponent
    let ratio = Elementary.log(high / low)
    // (high^rest − low^rest) / rest, which is the logarithm of the ratio where rest is 0.
    let growth = rest * ratio
    let mean = growth.magnitude < 1e-12 ? 1 : Elementary.expMinusOne(growth) / growth
    return Elementary.power(low, rest) * ratio * mean
  }
}
