/// The word that was probably meant.
enum Suggestion {
  /// The nearest of the known words, if it differs only in its spelling (case, underscores, humps
  /// as in camelCase) or by at most two letters.
  static func nearest(to word: String, among known: [String]) -> String? {
    guard word.utf8.count <= 40, !word.isEmpty else { return nil }
    let plain = hyphenated(word)
    if let same = known.first(where: { hyphenated($0) == plain }) { return same }
    let letters = Array(plain.unicodeScalars)
    var best: (word: String, distance: Int)?
    for candidate in known {
      let other = Array(hyphenated(candidate).unicodeScalars)
      let allowed = min(2, max(1, min(letters.count, other.count) / 2))
      let distance = distance(letters, other)
      if distance <= allowed, distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    return best?.word
  }

  /// "workingSet" and "working_set" as "working-set".
  private static func hyphenated(_ word: String) -> String {
    var result = ""
    var previousIsLower = false
    for character in word {
      if character == "_" || character == " " {
        result.append("-")
      } else if character.isUppercase {
        if previousIsLower { result.append("-") }
        result.append(character.lowercased())
      } else {
        result.append(character)
      }
      previousIsLower = character.isLowercase
    }
    return result
  }

  /// How many letters must be put in, left out, replaced or swapped with their neighbour.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 1...left.count {
      var current = [row]
      for column in 1...right.count {
        let differs = left[row - 1] == right[column - 1] ? 0 : 1
        var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + differs)
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
