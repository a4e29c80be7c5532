import Calibration
import Foundation
import Records
import Testing

/// Fits judged on runs that they have not seen, with the command as people build it.
@Suite(
  .serialized,
  .enabled(if: OptimisedCommand.obstacle == nil, Comment(rawValue: OptimisedCommand.obstacle ?? ""))
)
struct FittedBars {
  static let measurements = LabRuns.checkout.deletingLastPathComponent()
    .appending(path: "shared/measurements").path
  static let areThere = FileManager.default.fileExists(atPath: measurements)

  /// Fits to some of a file's records and judges on the others.
  private static func split(
    _ file: String, fitted: (Int, Record) -> Bool
  ) throws -> JudgedFit {
    let records = try RecordFile.read("\(measurements)/\(file)")
    let folder = FileManager.default.temporaryDirectory.appending(path: "fit-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ holds: (Int, Record) -> Bool) throws -> String {
      let lines = try records.enumerated().filter { holds($0.offset, $0.element) }.map {
        try RecordFile.line($0.element)
      }
      let path = folder.appending(path: name)
      try Data(lines.joined(separator: "\n").utf8).write(to: path)
      return path.path
    }
    let training = try write("training.jsonl", fitted)
    let tested = try write("tested.jsonl") { !fitted($0, $1) }
    let profile = folder.appending(path: "fitted.yaml").path
    try OptimisedCommand.run("calibrate", "-q", training, "-o", profile)
    return try JudgedFit(
      OptimisedCommand.run("compare", "-q", tested, "--profile", profile, "--format", "json"))
  }

  /// Touched pages are in the scenarios; the dirty curves are the fit's work.
  @Test(.enabled(if: areThere, "no measurements beside the checkout"))
  func gigabitRunsAreFittedOnOddRowsAndJudgedOnEvenOnes() throws {
    let judged = try Self.split("gigabit-precopy.jsonl") { index, _ in index % 2 == 0 }
    let time = try judged.errors(of: "qemu_total_time")
    #expect(time.median <= 2.5)
    #expect(try judged.errors(of: "memory_processed").median <= 2.5)
    #expect(judged.roundsRight() >= 0.85)
    #expect(judged.summary.outcome.wrong.isEmpty)
    // Memcached's runs dirty from a fifth to nearly twice of what their curve says, with nothing
    // in their scenarios to tell one from the other: that is 8 of the 59 rows judged.
    withKnownIssue { #expect(time.p90 <= 7) }
    let downtime = try judged.errors(of: "qemu_downtime")
    withKnownIssue { #expect(downtime.median <= 25) }
    let records = try RecordFile.read("\(Self.measurements)/gigabit-precopy.jsonl")
    let memcached = Set(
      records.filter { "\($0.scenario)".contains("Memcached") }.map(\.run))
    #expect(
      try judged.errors(of: "qemu_total_time", where: memcached.contains).median <= 6.5)
  }

  /// The touched memory is not in these scenarios: base and share must give it.
  @Test(.enabled(if: areThere, "no measurements beside the checkout"))
  func stockQEMUIsFittedOnOddSizesAndJudgedOnEvenOnes() throws {
    let judged = try Self.split("gigabit-methods.jsonl") { _, record in
      ["1 GiB", "3 GiB", "5 GiB", "7 GiB"].contains { size in
        record.scenario["vm"]?["memory"] == .string(size)
      }
    }
    #expect(judged.summary.outcome.right == 40)
    #expect(try judged.errors(of: "qemu_total_time").median <= 2)
    let downtime = try judged.errors(of: "qemu_downtime")
    // At 2 GiB nine of ten runs found a third less to send with the guest stopped than the curve
    // through the other sizes has.
    withKnownIssue { #expect(downtime.median <= 18) }
  }

  /// Each made once, as it takes a while.
  private static let campaign = Result { try inFolds(CampaignRuns.files[0], CampaignRuns.files[1]) }
  private static let lab = Result { try inFolds(LabRuns.file) }

  private static func inFolds(_ files: String...) throws -> JudgedFit {
    var all = ["compare", "-q", "--folds", "5", "--format", "json"]
    all += files
    return try JudgedFit(OptimisedCommand.run(all))
  }

  /// The bars of predictions by hand-made profiles hold for fitted ones on unseen runs.
  private static func expectBars(
    _ judged: JudgedFit, _ files: String..., besides missed: [String] = [], allowing wrong: Int
  ) throws {
    let records = try files.flatMap { try RecordFile.read($0) }
    let byName = Dictionary(records.map { ($0.run, $0) }, uniquingKeysWith: { first, _ in first })
    for bar in LabRuns.bars where !missed.contains(bar.name) {
      let holds = { (name: String) in byName[name].map(bar.holds) ?? false }
      let time = try judged.errors(of: "time_elapsed", where: holds)
      #expect(time.median <= bar.time.median, "\(bar): \(time)")
      #expect(time.p90 <= bar.time.p90, "\(bar): \(time)")
      let downtime = try judged.errors(of: "downtime", where: holds)
      #expect(downtime.median <= bar.downtime.median, "\(bar): \(downtime)")
      #expect(downtime.p90 <= bar.downtime.p90, "\(bar): \(downtime)")
      #expect(judged.roundsRight(where: holds) >= bar.iterations, "\(bar)")
    }
    #expect(judged.summary.outcome.wrong.count <= wrong, "\(judged.summary.outcome.wrong)")
  }

  @Test func fittingTwiceGivesTheSameBytes() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fit-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let texts = try (0..<2).map { time -> Data in
      let path = folder.appending(path: "\(time).yaml")
      try OptimisedCommand.run(
        "calibrate", "-q", CampaignRuns.files[1], "-o", path.path, "--name", "same")
      return try Data(contentsOf: path)
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0].count > 1000)
  }

