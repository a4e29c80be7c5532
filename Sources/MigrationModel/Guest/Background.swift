import Quantities

/// The pages that an operating system dirties by itself: a set that fills up with time, and, where
/// a load runs, a set that its scheduling, timers and stacks dirty within milliseconds.
public struct Background: Sendable, Equatable {
  /// Distinct pages written in the long run, and the time constant of their saturation.
  public var pages: PageCount
  public var time: Span
  /// Distinct pages that a running load dirties besides its own buffer, and their time constant.
  public var loadPages: PageCount
  public var loadTime: Span

  public init(pages: PageCount, time: Span, loadPages: PageCount, loadTime: Span) {
    self.pages = pages
    self.time = time
    self.loadPages = loadPages
    self.loadTime = loadTime
  }
}
