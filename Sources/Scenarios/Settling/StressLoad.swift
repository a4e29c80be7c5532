import MigrationModel
import Quantities

/// What stress-ng's options say, of those that the model knows.
struct StressLoad: Sendable, Equatable {
  enum Size: Sendable, Equatable {
    case bytes(ByteCount)
    /// Of the memory that is free when it starts.
    case share(Share)
  }

  /// Workers of the vm stressor; nil without it. 0 is one for each vCPU, as with cpu's.
  var memoryWorkers: Int?
  /// All workers' buffers together; stress-ng's default.
  var buffer = Size.bytes(ByteCount(256 << 20))
  var hang = Span.zero
  var keepsBuffer = false
  var method: String?
  var processorWorkers: Int?
  var processorLoad = Share.one
  /// How long it runs; nil is for ever.
  var timeout: Span?
  var runningFor: Span

  /// Options of stress-ng that would need more than the model has.
  static let later = ["--vm-ops", "--cpu-ops"]
  /// What runs it before the migration, where nothing is said.
  static let usualLead = Span.seconds(13)

  /// - Parameter arguments: as `StressOptions` tells them apart.
  init(_ arguments: [String], runningFor: Span?) throws(StressOptions.Problem) {
    self.runningFor = runningFor ?? StressLoad.usualLead
    var rest = arguments[...]
    while let option = rest.popFirst() {
      let takesValue = StressOptions.known[option]?.takesValue ?? false
      try take(option, takesValue ? rest.popFirst() ?? "" : "")
    }
  }

  private mutating func take(_ option: String, _ value: String) throws(StressOptions.Problem) {
    switch option {
    // Each has a schedule of its own, and a prediction follows them all.
    case "--vm": memoryWorkers = try StressLoad.count(value, option, upTo: 64)
    case "--cpu": processorWorkers = try StressLoad.count(value, option, upTo: 4096)
    case "--cpu-load":
      processorLoad = .percent(Int64(try StressLoad.count(value, option, upTo: 100)))
    case "--vm-bytes": buffer = try StressLoad.size(value, option)
    case "--vm-hang":
      // 0 is for ever.
      let seconds = try StressLoad.count(value, option, upTo: 3600)
      hang = .seconds(seconds == 0 ? 30 * 86_400 : Int64(seconds))
    case "--vm-keep": keepsBuffer = true
    case "--vm-method": method = try StressLoad.method(value, option)
    case "--timeout": timeout = try StressLoad.time(value, option)
    // How processors compute, what the kernel is advised, and draws change no page count.
    default: break
    }
  }

  private static func count(
    _ text: String, _ option: String, upTo most: Int
  ) throws(StressOptions.Problem) -> Int {
    guard let count = Int(text), (0...most).contains(count) else {
      throw StressOptions.Problem(
        description: "\(option) \(excerpt(text)): a whole number up to \(most) was expected")
    }
    return count
  }

  private static func method(
    _ text: String, _ option: String
  ) throws(StressOptions.Problem) -> String? {
    if text == "all" { return nil }
    let known = StressedMemory.methods
    guard !known.contains(text) else { return text }
    let meant = Suggestion.nearest(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
    throw StressOptions.Problem(
      description: "\(option) \(excerpt(text)) is no method that is known here\(meant)")
  }

  /// A number with an optional letter: "256m", "1G".
  private static func scaled(_ text: String, by units: [Character: Double]) -> Double? {
    guard let last = text.last?.lowercased().first else { return nil }
    let number = last.isNumber ? text[...] : text.dropLast()
    guard let scale = last.isNumber ? 1 : units[last], let value = Double(number), value >= 0 else {
      return nil
    }
    return value * scale
  }

  private static func size(
    _ text: String, _ option: String
  ) throws(StressOptions.Problem) -> Size {
    if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
      return .share(Share(count: Int64((percent * 1e7).rounded())))
    }
    let units: [Character: Double] = [
      "b": 1, "k": 1024, "m": 1_048_576, "g": 1_073_741_824, "t": 1_099_511_627_776,
    ]
    guard let bytes = scaled(text, by: units), (4096...(64 * 1_099_511_627_776)).contains(bytes)
    else {
      throw StressOptions.Problem(
        description: "\(option) \(excerpt(text)): a size such as 256m, or a share such as 80%, "
          + "was expected")
    }
    return .bytes(ByteCount(Int64(bytes)))
  }

  private static func time(
    _ text: String, _ option: String
  ) throws(StressOptions.Problem) -> Span? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "y": 31_556_926]
    guard let seconds = scaled(text, by: units), seconds <= 1e9 else {
      throw StressOptions.Problem(
        description: "\(option) \(excerpt(text)): a time such as 60 or 5m was expected")
    }
    // 0 is for ever.
    return seconds == 0 ? nil : Span(rounding: seconds)
  }
}
