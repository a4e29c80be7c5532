import Quantities

/// Patterns one after another, and again from the first (`{pattern: phases}`).
///
/// Each has a range of its own, so what one phase left dirty is not touched by the next. A phase
/// without a pattern is quiet. A pattern's own clock runs in its phases only: a sequential writer
/// goes on where its last phase ended. Which phase the migration begins in nobody knows; the
/// offset's `phase` says.
public struct PhasedWrites: WritePattern {
  public struct Part: Sendable {
    public let duration: Span
    /// nil where nothing is written.
    public let pattern: (any WritePattern)?

    public init(for duration: Span, _ pattern: (any WritePattern)?) {
      self.duration = duration
      self.pattern = pattern
    }
  }

  public let parts: [Part]

  /// One part at least must last.
  public init(_ parts: [Part]) { self.parts = parts }

  private var patterns: [any WritePattern] { parts.compactMap(\.pattern) }

  /// All ranges together; nil where one part has no range of its own.
  public var workingSet: PageCount? {
    patterns.reduce(PageCount(0) as PageCount?) { sum, pattern in
      sum.flatMap { sum in pattern.workingSet.map { sum + $0 } }
    }
  }
  public var nominalRate: DataRate? { nil }
  public var isLoad: Bool { patterns.contains { $0.isLoad } }

  /// As much processor time as the neediest part wants, by that part's kind.
  public var pacing: Pacing {
    patterns.map(\.pacing).max { $0.needs < $1.needs } ?? .catchUp(needs: .zero)
  }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    let length = parts.reduce(0) { $0 + $1.duration.seconds }
    return parts.indices.flatMap { index -> [any WriteProcess] in
      guard let pattern = parts[index].pattern else { return [] }
      let phases = parts.indices.map {
        PhaseCycle.Phase(seconds: parts[$0].duration.seconds, works: $0 == index)
      }
      let cycle = PhaseCycle(phases, start: context.phase * length)
      return pattern.processes(in: context).map { PhasedProcess($0, in: cycle) }
    }
  }
}
