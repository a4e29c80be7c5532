import Calibration
import Foundation
import MigrationModel
import Records
import Scenarios
import Testing

/// Records of other people's making: what can't be fitted is left out by name, never in silence.
@Suite struct FittingInput {
  let good: [Record]

  init() throws { good = try RecordFile.read(CampaignRuns.records(of: "calibration")) }

  private func set(_ records: [Record]) throws -> TrainingSet {
    var set = try TrainingSet(profiles: ProfileLibrary())
    for record in records { set.add(record, beside: LabRuns.checkout.path) }
    return set
  }

  /// Why a record is left out once it is changed so; nil where it takes part.
  private func reason(_ change: (inout Record) -> Void) throws -> String? {
    var record = good[0]
    change(&record)
    return try set([record]).skipped.first?.reason
  }

  @Test func whatTheRunnerCapturedTakesPart() throws {
    #expect(try set(good).skipped.isEmpty)
    #expect(try reason { _ in } == nil)
  }

  private static let times = [\Record.timeElapsed, \.downtime, \.setupTime]

  @Test func timesInSecondsAreRefused() throws {
    let reason = try reason { record in
      for time in Self.times { record[keyPath: time] = record[keyPath: time].map { $0 / 1000 } }
      record.rounds = nil
    }
    #expect(try #require(reason).contains("are its times in ms and its sizes in bytes?"))
  }

  @Test func timesInMicrosecondsAreRefused() throws {
    let reason = try reason { record in
      for time in Self.times { record[keyPath: time] = record[keyPath: time].map { $0 * 1000 } }
      record.rounds = nil
    }
    #expect(try #require(reason).contains("are its times in ms and its path as it was?"))
  }

  @Test func sizesInKibibytesAreRefused() throws {
    for size in [\Record.memoryProcessed, \.memoryTotal] {
      let reason = try reason { $0[keyPath: size] = $0[keyPath: size].map { $0 / 1024 } }
      #expect(try #require(reason).hasSuffix("is it in bytes?"))
    }
  }

  @Test(arguments: [-1, 1 << 53, Int64.max])
  func roundsThatNoGuestHasAreRefused(pages: Int64) throws {
    let reason = try reason { $0.rounds?[0].pagesSent = pages }
    #expect(try #require(reason).hasPrefix("round 1 has pages_sent"))
    #expect(try self.reason { $0.rounds?[0].pagesDirtied = pages } != nil)
  }

  @Test func moreThanTheGuestsMemoryInARoundIsRefused() throws {
    let reason = try reason { $0.rounds?[0].pagesSent *= 100 }
    #expect(try #require(reason).contains("more than a guest of"))
  }

  @Test(arguments: [Int64.max, 1_000_000_000_000_000])
  func endlessRoundsAreRefused(duration: Int64) throws {
    let reason = try reason { record in
      for index in record.rounds?.indices ?? 0..<0 {
        record.rounds?[index].durationNanoseconds = duration
      }
    }
    #expect(try #require(reason).contains("round"))
  }

  @Test(arguments: [0.001, 1000])
  func roundsInAnotherUnitThanTheTotalAreRefused(factor: Double) throws {
    let reason = try reason { record in
      for index in record.rounds?.indices ?? 0..<0 {
        let duration = record.rounds?[index].durationNanoseconds ?? 0
        record.rounds?[index].durationNanoseconds = Int64(Double(duration) * factor)
      }
    }
    #expect(try #require(reason).hasSuffix("are they in ns?"))
  }

