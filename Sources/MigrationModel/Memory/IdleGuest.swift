import Quantities

/// The guest's own background writes (`{pattern: idle}`).
///
/// An operating system writes again and again to the same few hundred pages, so their distinct
/// number saturates: a constant rate, or the whole set at each synchronisation, both give wrong
/// rounds. Where a load runs, its scheduling and stacks dirty some more within milliseconds.
public struct IdleGuest: WritePattern {
  public let workingSet: PageCount? = nil
  public let isLoad = false
  public let nominalRate: DataRate? = nil

  public init() {}

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    let background = context.background
    var processes: [any WriteProcess] = [
      SaturatingWrites(pages: Double(background.pages.count), time: background.time)
    ]
    if context.loaded {
      processes.append(
        SaturatingWrites(pages: Double(background.loadPages.count), time: background.loadTime))
    }
    return processes
  }
}

/// A set of pages each of which is written at random moments, `1/time` a second.
struct SaturatingWrites: WriteProcess {
  let pages: Double
  let time: Span

  func written(from earlier: Instant, to later: Instant) -> WrittenPages {
    guard time > .zero else { return .anywhere(probability: 1) }
    return .anywhere(
      probability: -Elementary.expMinusOne(-(later - earlier).seconds / time.seconds))
  }
}
