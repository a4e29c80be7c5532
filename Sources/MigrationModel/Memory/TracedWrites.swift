import Quantities

/// Uniform writes whose rate changes as it was recorded (`{pattern: trace}`).
///
/// A rate holds until the next one. Before the first there are no writes, and the last stays. The
/// record's clock begins when the migration is asked for.
public struct TracedWrites: WritePattern {
  public struct Point: Sendable, Equatable {
    public let from: Span
    public let rate: DataRate

    public init(from: Span, rate: DataRate) {
      self.from = from
      self.rate = rate
    }
  }

  public let workingSet: PageCount?
  public let points: [Point]
  public let isLoad = true
  /// The highest: what a processor must bear.
  public var nominalRate: DataRate? { points.map(\.rate).max() }

  /// The points' times must increase.
  public init(workingSet: PageCount, points: [Point]) {
    self.workingSet = workingSet
    self.points = points
  }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    [RatedWrites(pages: Double(workingSet?.count ?? 0), points: points)]
  }
}

/// Random writes of which the number by each instant is known.
struct RatedWrites: WriteProcess {
  let pages: Double
  private let begins: [Double]
  private let writesPerSecond: [Double]
  /// Writes made by each beginning.
  private let made: [Double]

  let isConcave = false
  var settlingTime: Span { Span(rounding: begins.last ?? 0) }

  init(pages: Double, points: [TracedWrites.Point]) {
    self.pages = pages
    begins = points.map(\.from.seconds)
    writesPerSecond = points.map(\.rate.pagesPerSecond)
    var made: [Double] = []
    for index in points.indices {
      guard index > 0 else {
        made.append(0)
        continue
      }
      let seconds = begins[index] - begins[index - 1]
      made.append(made[index - 1] + writesPerSecond[index - 1] * seconds)
    }
    self.made = made
  }

  func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    guard pages > 0 else { return .anywhere(probability: 0) }
    let writes = writes(by: later) - writes(by: earlier)
    return .anywhere(probability: -Elementary.expMinusOne(-writes / pages))
  }

  /// The rate's integral.
  func writes(by now: Instant) -> Double {
    let time = now.seconds
    guard let first = begins.first, time > first else { return 0 }
    var (low, high) = (0, begins.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if begins[middle] <= time { low = middle } else { high = middle }
    }
    return made[low] + writesPerSecond[low] * (time - begins[low])
  }
}
