import EventKernel

/// Damages texts at random: the same seed and number give the same text everywhere.
struct Mutator {
  let originals: [String]
  let seed: UInt64

  /// Mutant `number`, made by one to three changes.
  func mutant(_ number: Int) -> String {
    var dice = Dice(
      stream: RandomStream(seed: seed, replication: UInt64(number), component: "mutant"))
    return Mutator.mutate(dice.pick(originals), with: &dice)
  }

  struct Dice {
    var stream: RandomStream

    mutating func below(_ limit: Int) -> Int { Int(stream.below(UInt64(max(1, limit)))) }
    mutating func pick<Member>(_ members: [Member]) -> Member { members[below(members.count)] }
  }

  static let tokens = [
    "0", "-1", "99999999999999999999", "1e309", "NaN", "null", "~", "true", "[]", "{}",
    "[[1 s, 2]]", "{pattern: idle}", "40", "40 ms", "2 GiB", "100 %", "37 Mbit/s", "\"\"", "'x",
    "&a", "*a", "!t", "| ", "> ", "? ", "- ", ": ", "#", "\t", "\u{0}", "\u{FEFF}", "é", "\u{2028}",
    "%", "@", "`", "<<", "---\n", "...\n", "pattern", "working-set", "9223372036854775807 ns",
    "64 TiB", "0.0000001 %", "curve", "hot-cold", "points", "host", "source", "vxlan", "qemu 7.2",
    "method", "unlimited", "[vxlan, stt]", "[wireguard, vxlan]", "ipsec-gcm", "v6", "inner-mtu",
    "68", "65535", "1500", "1 kbit/s", "10 Tbit/s", "1 h", "1 ns",
  ]

  static func mutate(_ text: String, with dice: inout Dice) -> String {
    var lines = Mutator.lines(of: text)
    for _ in 0...dice.below(3) {
      change(&lines, with: &dice)
      if lines.isEmpty { lines = [""] }
    }
    return lines.joined(separator: "\n")
  }

  private static func change(_ lines: inout [String], with dice: inout Dice) {
    let line = dice.below(lines.count)
    switch dice.below(10) {
    case 0: lines.remove(at: line)
    case 1: lines.insert(lines[line], at: dice.below(lines.count))
    case 2: lines.swapAt(line, dice.below(lines.count))
    case 3: lines[line] = String(repeating: " ", count: dice.below(5)) + lines[line]
    case 4: lines[line] = "  " + dice.pick(tokens) + ": " + dice.pick(tokens)
    case 5: lines[line] = replacingWord(in: lines[line], with: &dice)
    case 6:
      lines[line] =
        dice.below(3) == 0
        ? replacingValue(in: lines[line], with: &dice)
        : replacingDigit(in: lines[line], with: &dice)
    case 7:
      let piece = dice.pick(["[", "{a: ", "- ", "? "])
      lines[line] += " " + String(repeating: piece, count: dice.below(300))
    case 8: lines = flippingBits(of: lines, with: &dice)
    default:
      let whole = lines.joined(separator: "\n")
      lines = Mutator.lines(of: String(whole.prefix(dice.below(whole.count))))
    }
  }

  private static func replacingWord(in line: String, with dice: inout Dice) -> String {
    var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    words[dice.below(words.count)] = dice.pick(tokens)
    return words.joined(separator: " ")
  }

  /// Other numbers, so that more mutants are still scenarios, and odd ones.
  private static func replacingDigit(in line: String, with dice: inout Dice) -> String {
    var characters = Array(line)
    let digits = characters.indices.filter { characters[$0].isNumber }
    guard !digits.isEmpty else { return line }
    characters[dice.pick(digits)] = dice.pick(["0", "1", "2", "5", "9", "."])
    return String(characters)
  }

  /// All that stands after a key.
  private static func replacingValue(in line: String, with dice: inout Dice) -> String {
    guard let colon = line.firstIndex(of: ":") else { return line }
    return line[...colon] + " " + dice.pick(tokens)
  }

  private static func flippingBits(of lines: [String], with dice: inout Dice) -> [String] {
    var bytes = Array(lines.joined(separator: "\n").utf8)
    for _ in 0...dice.below(4) where !bytes.isEmpty {
      bytes[dice.below(bytes.count)] ^= UInt8(1 << dice.below(8))
    }
    return Mutator.lines(of: String(decoding: bytes, as: UTF8.self))
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
