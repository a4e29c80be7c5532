import Quantities

/// How much memory a guest holds by itself, and so how much is to be filled beside its loads.
///
/// Measured as a migration counts: all pages less the zero pages of the first pass, with Debian's
/// kernel 6.1 and QEMU 10.0 under TCG, for guests of 512 MiB and 2 GiB with 64 MiB to 1.5 GiB
/// filled; Debian's 6.12 holds 3 to 4 MiB less. What the kernel left in free memory is reused by
/// the first 16 MiB that are filled: a guest that fills nothing holds 9 MiB more.
enum LoadPlan {
  /// Pages that are not zero in any guest.
  static let systemPages = 15_560.0
  /// More of them with stress-ng: its files and one small stressor (--cpu 1).
  static let stressNGPages = 10_500.0
  /// Pages for each MiB of memory: 64 bytes that describe each page, and tables.
  static let pagesPerMebibyte = 4.23
  /// Page tables: one page maps 512.
  static let pagesPerFilledMebibyte = 0.49

  /// The most that is filled: 420 of 512 MiB and 1,900 of 2,048 MiB fit; 440 and 1,950 did not.
  private static func room(memory: Double, withStressNG: Bool) -> Double {
    memory * 0.965 - 74 - (withStressNG ? stressNGPages / 256 : 0)
  }

  /// What is to be filled beside the working sets; zero where nothing was planned.
  ///
  /// What stress-ng's memory stressors take comes on top.
  static func filler(
    of guest: PlannedGuest, withStressNG: Bool
  ) throws(RunnerProblem) -> ByteCount {
    let memory = guest.memory.mebibytes
    guard guest.memory.count > 0, guest.memory.count.isMultiple(of: 1 << 20) else {
      throw RunnerProblem(
        "\(guest.memory) of memory is no whole number of MiB", remedy: "round it")
    }
    var loads = ByteCount.zero
    for case .writer(let writer) in guest.loads {
      try writer.check()
      loads += writer.workingSet
    }
    var filler = ByteCount.zero
    if let touched = guest.touched {
      let own = ownPages(memory: memory, withStressNG: withStressNG) * 4096 / Double(1 << 20)
      let table = pagesPerFilledMebibyte * 4096 / Double(1 << 20)
      let filled = (touched.mebibytes - own) / (1 + table)
      let wanted = filled - loads.mebibytes
      guard wanted >= 0 else {
        let least = (own + loads.mebibytes * (1 + table)).rounded(.up)
        throw RunnerProblem(
          "\(touched) of touched memory is less than the guest holds: itself and its working sets "
            + "take \(Int(least)) MiB", remedy: "ask for that or more")
      }
      filler = ByteCount(Int64(wanted * 256) * 4096)
    }
    let room = room(memory: memory, withStressNG: withStressNG)
    guard (loads + filler).mebibytes <= room else {
      throw RunnerProblem(
        "\(loads + filler) of filled memory does not fit into a guest of \(guest.memory)",
        remedy: "its system needs \(Int((memory - room).rounded(.up))) MiB")
    }
    return filler
  }

  /// Pages that are not zero beside what is filled.
  private static func ownPages(memory: Double, withStressNG: Bool) -> Double {
    systemPages + (withStressNG ? stressNGPages : 0) + pagesPerMebibyte * memory
  }
}

extension ByteCount {
  fileprivate var mebibytes: Double { Double(count) / Double(1 << 20) }
}

extension PageWriter {
  /// What page-writer.c would refuse is refused before a guest boots.
  fileprivate func check() throws(RunnerProblem) {
    guard workingSet.count >= 4096 else {
      throw RunnerProblem("a working set of \(workingSet) is less than a page")
    }
    guard (1...4096).contains(changedBytes) else {
      throw RunnerProblem("a page write cannot change \(changedBytes) bytes", remedy: "1 to 4096")
    }
    guard rate.count >= 0, rate.count <= 1 << 50 else {
      throw RunnerProblem("no writer reaches \(rate)")
    }
    guard case .hotCold(let fraction, let share) = pattern else { return }
    let pages = Double(workingSet.count / 4096)
    let hot = (pages * fraction.fraction).rounded()
    guard hot >= 1, hot < pages, (0...Share.one.count).contains(share.count) else {
      throw RunnerProblem(
        "hot-cold: \(fraction) of \(workingSet) with \(share) of the writes leaves one part empty")
    }
  }
}
