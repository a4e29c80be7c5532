/// Names that fit beside a plot: without what all of them begin with, and of a long one its end,
/// which tells runs of one campaign apart.
struct ShortNames {
  let letters: Int
  private let common: Int

  init(_ names: [String], letters: Int) {
    self.letters = letters
    let first = names.first ?? ""
    let prefix = names.dropFirst().reduce(Substring(first)) { $0.prefix(same: $1) }
    // Only whole words go, and never all of a name.
    let words = prefix.lastIndex { "-_/. ".contains($0) }.map { prefix[...$0].count } ?? 0
    common = names.count > 1 && names.allSatisfy { $0.count > words } ? words : 0
  }

  func text(_ name: String) -> String {
    ShortNames.end(of: String(name.dropFirst(common)), letters)
  }

  static func end(of name: String, _ letters: Int) -> String {
    name.count <= letters ? name : "\u{2026}" + name.suffix(letters - 1)
  }
}

extension Substring {
  fileprivate func prefix(same other: String) -> Substring {
    prefix(zip(self, other).prefix { $0 == $1 }.count)
  }
}
