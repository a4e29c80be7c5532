import Quantities

/// A pattern with a pacing of its own (`pacing:`, `cpu:`).
public struct PacedWrites: WritePattern {
  public let base: any WritePattern
  public let pacing: Pacing

  public init(_ base: any WritePattern, pacing: Pacing) {
    self.base = base
    self.pacing = pacing
  }

  public var workingSet: PageCount? { base.workingSet }
  public var nominalRate: DataRate? { base.nominalRate }
  public var isLoad: Bool { base.isLoad }

  public func processes(in context: WriteContext) -> [any WriteProcess] {
    base.processes(in: context)
  }
}
