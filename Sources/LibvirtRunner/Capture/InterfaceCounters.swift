/// What the kernel counts of network interfaces (proc_net(5), `/proc/net/dev`).
enum InterfaceCounters {
  /// Bytes that an interface has sent; nil where it isn't there.
  static func sentBytes(by interface: String, in text: String) -> Int64? {
    for line in text.split(whereSeparator: \.isNewline) {
      // "  wan0: 1000 10 0 0 0 0 0 0 2000 20 …": eight counts of what came, then of what went.
      let parts = line.split(separator: ":")
      guard parts.count == 2, parts[0].filter({ $0 != " " }) == interface else { continue }
      let counts = parts[1].split(separator: " ")
      return counts.count > 8 ? Int64(counts[8]) : nil
    }
    return nil
  }
}
