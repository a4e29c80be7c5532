/// How the errors of fitted constants go together.
public struct Correlation: Sendable, Equatable {
  /// The constants' paths: "host.preparation", "workloads.memcached.pages".
  public let names: [String]
  /// The lower triangle, row by row, with the diagonal: [[1], [0.2, 1], …].
  public let rows: [[Double]]

  /// `rows` is the lower triangle with its diagonal of ones; what stands to the right of it, in a
  /// full matrix, is passed over.
  public init(of names: [String], rows: [[Double]]) {
    precondition(rows.count == names.count, "\(names.count) names and \(rows.count) rows")
    self.names = names
    self.rows = rows.enumerated().map { index, row in
      precondition(row.count > index, "row \(index) has \(row.count) members")
      return Array(row[0...index])
    }
  }

  /// 1 of a constant with itself, 0 where nothing is said.
  public func between(_ first: String, _ second: String) -> Double {
    if first == second { return 1 }
    guard let one = names.firstIndex(of: first), let other = names.firstIndex(of: second) else {
      return 0
    }
    return rows[max(one, other)][min(one, other)]
  }

  /// Of these constants alone; nil where fewer than two are left.
  func keeping(_ holds: (String) -> Bool) -> Correlation? {
    let kept = names.indices.filter { holds(names[$0]) }
    guard kept.count > 1 else { return nil }
    return Correlation(
      of: kept.map { names[$0] },
      rows: kept.enumerated().map { place, row in kept[0...place].map { rows[row][$0] } })
  }
}
