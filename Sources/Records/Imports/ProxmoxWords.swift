import Quantities

/// The rest of a line, read from its beginning.
struct ProxmoxWords {
  private(set) var text: Substring

  init(_ text: String) { self.text = text[...] }

  var rest: String { String(text) }

  /// Goes past a word, if it stands here.
  mutating func skip(_ word: String) -> Bool {
    guard text.hasPrefix(word) else { return false }
    text = text.dropFirst(word.count)
    return true
  }

  mutating func expect(_ word: String) throws(UnusableValue) {
    guard skip(word) else {
      throw UnusableValue("\"\(text.prefix(40))\" stands where \"\(word)\" should")
    }
  }

  /// What follows the first such word.
  func behind(_ word: String) -> ProxmoxWords? {
    guard let range = text.firstRange(of: word) else { return nil }
    var words = self
    words.text = text[range.upperBound...]
    return words
  }

  /// The digits that stand here, without a sign; a point too, if one may.
  private mutating func digits(withPoint: Bool) -> Substring {
    let digits = text.prefix { "0"..."9" ~= $0 || (withPoint && $0 == ".") }
    text = text[digits.endIndex...]
    return digits
  }

  mutating func count() throws(UnusableValue) -> Int64 {
    let place = text.prefix(40)
    guard let count = Int64(digits(withPoint: false)), count <= 1 << 53 else {
      throw UnusableValue("\"\(place)\" is not a whole number that makes sense")
    }
    return count
  }

  /// A number with or without decimals, as it stands.
  mutating func word() throws(UnusableValue) -> Substring {
    let place = text.prefix(40)
    let digits = digits(withPoint: true)
    guard digits.utf8.count <= 15, Double(digits) != nil, digits.last != "." else {
      throw UnusableValue("\"\(place)\" is not a number that makes sense")
    }
    return digits
  }

  /// "1.2 GiB", in bytes.
  mutating func size() throws(UnusableValue) -> Int64 {
    let place = text.prefix(40)
    let number = digits(withPoint: true)
    _ = skip(" ")
    let unit = text.prefix { $0.isASCII && $0.isLetter }
    text = text[unit.endIndex...]
    guard let size = try? ByteCount(parsing: "\(number) \(unit)"), size.count <= 1 << 53 else {
      throw UnusableValue("\"\(place)\" is not a size such as 1.2 GiB")
    }
    return size.count
  }

  /// "00:01:23", in seconds.
  mutating func clock() throws(UnusableValue) -> Int64 {
    let place = text.prefix(40)
    let parts = text.prefix { "0"..."9" ~= $0 || $0 == ":" }
    text = text[parts.endIndex...]
    let numbers = parts.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
    guard numbers.count == 3, let hours = numbers[0], let minutes = numbers[1],
      let seconds = numbers[2], hours < 1_000_000, minutes < 60, seconds < 60
    else { throw UnusableValue("\"\(place)\" is not a duration such as 00:01:23") }
    return hours * 3600 + minutes * 60 + seconds
  }
}

/// The time in front of a line.
enum ProxmoxTime {
  /// "2024-05-01 12:00:00 message": seconds by the calendar, and the message. nil where no time
  /// stands.
  static func split(_ line: String) -> (seconds: Int64, message: String)? {
    let bytes = Array(line.utf8.prefix(19))
    guard bytes.count == 19, bytes[4] == 45, bytes[7] == 45, bytes[10] == 32, bytes[13] == 58,
      bytes[16] == 58
    else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      guard bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int64($1 - 48) }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    let message = line.unicodeScalars.dropFirst(19).drop { $0 == " " }
    return (seconds, String(message))
  }

  /// Days of the Gregorian calendar, from a day that does not matter here. Years are taken to
  /// begin in March, so that the day that not every year has is the last one.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let months = month > 2 ? month - 3 : month + 9
    let leaps = shifted / 4 - shifted / 100 + shifted / 400
    return shifted * 365 + leaps + (months * 153 + 2) / 5 + day
  }
}
