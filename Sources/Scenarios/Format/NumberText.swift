/// Bare numbers in files.
enum NumberText {
  /// 1000000000000.0 as 1000000000000, which every reader shows alike; else the fewest digits that
  /// give the number back.
  static func bare(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? String(number)
  }
}