  @Test func theCampaignInFoldsMeetsTheBars() throws {
    try Self.expectBars(
      Self.campaign.get(), CampaignRuns.files[0], CampaignRuns.files[1], allowing: 0)
  }

  /// One run at the edge of convergence is predicted to end by its timeout.
  @Test(.enabled(if: areThere, "no measurements beside the checkout"))
  func theLabInFoldsMeetsTheBars() throws {
    try Self.expectBars(Self.lab.get(), LabRuns.file, besides: ["low RTT"], allowing: 1)
  }

  /// Three of 26 runs spoil it: that one, another at the edge (72 rounds measured), and one of
  /// 2.4 s whose hosts took half a second longer than usual to begin.
  @Test(.enabled(if: areThere, "no measurements beside the checkout"))
  func theLabInFoldsAtLowRoundTripsMissesTwoBars() throws {
    let records = try RecordFile.read(LabRuns.file)
    let bar = try #require(LabRuns.bars.first { $0.name == "low RTT" })
    let names = Set(records.filter(bar.holds).map(\.run))
    let judged = try Self.lab.get()
    let time = try judged.errors(of: "time_elapsed", where: names.contains)
    withKnownIssue(isIntermittent: true) { #expect(time.median <= bar.time.median) }
    #expect(time.median <= 1)
    withKnownIssue { #expect(time.p90 <= bar.time.p90) }
    #expect(time.p90 <= 7)
    #expect(judged.roundsRight(where: names.contains) >= bar.iterations)
    let downtime = try judged.errors(of: "downtime", where: names.contains)
    #expect(downtime.median <= bar.downtime.median)
    #expect(downtime.p90 <= bar.downtime.p90)
  }

  /// Over all sets together, as a claim about intervals is one about many runs.
  @Test(.enabled(if: areThere, "no measurements beside the checkout"))
  func intervalsHoldNineOfTenRuns() throws {
    let sets = [
      (try Self.campaign.get(), "time_elapsed", "downtime"),
      (try Self.lab.get(), "time_elapsed", "downtime"),
      (
        try Self.inFolds("\(Self.measurements)/gigabit-precopy.jsonl"), "qemu_total_time",
        "qemu_downtime"
      ),
      (
        try Self.inFolds("\(Self.measurements)/gigabit-methods.jsonl"), "qemu_total_time",
        "qemu_downtime"
      ),
    ]
    for (name, quantities) in [("total", sets.map(\.1)), ("downtime", sets.map(\.2))] {
      let held = try zip(sets, quantities).map { try $0.0.held($1) }
      let runs = held.reduce(0) { $0 + $1.runs }
      for (place, quantity) in quantities.enumerated() {
        let width = try #require(sets[place].0.summary.half_width[quantity])
        print("\(quantity): ± \(width) %")
        // Nine of ten runs are not to be had in less where identical ones fall into two heaps, or
        // differ by a factor, as those of the gigabit sets do.
        let isWide = name == "total" ? place == 2 : place >= 2
        withKnownIssue(isIntermittent: true) {
          #expect(width <= (name == "total" ? 6 : 35))
        } when: {
          isWide
        }
      }
      let share = held.reduce(0) { $0 + $1.share * Double($1.runs) } / Double(runs)
      print("\(name): \(held), together \(share) of \(runs)")
      #expect((0.85...0.95).contains(share), "\(name): \(held)")
    }
  }
}
