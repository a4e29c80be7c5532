import Foundation
import LibvirtRunner
import Records
import Testing

/// What a campaign's folder keeps, whatever happens to the runner.
@Suite struct Campaigns {
  let folder: TestFolder
  let plan: CapturePlan

  init() throws {
    folder = try TestFolder()
    plan = try CampaignFixture.plan()
  }

  private func open(retryFailed: Bool = false) throws -> Campaign {
    try Campaign.open(folder.path, plan: plan, retryFailed: retryFailed)
  }

  @Test func whatWasAppendedIsNotRunAgain() throws {
    do {
      let campaign = try open()
      #expect(campaign.remaining.count == 6)
      try campaign.append(CampaignFixture.record("little-plan-002-1"))
    }
    let campaign = try open()
    #expect(campaign.remaining.map(\.run).contains("little-plan-002-1") == false)
    #expect(campaign.remaining.count == 5)
    #expect(campaign.records.map(\.run) == ["little-plan-002-1"])
  }

  @Test func aFailedRunIsCountedAndRunAgainOnlyWhereAskedFor() throws {
    do {
      try open().append(CampaignFixture.record("little-plan-001-1", outcome: "failed"))
      let campaign = try open()
      #expect(campaign.failedCount == 1)
      #expect(campaign.remaining.count == 5)
    }
    let campaign = try open(retryFailed: true)
    #expect(campaign.remaining.count == 6)
    try campaign.append(CampaignFixture.record("little-plan-001-1"))
    #expect(campaign.remaining.count == 5)
    #expect(campaign.failedCount == 0)
    #expect(campaign.records[0].others["attempt"] == .integer(2))
    #expect(try folder.text().split(separator: "\n").count == 2)
  }

  @Test(arguments: [1, 10, 40])
  func aTornLastLineIsCutAndItsRunRepeated(bytes: Int) throws {
    do {
      let campaign = try open()
      try campaign.append(CampaignFixture.record("little-plan-001-1"))
      try campaign.append(CampaignFixture.record("little-plan-002-1"))
    }
    let whole = try folder.text()
    try #require(truncate(folder.records, off_t(whole.utf8.count - bytes)) == 0)
    let campaign = try open()
    #expect(campaign.repair?.contains("the last line was cut short") == true)
    #expect(campaign.records.map(\.run) == ["little-plan-001-1"])
    try campaign.append(CampaignFixture.record("little-plan-002-1"))
    #expect(try folder.text() == whole)
  }

  @Test func aLineThatIsNoRecordIsToldByItsNumber() throws {
    try open().append(CampaignFixture.record("little-plan-001-1"))
    let text = try folder.text()
    try (text + "scribble\n").write(toFile: folder.records, atomically: false, encoding: .utf8)
    #expect { try open() } throws: { "\($0)".contains("records.jsonl:2: is no record") }
  }

  @Test func anotherPlanIsRefusedInWords() throws {
    try open().append(CampaignFixture.record("little-plan-001-1"))
    let changed = CampaignFixture.yaml.replacingOccurrences(of: "64 MiB", with: "65 MiB")
    let other = CampaignFixture.yaml.replacingOccurrences(of: "little plan", with: "other")
    let before = try folder.text()
    for (yaml, words) in [
      (changed, "this plan as it was before it was changed"), (other, "another plan"),
    ] {
      let plan = try CampaignFixture.plan(yaml)
      #expect { try Campaign.open(folder.path, plan: plan) } throws: { "\($0)".contains(words) }
    }
    #expect(try folder.text() == before)
  }

  @Test func recordsThatNobodyPlannedAreLeftAlone() throws {
    try "{}\n{".write(toFile: folder.records, atomically: true, encoding: .utf8)
    #expect { try open() } throws: { "\($0)".contains("no plan.json") }
    #expect(try folder.text() == "{}\n{")
  }

  @Test func aSecondRunnerIsTurnedAway() throws {
    let first = try open()
    #expect { try open() } throws: { error in
      (error as? CampaignProblem)?.kind == .busy
    }
    #expect(first.remaining.count == 6)
  }

  @Test(.timeLimit(.minutes(1))) func aPipeInPlaceOfTheRecordsIsNotWaitedFor() throws {
    #expect(mkfifo(folder.records, 0o600) == 0)
    #expect {
      try open()
    } throws: { error in
      "\(error)".contains("is no ordinary file")
    }
  }

  @Test func lookingChangesNothing() throws {
    #expect(try Campaign.remaining(in: folder.path, plan: plan).count == 6)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    let campaign = try open()
    try campaign.append(CampaignFixture.record("little-plan-003-2"))
    #expect(try Campaign.remaining(in: folder.path, plan: plan).count == 5)
  }

  /// A real process, killed while its file grows past a size: within the first record of 4 MiB,
  /// at a seam, and within later ones.
  @Test(arguments: [1, 1 << 20, 4 << 20, 5 << 20, 11 << 20, 19 << 20])
  func aKilledRunnerLosesNothingThatItHadFinished(size: Int) async throws {
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, size = size as Int] in
      let plan = try CampaignFixture.plan()
      let campaign = try Campaign.open(path, plan: plan)
      Thread.detachNewThread {
        var status = stat()
        while status.st_size < size { stat("\(path)/records.jsonl", &status) }
        kill(getpid(), SIGKILL)
      }
      for run in plan.migrations.map(\.run) {
        var record = CampaignFixture.record(run)
        record.reason = String(repeating: "x", count: 4 << 20)
        try campaign.append(record)
        try Data(run.utf8).write(to: URL(filePath: "\(path)/finished-\(run)"))
      }
      sleep(60)
    }
    let finished = Set(
      try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasPrefix("finished-") }.map { String($0.dropFirst(9)) })
    let campaign = try open()
    let kept = Set(campaign.records.map(\.run))
    #expect(finished.isSubset(of: kept))
    // At most the one in work was written and not yet told.
    #expect(kept.count <= finished.count + 1)
    #expect(kept.count >= (size - 1) / (5 << 20))
    for planned in campaign.remaining { try campaign.append(CampaignFixture.record(planned.run)) }
    #expect(campaign.records.map(\.run) == plan.migrations.map(\.run))
  }

  @Test(.enabled(if: geteuid() == 0, "a small file system can be mounted by root only"))
  func aFullDiskLeavesNothingHalfWritten() async throws {
    let path = folder.path
    try await Command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path).output()
    var problem: CampaignProblem?
    do {
      let campaign = try open()
      try campaign.append(CampaignFixture.record("little-plan-001-1"))
      var large = CampaignFixture.record("little-plan-002-1")
      large.reason = String(repeating: "x", count: 100_000)
      do { try campaign.append(large) } catch { problem = error as? CampaignProblem }
      #expect(campaign.remaining.map(\.run).contains("little-plan-002-1"))
      // There is room for a small one still.
      try campaign.append(CampaignFixture.record("little-plan-003-1"))
    }
    let text = try folder.text()
    let again = try open()
    let repair = again.repair
    let runs = again.records.map(\.run)
    try await Command("umount", "--lazy", path).output()
    #expect(problem?.kind == .cannotWrite)
    #expect(problem?.what.contains("No space left on device") == true)
    #expect(text.split(separator: "\n").count == 2 && text.hasSuffix("\n"))
    #expect(repair == nil)
    #expect(runs == ["little-plan-001-1", "little-plan-003-1"])
  }
}
