extension Record {
  /// The whole numbers that have a property, by their names in a file.
  static var counts: [(Keys, WritableKeyPath<Record, Int64?>)] {
    [
      (.timeElapsed, \.timeElapsed), (.downtime, \.downtime), (.setupTime, \.setupTime),
      (.qemuTotalTime, \.qemuTotalTime), (.qemuDowntime, \.qemuDowntime), (.pause, \.pause),
      (.pauseNanoseconds, \.pauseNanoseconds), (.pauseGuestClock, \.pauseGuestClock),
      (.memoryTotal, \.memoryTotal),
      (.memoryProcessed, \.memoryProcessed), (.memoryConstant, \.memoryConstant),
      (.memoryNormal, \.memoryNormal), (.memoryIteration, \.memoryIteration),
      (.memoryBytesPerSecond, \.memoryBytesPerSecond), (.precopyBytes, \.precopyBytes),
      (.downtimeBytes, \.downtimeBytes), (.postcopyBytes, \.postcopyBytes),
    ]
  }

  /// The whole number of that name (libvirt's `memory_total`), with a property here or without.
  subscript(count name: String) -> Int64? {
    get {
      if let (_, path) = Record.counts.first(where: { $0.0.rawValue == name }) {
        return self[keyPath: path]
      }
      guard case .integer(let value) = others[name] else { return nil }
      return value
    }
    set {
      if let (_, path) = Record.counts.first(where: { $0.0.rawValue == name }) {
        self[keyPath: path] = newValue
      } else {
        others[name] = newValue.map(JSONValue.integer)
      }
    }
  }

  /// What a count of that name may be; milliseconds are told by their names.
  static func range(ofCount name: String) -> ClosedRange<Int64> {
    if let key = Keys(rawValue: name) { return range(of: key) }
    let field = JobInfoField.all.first { $0.name == name }
    return field?.form == .milliseconds ? range(of: .timeElapsed) : range(of: .memoryTotal)
  }
}
