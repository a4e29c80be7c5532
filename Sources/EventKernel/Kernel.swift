import HeapModule
import Quantities

/// A clock and a queue of events: the whole of a discrete-event simulation's machinery.
///
/// Events are values; who takes the next one decides what it means and may schedule more. The
/// kernel is synchronous and single-threaded on purpose: a task scheduler's order is not
/// repeatable.
///
/// A component that knows what it will do until the next event need not queue each step: it may
/// move the clock itself with `advance(to:)`, as long as it does not pass the `horizon`.
public struct Kernel<Event: Sendable>: Sendable {
  public private(set) var now = Instant.start
  /// The instant of the next event, or `never`.
  public private(set) var horizon = Instant.never
  public var trace = Trace()

  // Open to other modules' inlining only so that the queue is specialised to their events.
  @usableFromInline var queue = Heap<Scheduled>()
  @usableFromInline var cancelled: Set<UInt64> = []
  @usableFromInline var scheduledCount: UInt64 = 0

  @usableFromInline
  struct Scheduled: Comparable, Sendable {
    @usableFromInline let key: EventKey
    @usableFromInline let event: Event

    @inlinable
    init(key: EventKey, event: Event) {
      self.key = key
      self.event = event
    }

    @inlinable
    static func == (left: Scheduled, right: Scheduled) -> Bool { left.key == right.key }

    @inlinable
    static func < (left: Scheduled, right: Scheduled) -> Bool { left.key < right.key }
  }

  @inlinable
  public init() {}

  /// Queues an event. An instant in the past is a bug of the caller's.
  ///
  /// - Returns: what `cancel` takes.
  @inlinable
  @discardableResult
  public mutating func schedule(_ event: Event, at instant: Instant, turn: UInt8) -> Ticket {
    precondition(instant >= now, "an event was scheduled for the past")
    let key = EventKey(instant: instant, turn: turn, sequence: scheduledCount)
    scheduledCount += 1
    queue.insert(Scheduled(key: key, event: event))
    lookAhead()
    return Ticket(sequence: key.sequence)
  }

  /// Takes back an event that has not come up; one that has is left alone.
  @inlinable
  public mutating func cancel(_ ticket: Ticket) {
    guard queue.unordered.contains(where: { $0.key.sequence == ticket.sequence }) else { return }
    cancelled.insert(ticket.sequence)
    lookAhead()
  }

  /// Takes the next event and moves the clock to it; nil when none is left.
  @inlinable
  public mutating func next() -> Event? {
    guard let scheduled = queue.popMin() else { return nil }
    setNow(scheduled.key.instant)
    lookAhead()
    return scheduled.event
  }

  /// Moves the clock on, no further than the horizon.
  @inlinable
  public mutating func advance(to instant: Instant) {
    precondition(instant >= now, "the clock can't go back")
    precondition(instant <= horizon, "an event is due before")
    setNow(instant)
  }

  /// Drops cancelled events off the top, so that the horizon is a real one.
  @inlinable
  mutating func lookAhead() {
    while !cancelled.isEmpty, let first = queue.min,
      cancelled.remove(first.key.sequence) != nil
    {
      queue.removeMin()
    }
    setHorizon(queue.min?.key.instant ?? .never)
  }

  @usableFromInline
  mutating func setNow(_ instant: Instant) { now = instant }

  @usableFromInline
  mutating func setHorizon(_ instant: Instant) { horizon = instant }
}

/// Names one scheduled event, to cancel it.
public struct Ticket: Hashable, Sendable {
  @usableFromInline let sequence: UInt64

  @inlinable
  init(sequence: UInt64) { self.sequence = sequence }
}
