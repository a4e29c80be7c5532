import EventKernel
import Quantities

/// One part of a workload: which pages it writes, and how fast.
///
/// A new pattern is a new type that conforms; nothing else in the model names it.
public protocol WritePattern: Sendable {
  /// The pages it keeps to; nil where it has no range of its own in the touched memory.
  var workingSet: PageCount? { get }
  /// Page writes times the page's size, a second; nil where only distinct pages are known.
  var nominalRate: DataRate? { get }
  /// True where a program runs besides the guest's own system, so that the system writes more.
  var isLoad: Bool { get }
  /// What it does when its processor is taken away for a while.
  var pacing: Pacing { get }
  /// The processes that write, each on a range of its own, in address order.
  func processes(in context: WriteContext) -> [any WriteProcess]
}

extension WritePattern {
  public var pacing: Pacing { .catchUp(needs: Pacing.need(ofWritesAt: nominalRate)) }
}

/// What a pattern may depend on besides its own numbers.
public struct WriteContext: Sendable {
  /// What the guest's system writes by itself.
  public let background: Background
  /// Whether a load runs.
  public let loaded: Bool
  /// Where in its cycle a pattern stands when the migration begins, in [0, 1); nobody can know it.
  public let phase: Double
  /// What runs the guest's instructions, and so how fast they are.
  public let accelerator: HostConstants.Accelerator

  public init(
    background: Background, loaded: Bool, phase: Double,
    accelerator: HostConstants.Accelerator = .kvm
  ) {
    self.background = background
    self.loaded = loaded
    self.phase = phase
    self.accelerator = accelerator
  }
}

/// Something that writes pages of one range, asked at each synchronisation what it wrote.
///
/// Only *distinct* pages count: a page written a hundred times is sent once.
public protocol WriteProcess: Sendable {
  /// How many pages its range has; infinite where it writes to all that no other process has.
  var pages: Double { get }
  /// Says how many those are. What it wrote then holds of each of their ranges, so it must be
  /// `.anywhere`.
  mutating func spread(over pages: Double)
  /// Whether what is written grows ever more slowly with time, as repeats make it.
  var isConcave: Bool { get }
  /// Of its pages, those that are not all zero when they are first sent; the others lie in memory
  /// that counts as untouched.
  var touchedPages: Double { get }
  /// How much of what it dirties holds nothing but zeros at an instant, and so goes as zero pages
  /// when it is sent again.
  func zeroShare(at now: Instant) -> Double
  /// When that share changes next; nil where it doesn't.
  func nextContentChange(after now: Instant) -> Instant?
  /// For how long what it does may change with the clock before it repeats, or stays as it is;
  /// zero where only the time since the last synchronisation counts.
  var settlingTime: Span { get }
  /// What was written at least once between two instants, the earlier not before the last call's
  /// later one.
  mutating func written(from earlier: Instant, to later: Instant) -> WrittenPages
  /// Makes the writes of an interval, page by page: what a page-exact memory asks.
  ///
  /// Intervals come in order of time, without gaps. Without a form of its own, each page is written
  /// with the probability that `written` gives (see `drawWrites`).
  mutating func write(
    in interval: WriteInterval, to log: inout WriteLog, random: inout RandomStream)
}

extension WriteProcess {
  public var isConcave: Bool { true }
  public var touchedPages: Double { pages }
  public var settlingTime: Span { .zero }
  public func zeroShare(at now: Instant) -> Double { 0 }
  public func nextContentChange(after now: Instant) -> Instant? { nil }
  public mutating func spread(over pages: Double) {}
}

/// The distinct pages of a range that were written in an interval.
public enum WrittenPages: Equatable, Sendable {
  /// Each page with this probability, independently of whether it is still to be sent.
  case anywhere(probability: Double)
  /// The pages from `start`, so many, going on at the range's beginning when its end is reached.
  case run(start: Double, length: Double)
}
