import Quantities

/// TCP's first round trips: nothing is acknowledged in the first, then a window of ten segments
/// (RFC 6928) that doubles with each round trip.
struct SlowStart: PathProcess {
  private let largestWindow: Double
  private var window: Double
  private(set) var limit: PathLimit
  private(set) var nextChange: Span?

  /// `start`: when the first window goes out; `window`: how many segments it has.
  init(
    flow: Flow, largestWindow: Double, window: Double = SlowStart.initialWindow, start: Span = .zero
  ) {
    self.largestWindow = largestWindow
    self.window = window
    limit = PathLimit(rate: 0, window: window)
    nextChange = start + Span(rounding: flow.roundTrip)
    if flow.roundTrip <= 0 {
      limit = PathLimit()
      nextChange = nil
    }
  }

  /// RFC 6928.
  static let initialWindow = 10.0

  mutating func change(on flow: Flow) {
    limit = PathLimit(rate: window * flow.segment / flow.roundTrip, window: window)
    window *= 2
    if limit.window >= largestWindow, limit.rate >= flow.goodput {
      limit = PathLimit()
      nextChange = nil
    } else {
      nextChange = (nextChange ?? .zero) + Span(rounding: flow.roundTrip)
    }
  }
}
