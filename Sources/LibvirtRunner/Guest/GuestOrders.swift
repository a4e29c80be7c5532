import MigrationModel
import Quantities

/// What one guest is to do, as words of its kernel's command line (see init.c).
///
/// The command line and not a file beside: it travels inside the domain's definition, so both hosts
/// of a migration boot the very same files.
public struct GuestOrders: Sendable, Equatable {
  /// The guest's address, where something outside is to reach it.
  public struct Address: Sendable, Equatable {
    /// "10.0.0.2"
    public var ipv4: String
    /// "255.255.255.0"
    public var mask: String

    public init(ipv4: String, mask: String) {
      self.ipv4 = ipv4
      self.mask = mask
    }
  }

  /// Memory filled beside the loads' working sets, so that the whole is as planned.
  public private(set) var filler: ByteCount
  public private(set) var needsStressNG: Bool
  /// "console=ttyS0 … ferry.writer=--pattern=sequential,…"
  public private(set) var commandLine: String

  /// Linux cuts a longer one off (COMMAND_LINE_SIZE on x86, less the final zero).
  static let mostBytes = 2047

  /// - `nokaslr`: what the kernel leaves behind is then the same at every boot.
  /// - no huge pages: memory is touched and written by 4 KiB, as migration counts it, and no
  ///   daemon moves it.
  /// - a panic ends the machine, and so is seen.
  static let system = [
    "console=ttyS0", "quiet", "panic=-1", "nokaslr", "transparent_hugepage=never",
  ]

  /// Orders for a planned guest; the same seed gives the same bytes and the same random pages.
  ///
  /// - Throws: `RunnerProblem` where the memory asked for is less than the guest itself holds, or
  ///   more than it has, or the options are too long to be told.
  public init(
    planned guest: PlannedGuest, seed: UInt64, address: Address? = nil
  ) throws(RunnerProblem) {
    needsStressNG = guest.loads.contains {
      if case .stressNG = $0 { true } else { false }
    }
    filler = try LoadPlan.filler(of: guest, withStressNG: needsStressNG)
    var words = GuestOrders.system
    if !guest.disks.isEmpty { words.append(GuestOrders.word("disks", guest.disks.map(\.name))) }
    if let address { words.append(GuestOrders.word("address", [address.ipv4, address.mask])) }
    var seeds = Seeds(seed)
    if filler > .zero {
      words.append(
        GuestOrders.word("writer", ["--bytes=\(filler.count)", "--seed=\(seeds.next())"]))
    }
    for load in guest.loads {
      switch load {
      case .idle: break
      case .writer(let writer):
        words.append(GuestOrders.word("writer", writer.arguments(seed: seeds.next())))
      case .diskWriter(let work):
        words.append(GuestOrders.word("disk-writer", work.arguments(seed: seeds.next())))
      case .stressNG(let options, _):
        guard options.allSatisfy({ !$0.utf8.contains(0) }) else {
          throw RunnerProblem("a zero byte in an option of stress-ng", remedy: "leave it out")
        }
        words.append(GuestOrders.word("stress", options))
      }
    }
    commandLine = words.joined(separator: " ")
    guard commandLine.utf8.count <= GuestOrders.mostBytes else {
      throw RunnerProblem(
        "the guest's loads take \(commandLine.utf8.count) bytes of a command line of "
          + "\(GuestOrders.mostBytes)", remedy: "plan fewer loads or shorter options")
    }
  }

  private init(trial: Void) {
    filler = .zero
    needsStressNG = false
    commandLine = (GuestOrders.system + ["ferry.then=off"]).joined(separator: " ")
  }

  /// Boot, say so, switch off.
  static let trial = GuestOrders(trial: ())

  /// An order whose arguments hold any bytes but zero: all that means something to the kernel's
  /// parser or to ours is written %XX.
  static func word(_ order: String, _ arguments: [String]) -> String {
    "ferry.\(order)=" + arguments.map(encoded).joined(separator: ",")
  }

  private static func encoded(_ argument: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_=:/".utf8)
    return argument.utf8.map { byte in
      plain.contains(byte)
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}

/// Seeds for the parts of one guest, drawn from its one: SplitMix64, never zero.
private struct Seeds {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return max(value ^ (value >> 31), 1)
  }
}

extension PageWriter {
  /// As page-writer.c takes them.
  func arguments(seed: UInt64) -> [String] {
    var arguments = [
      "--bytes=\(workingSet.count)", "--rate=\(rate.count)", "--pacing=\(pacing.rawValue)",
      "--changed-bytes=\(changedBytes)", "--seed=\(seed)",
    ]
    switch pattern {
    case .sequential: arguments.append("--pattern=sequential")
    case .uniform: arguments.append("--pattern=uniform")
    case .hotCold(let fraction, let share):
      // In whole pages, to the nearest, as the model has it.
      let pages = Double(workingSet.count / 4096) * fraction.fraction
      arguments += [
        "--pattern=hot-cold", "--hot-bytes=\(Int64(pages.rounded()) * 4096)",
        "--hot-share=\(share.count)",
      ]
    }
    return arguments
  }
}

extension DiskWork {
  /// As disk-writer.c takes them.
  func arguments(seed: UInt64) -> [String] {
    var arguments = [
      "--device=/dev/\(disk)", "--bytes=\(workingSet.count)", "--block=\(block.count)",
      "--rate=\(rate.count)", "--order=\(order.rawValue)", "--pacing=\(pacing.rawValue)",
      "--seed=\(seed)",
    ]
    if let flushEvery { arguments.append("--flush-every=\(flushEvery.count)") }
    return arguments
  }
}
