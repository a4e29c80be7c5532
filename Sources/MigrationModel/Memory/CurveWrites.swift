import Quantities

/// Distinct pages as a measured function of the time since the last synchronisation
/// (`{pattern: curve}`): what a dirty-page tracker sees of a workload whose writes nobody knows.
public struct CurveWrites: WritePattern {
  public enum Curve: Sendable, Equatable {
    /// `pages · t^exponent`, t in seconds.
    case power(pages: Double, exponent: Double)
    /// Straight lines from the origin through these points, and level beyond the last.
    case points([Point])
  }

  public struct Point: Sendable, Equatable {
    public let after: Span
    public let pages: Double

    public init(after: Span, pages: Double) {
      self.after = after
      self.pages = pages
    }
  }

  public let workingSet: PageCount?
  public let curve: Curve
  public let isLoad = true
  public let nominalRate: DataRate? = nil

  /// Without a working set it may write to any page that is touched and no other part's, wherever
  /// such pages lie: a tracker sees the whole guest.
  public init(workingSet: PageCount?, curve: Curve) {
    self.workingSet = workingSet
    self.curve = curve
  }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    [TrackedWrites(pages: workingSet.map { Double($0.count) } ?? .infinity, curve: curve)]
  }
}

/// Writes of which only the count of distinct pages is known; where they fall is taken as random.
struct TrackedWrites: WriteProcess {
  private(set) var pages: Double
  let curve: CurveWrites.Curve

  var isConcave: Bool { curve.isConcave }

  mutating func spread(over pages: Double) { self.pages = pages }

  func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    guard pages > 0 else { return .anywhere(probability: 0) }
    let distinct = curve.pages(after: later - earlier)
    return .anywhere(probability: min(1, distinct / pages))
  }
}

extension CurveWrites.Curve {
  var isConcave: Bool {
    switch self {
    case .power(_, let exponent): return exponent <= 1
    case .points(let points):
      let slopes = zip([CurveWrites.Point(after: .zero, pages: 0)] + points, points).map {
        ($1.pages - $0.pages) / ($1.after - $0.after).seconds
      }
      return zip(slopes, slopes.dropFirst()).allSatisfy { $0 >= $1 }
    }
  }

  /// Distinct pages written in so long a time.
  public func pages(after time: Span) -> Double {
    switch self {
    case .power(let pages, let exponent):
      return time <= .zero ? 0 : pages * Elementary.power(time.seconds, exponent)
    case .points(let points):
      var before = CurveWrites.Point(after: .zero, pages: 0)
      for point in points {
        if time <= point.after {
          let share = (time - before.after).seconds / (point.after - before.after).seconds
          return before.pages + (point.pages - before.pages) * share
        }
        before = point
      }
      return before.pages
    }
  }
}
