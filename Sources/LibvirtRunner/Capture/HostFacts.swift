import Records

/// What a reader of a record must know of the machine that made it.
struct HostFacts: Sendable, Equatable {
  var kernel: String
  var processor: String
  var processors: Int

  /// Reads them off this machine; what can't be read is said to be unknown.
  static func ofThisMachine() async -> HostFacts {
    let kernel = try? await Command("uname", "-r").output()
    let listing = (try? await Command("cat", "/proc/cpuinfo").output()) ?? ""
    return HostFacts(kernel: kernel ?? "unknown", cpuinfo: listing)
  }

  /// - Parameter cpuinfo: the text of /proc/cpuinfo.
  init(kernel: String, cpuinfo: String) {
    self.kernel = kernel.filter { !$0.isNewline }
    let lines = cpuinfo.split(whereSeparator: \.isNewline)
    processors = lines.count { $0.hasPrefix("processor") }
    let model = lines.first { $0.hasPrefix("model name") }
    processor =
      model?.split(separator: ":", maxSplits: 1).last
      .map { $0.split(separator: " ").joined(separator: " ") } ?? "unknown"
  }

  var json: [String: JSONValue] {
    [
      "kernel": .string(kernel), "processor": .string(processor),
      "processors": .integer(Int64(processors)),
    ]
  }
}
