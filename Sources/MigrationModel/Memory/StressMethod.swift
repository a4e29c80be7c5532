/// One of the methods by which stress-ng's vm stressor fills its buffer, in the order in which
/// `--vm-method all` takes them (`vm_methods`, stress-vm.c of stress-ng 0.15.06).
struct StressMethod: Sendable {
  let name: String
  /// Seconds for each MiB of the buffer.
  let secondsPerMebibyte: Double
  /// How far from that one call may be, as a share of it: what calls differed by in one guest.
  let scatter: Double
  /// Whether it first fills the fresh pages with zeros and then leaves them alone for a while.
  let beginsWithZeros: Bool

  private init(_ name: String, _ seconds: Double, beginsWithZeros: Bool = false) {
    self.name = name
    // Measured without a whole machine around it; in the published lab all took so much longer.
    secondsPerMebibyte = seconds * 1.27
    scatter = name.hasPrefix("prime-") ? 0.4 : StressMethod.usualScatter
    self.beginsWithZeros = beginsWithZeros
  }

  static let usualScatter = 0.15

  /// How many times as fast all of it is as under TCG, where the durations were measured.
  static func speed(of accelerator: HostConstants.Accelerator) -> Double {
    switch accelerator {
    case .tcg: 1
    // Natively, of 64 MiB in five cycles: 0.32 s a MiB and cycle instead of 1.4.
    case .kvm: 4.3
    }
  }

  /// Seconds for each MiB: while the pages of a fresh buffer are faulted in, they hold zeros.
  static let populating = 0.0021
  /// With a method that fills them with zeros again, and then is quiet.
  static let zeroing = 0.0042

  /// Many of them were measured together, and share what they took.
  static let all: [StressMethod] =
    group(
      [
        "cache-lines", "cache-stripe", "checkerboard", "flip", "fwdrev", "galpat-0", "galpat-1",
        "gray", "grayflip", "rowhammer", "incdec", "inc-nybble", "lfsr32", "rand-set", "rand-sum",
        "read64", "ror", "swap", "move-inv",
      ], 0.083)
    + [StressMethod("modulo-x", 0.037)] + group(["mscan", "wrrd128nt"], 0.039)
    + [
      StressMethod("prime-0", 0.34), StressMethod("prime-1", 0.34, beginsWithZeros: true),
      StressMethod("prime-gray-0", 0.11),
      StressMethod("prime-gray-1", 0.11, beginsWithZeros: true),
      StressMethod("prime-incdec", 0.04),
    ] + group(["walk-0d", "walk-1d", "walk-0a", "walk-1a"], 0.02)
    + group(["write64", "write64nt", "write1024v", "zero-one"], 0.004)

  private static func group(_ names: [String], _ seconds: Double) -> [StressMethod] {
    names.map { StressMethod($0, seconds / Double(names.count)) }
  }
}
