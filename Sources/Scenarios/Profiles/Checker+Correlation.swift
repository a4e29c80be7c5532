extension Checker {
  /// The correlation that a profile gives; every name in it must be one of `known`.
  mutating func correlation(_ root: Settled?, of known: [String]) -> Correlation? {
    guard let written = root?.at("residuals", "correlation"), let of = written["of"],
      let names = of.list?.compactMap({ $0?.word }), names.count == of.list?.count,
      let rows = written["rows"], let list = rows.list?.compactMap(\.self),
      list.count == rows.list?.count
    else { return nil }
    let before = problems.count
    checkNames(of, known: known)
    guard list.count == names.count else {
      add("has \(list.count) rows for \(names.count) constants in of", rows)
      return nil
    }
    var matrix: [[Double]] = []
    for (index, row) in list.enumerated() {
      guard let members = row.list, !members.contains(where: { $0?.number == nil }) else {
        return nil
      }
      let numbers = members.compactMap { $0?.number }
      guard numbers.count == index + 1 else {
        add("has \(numbers.count) members; this row of the lower triangle has \(index + 1)", row)
        continue
      }
      if numbers.last != 1 { add("must end in 1, as a constant goes with itself", row) }
      matrix.append(numbers)
    }
    guard problems.count == before else { return nil }
    let correlation = Correlation(of: names, rows: matrix)
    guard correlation.isPossible else {
      add("is impossible: no errors can go together like that", rows)
      return nil
    }
    return correlation
  }

  private mutating func checkNames(_ of: Settled, known: [String]) {
    var seen: Set<String> = []
    for member in of.list?.compactMap(\.self) ?? [] {
      guard let name = member.word else { continue }
      if !seen.insert(name).inserted {
        add("\(excerpt(name)) is named more than once", member)
      } else if !known.contains(name) {
        let meant = Suggestion.nearest(to: name, among: known).map { "; did you mean \($0)?" }
        add("\"\(excerpt(name))\" is no constant of this profile\(meant ?? "")", member)
      }
    }
  }
}

extension Correlation {
  /// Whether some errors can go together so: by Cholesky's decomposition, with room for what
  /// rounding to two decimals does.
  var isPossible: Bool {
    var factors = rows
    for row in rows.indices {
      for column in 0...row {
        var rest = rows[row][column]
        for index in 0..<column { rest -= factors[row][index] * factors[column][index] }
        if row == column {
          rest += 0.01 * Double(rows.count)
          guard rest > 0 else { return false }
          factors[row][row] = rest.squareRoot()
        } else {
          factors[row][column] = rest / factors[column][column]
        }
      }
    }
    return true
  }
}