  @Test func roundsOutOfOrderAreRefused() throws {
    #expect(try #require(try reason { $0.rounds?.reverse() }).contains("out of order"))
    #expect(
      try #require(try reason { $0.rounds = ($0.rounds ?? []) + ($0.rounds ?? []) }).contains(
        "out of order"))
    #expect(
      try #require(try reason { $0.rounds?[0].endCause = "stopped" }).contains("others follow"))
  }

  @Test func aRunThatDidNotCompleteIsCheckedToo() throws {
    let reason = try reason { record in
      record.outcome = "aborted"
      record.memoryTotal = 1 << 53
    }
    #expect(try #require(reason).contains("is it in bytes?"))
  }

  /// Each of these is wrong, and none of it is a feature that isn't built yet.
  @Test func aScenarioThatCannotBeReadIsLeftOutByName() throws {
    #expect(
      try #require(try reason { $0.set("path", "bandwidth", to: .number(80.5)) })
        .hasPrefix("path.bandwidth: "))
    #expect(try reason { $0.scenario = .null } != nil)
    #expect(try reason { $0.scenario = .array([.integer(1)]) } != nil)
    #expect(try reason { $0.set("vm", "memory", to: .string("1 MiB")) } != nil)
  }

  @Test(arguments: ["", "a\nb", "a\u{0}b", String(repeating: "x", count: 201)])
  func aWorkloadsNameThatNoProfileCouldHoldIsRefused(name: String) throws {
    let reason = try reason { $0.work(as: name) }
    #expect(try #require(reason).contains("is no name"))
  }

  @Test func aProfileIsReadBackWhateverItsWorkloadsAreCalled() throws {
    let names = ["a.b", "pages", "x.touched.base", "it's \"q\": #1", "- a: [b]", "null"]
    let records = zip(good, names).map { record, name in
      var record = record
      record.work(as: name)
      return record
    }
    let profile = try Calibration(set(records), name: "é: [漢]").profile
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(profile.yaml().utf8).write(to: file)
    let read = try ProfileLibrary().profile(named: file.path)
    #expect(read.name == "é: [漢]")
    #expect(Set(read.workloads.map(\.name)) == Set(names))
  }

  @Test func whatRanTheGuestsIsTheProfilesWhereAllRunsAgree() throws {
    func fitted(_ accelerators: [String]) throws -> HostConstants.Accelerator {
      let records = good.enumerated().map { index, record in
        var record = record
        record.facts = .object(["accelerator": .string(accelerators[index % accelerators.count])])
        return record
      }
      return try Calibration(set(records), name: "mine").profile.constants.accelerator
    }
    #expect(try fitted(["kvm"]) == .kvm)
    #expect(try fitted(["tcg"]) == .tcg)
    // What the fit began at.
    #expect(try fitted(["kvm", "tcg"]) == .kvm)
  }

  @Test func theSameRecordTwiceCountsOnce() throws {
    let set = try set(good + [good[1]])
    #expect(set.count == good.count)
    #expect(set.skipped.map(\.reason) == ["the same record is there already"])
  }

  @Test func tooFewRunsSayWhyOthersWereLeftOut() throws {
    let records = good.map { record in
      var record = record
      record.timeElapsed = nil
      return record
    }
    let problem = #expect(throws: CalibrationProblem.self) { try set(records).check() }
    #expect(try #require(problem).what.contains("\(good[0].run): it lacks time_elapsed"))
  }

  @Test func runsOfDifferentHostsAreToldApart() throws {
    var other = good[0]
    other.set("hosts", "profile", to: .string("others"))
    let named = #expect(throws: CalibrationProblem.self) { try set(good + [other]).check() }
    #expect(try #require(named).description.contains("others (1)"))
    #expect(try #require(named?.remedy).hasPrefix("choose with --only hosts.profile="))
    // A name that stands for none is nothing to choose.
    var unnamed = good[0]
    unnamed.remove("hosts")
    let mixed = #expect(throws: CalibrationProblem.self) { try set([unnamed] + good).check() }
    #expect(try #require(mixed?.remedy).contains("none") == false)
  }

  @Test func hypervisorsAndMissingFiguresAreWarnedOf() throws {
    var records = Array(good.prefix(4))
    records[0].set("migration", "hypervisor", to: .string("qemu 7.2"))
    records[1].downtime = nil
    let warnings = try Calibration(set(records), name: "p").warnings
    #expect(warnings.contains { $0.hasPrefix("runs differ in migration.hypervisor") })
    #expect(warnings.contains { $0.hasPrefix("1 completed runs lack downtime") })
  }

  /// Valid figures all of them, and yet of no migration that the model knows.
  @Test func aFitThatNoConstantsSuitSaysSo() throws {
    let records = good.prefix(4).map { record in
      var record = record
      record.downtime = record.timeElapsed
      return record
    }
    let calibration = try Calibration(set(records), name: "p")
    #expect(calibration.warnings.contains { $0.hasPrefix("no constants suit downtime") })
    // Its intervals would need more noise than a profile may hold.
    #expect(calibration.warnings.contains { $0.hasPrefix("residuals are cut at 1000 %") })
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(calibration.profile.yaml().utf8).write(to: file)
    let residuals = try ProfileLibrary().profile(named: file.path).residuals
    #expect(residuals.downtime == HostProfile.Residuals.most)
  }

  @Test func aPathThousandTimesWiderThanItWasIsWarnedOf() throws {
    let records = good.prefix(4).map { record in
      var record = record
      record.set("path", "bandwidth", to: .string("80 Gbit/s"))
      return record
    }
    let warnings = try Calibration(set(records), name: "p").warnings
    #expect(warnings.contains { $0.contains("their paths as they were?") })
  }
}

extension Record {
  /// Changes a key of one of the scenario's sections.
  mutating func set(_ section: String, _ key: String, to value: JSONValue) {
    guard case .object(var members) = scenario else { return }
    var inner: [String: JSONValue] = [:]
    if case .object(let there)? = members[section] { inner = there }
    inner[key] = value
    members[section] = .object(inner)
    scenario = .object(members)
  }

  mutating func remove(_ section: String) {
    guard case .object(var members) = scenario else { return }
    members[section] = nil
    scenario = .object(members)
  }

  /// Leaves the workload to a profile of that name.
  mutating func work(as name: String) {
    guard case .object(var members) = scenario else { return }
    members["workload"] = .array([.object(["profile": .string(name)])])
    scenario = .object(members)
  }
}
