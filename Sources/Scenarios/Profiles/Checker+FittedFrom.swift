import Quantities

extension Checker {
  /// What constants were fitted on; ranges that aren't given are the parent's.
  mutating func fittedFrom(_ written: Settled?, parent: FittedRange? = nil) -> FittedFrom? {
    let range = range(written?["range"], parent: parent)
    let fitted = FittedFrom(
      records: written?["records"]?.count.map(Int.init), digest: written?["digest"]?.word,
      range: range, note: written?["note"]?.word)
    return fitted == FittedFrom() ? nil : fitted
  }

  private mutating func range(_ written: Settled?, parent: FittedRange?) -> FittedRange {
    var range = parent ?? FittedRange()
    if let old = written?["memory"], written?["vm.memory"] != nil {
      add("is given besides vm.memory, which is the same; keep one", old)
    }
    let memory = written?["vm.memory"] ?? written?["memory"]
    if let memory = pair(memory, \.size) { range.memory = memory }
    if let roundTrip = pair(written?["path.rtt"], \.time) { range.roundTrip = roundTrip }
    if let bandwidth = pair(written?["path.bandwidth"], \.rate) { range.bandwidth = bandwidth }
    return range
  }

  private mutating func pair<Amount: Quantity>(
    _ settled: Settled?, _ read: (Settled) -> Amount?
  ) -> ClosedRange<Amount>? {
    guard let settled, let list = settled.list, list.count == 2, let first = list[0].flatMap(read),
      let last = list[1].flatMap(read)
    else { return nil }
    guard first <= last else {
      add("the first is more than the second; write [least, most]", settled)
      return nil
    }
    return first...last
  }
}
