extension HostProfile {
  /// Whether a profile's file can hold it as a profile's or a workload's name: 1 to 200 bytes, no
  /// control characters.
  public static func canBeNamed(_ name: String) -> Bool {
    (1...200).contains(name.utf8.count)
      && name.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
  }
}
