import Quantities

/// TCP's first round trips: nothing is acknowledged in the first, then a window of ten segments
/// (RFC 6928) that doubles with each round trip.
struct SlowStart: PathProcess {
  private let flow: Flow
  private let largestWindow: Double
  private var window = 10.0
  private(set) var limit: PathLimit
  private(set) var nextChange: Span?
  private var roundTrips = 1

  init(flow: Flow, largestWindow: Double) {
    self.flow = flow
    self.largestWindow = largestWindow
    limit = PathLimit(rate: 0, window: 10)
    nextChange = Span(rounding: flow.roundTrip)
    if flow.roundTrip <= 0 {
      limit = PathLimit()
      nextChange = nil
    }
  }

  mutating func change() {
    limit = PathLimit(rate: window * flow.segment / flow.roundTrip, window: window)
    window *= 2
    roundTrips += 1
    if limit.window >= largestWindow, limit.rate >= flow.goodput {
      limit = PathLimit()
      nextChange = nil
    } else {
      nextChange = Span(rounding: flow.roundTrip * Double(roundTrips))
    }
  }
}
