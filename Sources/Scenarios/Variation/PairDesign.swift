import EventKernel

/// Few rows that hold every pair of levels of every two axes at least once.
///
/// The smallest such set is hard to find, so rows are made greedily, several times with other
/// draws, and the smallest set counts (after AETG: Cohen, Dalal, Fredman and Patton, IEEE TSE
/// 23(7), 1997, doi:10.1109/32.605761). The draws' seed is fixed: equal axes give equal rows.
enum PairDesign {
  /// Rows of level indices, one per axis, in ascending order.
  static func rows(levels: [Int]) -> [[Int]] {
    guard levels.count > 1 else { return Variation.grid(levels) }
    let pairs = Pairs(levels: levels).left
    // Large designs get fewer attempts; the time stays about the same.
    let attempts = max(1, min(200, 400_000 / (pairs * levels.count)))
    var stream = RandomStream(seed: 1, component: "pairs")
    // The two longest axes need so many rows by themselves.
    let least = levels.sorted().suffix(2).reduce(1, *)
    var best: [[Int]]?
    for _ in 0..<attempts where best?.count != least {
      let found = withoutSpare(attempt(levels, &stream), levels)
      if found.count < best?.count ?? .max { best = found }
    }
    return (best ?? []).sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func attempt(_ levels: [Int], _ stream: inout RandomStream) -> [[Int]] {
    var pairs = Pairs(levels: levels)
    var rows: [[Int]] = []
    while pairs.left > 0 {
      var best: (row: [Int], gain: Int)?
      for _ in 0..<20 {
        let candidate = pairs.row(&stream)
        if candidate.gain > best?.gain ?? 0 { best = candidate }
      }
      // Every candidate starts from an open pair, so each gains.
      guard let row = best?.row else { break }
      pairs.cover(row)
      rows.append(row)
    }
    return rows
  }

  /// A late row may have made an earlier one spare: each of its pairs is in another row too.
  private static func withoutSpare(_ rows: [[Int]], _ levels: [Int]) -> [[Int]] {
    var counts = PairCounts(levels: levels)
    for row in rows { counts.add(row, 1) }
    return rows.filter { row in
      guard counts.least(in: row) > 1 else { return true }
      counts.add(row, -1)
      return false
    }
  }
}

/// In how many rows each pair of levels is.
private struct PairCounts {
  private let levels: [Int]
  /// Of each two axes, one count a pair of levels.
  private var counts: [[Int]]

  init(levels: [Int]) {
    self.levels = levels
    counts = levels.indices.flatMap { first in
      levels.indices.map { second in
        Array(repeating: 0, count: first < second ? levels[first] * levels[second] : 0)
      }
    }
  }

  mutating func add(_ row: [Int], _ change: Int) {
    for first in row.indices {
      for second in row.indices where first < second {
        counts[first * levels.count + second][row[first] * levels[second] + row[second]] += change
      }
    }
  }

  func least(in row: [Int]) -> Int {
    var least = Int.max
    for first in row.indices {
      for second in row.indices where first < second {
        let cell = row[first] * levels[second] + row[second]
        least = min(least, counts[first * levels.count + second][cell])
      }
    }
    return least
  }
}

/// Which pairs of levels no row holds yet.
private struct Pairs {
  let levels: [Int]
  /// Of each two axes, one flag a pair of levels.
  private var isOpen: [[Bool]]
  /// Of each two axes, how many are open.
  private var open: [Int]
  private(set) var left: Int

  init(levels: [Int]) {
    self.levels = levels
    isOpen = []
    open = []
    left = 0
    for first in levels.indices {
      for second in levels.indices {
        let count = first < second ? levels[first] * levels[second] : 0
        isOpen.append(Array(repeating: true, count: count))
        open.append(count)
        left += count
      }
    }
  }

  private func isOpen(_ a: Int, _ x: Int, _ b: Int, _ y: Int) -> Bool {
    a < b
      ? isOpen[a * levels.count + b][x * levels[b] + y]
      : isOpen[b * levels.count + a][y * levels[a] + x]
  }

  mutating func cover(_ row: [Int]) {
    for first in row.indices {
      for second in row.indices where first < second {
        let table = first * levels.count + second
        let cell = row[first] * levels[second] + row[second]
        if isOpen[table][cell] {
          isOpen[table][cell] = false
          open[table] -= 1
          left -= 1
        }
      }
    }
  }

  /// A row that starts from an open pair and takes, axis by axis in a drawn order, the level with
  /// most open pairs; and how many it would cover.
  func row(_ stream: inout RandomStream) -> (row: [Int], gain: Int) {
    let start = openPair(Int(stream.below(UInt64(left))))
    var row: [Int?] = Array(repeating: nil, count: levels.count)
    row[start.a] = start.x
    row[start.b] = start.y
    var gain = 1
    var order = levels.indices.filter { row[$0] == nil }
    stream.shuffle(&order)
    for axis in order {
      let gains = (0..<levels[axis]).map { level in
        row.indices.reduce(0) { sum, other in
          guard let chosen = row[other] else { return sum }
          return sum + (isOpen(axis, level, other, chosen) ? 1 : 0)
        }
      }
      let most = gains.max() ?? 0
      let equal = gains.indices.filter { gains[$0] == most }
      row[axis] = equal[Int(stream.below(UInt64(equal.count)))]
      gain += most
    }
    return (row.map { $0 ?? 0 }, gain)
  }

  private func openPair(_ number: Int) -> (a: Int, x: Int, b: Int, y: Int) {
    var skip = number
    for (table, cells) in isOpen.enumerated() {
      guard skip < open[table] else {
        skip -= open[table]
        continue
      }
      for (cell, isOpen) in cells.enumerated() where isOpen {
        if skip == 0 {
          let second = table % levels.count
          return (table / levels.count, cell / levels[second], second, cell % levels[second])
        }
        skip -= 1
      }
    }
    preconditionFailure("fewer pairs are open than were counted")
  }
}
