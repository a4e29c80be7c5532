import MigrationModel
import Quantities
import Scenarios
import Testing

/// Profiles written and read back.
@Suite struct ProfileTexts {
  /// A fit's result, with names that YAML could take for something else.
  private func fitted() throws -> HostProfile {
    let library = ProfileLibrary(usesFiles: false)
    var constants = try library.profile(named: "generic-kvm").constants
    let preparation = try #require(ProfileConstant.named("host.preparation"))
    preparation.set(0.190_372_4, in: &constants)
    let residuals = HostProfile.Residuals(
      timeElapsed: Share(count: 21_345_678), downtime: .percent(14))
    let names = [
      "Memcached", "null", "5", "a: b", "#1, {x} \"y\" 'z' \\", " é\u{1F600} ", "- x", "~",
    ]
    let workloads = names.map { name in
      WorkloadProfile(
        name: name,
        touched: .init(
          base: Estimate(ByteCount(188_743_681), error: 3_355_443, origin: .fit),
          share: Estimate(Share(count: 951_234_567), error: 0.0213),
          spread: .percent(3)),
        curve: .power(
          pages: Estimate(11440.123, error: 312.2), exponent: Estimate(2.0 / 3, error: 0.0213)),
        fittedFrom: FittedFrom(
          records: 12, digest: "00ff",
          range: FittedRange(memory: ByteCount(1 << 30)...ByteCount(8 << 30)),
          note: "odd rows: 1, 3, 5"),
        residuals: residuals)
    }
    let points = WorkloadProfile(
      name: "points",
      curve: .points([
        .init(after: .milliseconds(500), pages: 900),
        .init(after: .nanoseconds(1_500_000_001), pages: 1500.5),
      ]))
    return HostProfile(
      name: "yes",
      fittedFrom: FittedFrom(
        records: 40, range: FittedRange(roundTrip: .zero ... .microseconds(100_200))),
      constants: constants,
      details: [
        .init(
          path: "host.preparation",
          Provenance(error: 0.003_123_4, origin: .fit, meaning: "beside 2.5 round trips: x, y")),
        .init(path: "guest.load-pages", Provenance(error: 0.3, reference: "- [a](b)")),
      ],
      workloads: workloads + [points], residuals: residuals,
      correlation: Correlation(
        of: ["host.preparation", "workloads.a: b.pages"], rows: [[1], [-0.123_456, 1]]))
  }

  private func read(_ yaml: String) throws -> HostProfile {
    try HostProfile(yaml: yaml, profiles: ProfileLibrary(usesFiles: false))
  }

  @Test(arguments: ["lab-c", "lab-d", "generic-kvm"])
  func aProfileThatAPersonWroteReadsBackToo(name: String) throws {
    let profile = try ProfileLibrary().profile(named: name, beside: Fixture.scenarios)
    let again = try read(profile.yaml())
    #expect(again.details == profile.details)
    #expect(again.constants == profile.constants)
    #expect(again.fittedFrom == profile.fittedFrom)
    #expect(again.residuals == profile.residuals)
  }

  @Test func whatIsInheritedIsWrittenOut() throws {
    let profile = try ProfileLibrary().profile(named: "lab-a", beside: Fixture.scenarios)
    let again = try read(profile.yaml())
    #expect(again.constants == profile.constants)
    #expect(again.details.allSatisfy { $0.profile == "lab-a" })
  }

  @Test func roundingLeavesTheDigitsThatMeanSomething() throws {
    let profile = try fitted().rounded
    #expect(profile.constants.preparation == .microseconds(190_400))
    let preparation = try #require(profile.details.first { $0.path == "host.preparation" })
    #expect(preparation.text == "190.4 ms")
    #expect(preparation.provenance.error == 0.0031)
    let workload = try #require(profile.workload(named: "Memcached"))
    #expect(workload.touched?.base.value == ByteCount(188_700_000))
    #expect(workload.touched?.base.provenance.error == 3_400_000)
    #expect(workload.touched?.share.value == Share(count: 951_000_000))
    guard case .power(let pages, let exponent) = workload.curve else {
      Issue.record("no power law")
      return
    }
    #expect(pages == Estimate(11440, error: 310))
    #expect(exponent == Estimate(0.667, error: 0.021))
    #expect(profile.residuals.timeElapsed == Share(count: 21_300_000))
    #expect(profile.correlation?.rows == [[1], [-0.123, 1]])
    #expect(profile.rounded == profile)
    let text = profile.yaml()
    #expect(
      text.contains(
        "  preparation: {value: 190.4 ms, error: 3.1 ms, origin: fit, meaning: \"beside"), "\(text)"
    )
    #expect(text.contains("    pages: {value: 11440, error: 310}\n"))
  }

  @Test func constantsAreNumbersInSIUnits() throws {
    var constants = try ProfileLibrary(usesFiles: false).profile(named: "generic-kvm").constants
    #expect(
      ProfileConstant.all.map(\.path).prefix(2) == [
        "host.normal-page-scan", "host.zero-page-scan",
      ])
    #expect(ProfileConstant.all.count == 20)
    let goodput = try #require(ProfileConstant.named("host.goodput"))
    #expect(goodput.value(in: constants) == 1)
    goodput.set(0.987, in: &constants)
    #expect(constants.goodputShare == Share(count: 987_000_000))
    goodput.set(7, in: &constants)
    #expect(constants.goodputShare == .one)
    let state = try #require(ProfileConstant.named("host.device-state"))
    #expect(state.value(in: constants) == 150_000)
    for constant in ProfileConstant.all {
      let value = constant.value(in: constants)
      var copy = constants
      constant.set(value, in: &copy)
      #expect(copy == constants, "\(constant.path)")
    }
  }

  @Test func aProfileThatWasJustFittedIsKnownByName() throws {
    let profile = try fitted()
    let library = ProfileLibrary(usesFiles: false, given: [profile])
    let yaml = Fixture.minimal + "workload: [{profile: Memcached}]\n"
    let flags = "hosts: {profile: \"yes\"}\n"
    let scenario = try Scenario(ScenarioNode(yaml: yaml + flags), profiles: library)
    #expect(scenario.profiledPart?.workload == profile.workload(named: "Memcached"))
    #expect(scenario.profiledPart?.givesTouched == true)
    #expect(try Scenario(ScenarioNode(yaml: yaml), profiles: library).notes.count == 1)
    let inherited = try HostProfile(yaml: "based-on: \"yes\"\n", profiles: library)
    #expect(inherited.workloads == profile.workloads)
  }

  @Test func aFittedProfileReadsBackAsItWas() throws {
    for profile in [try fitted(), try fitted().rounded] {
      let text = profile.yaml(header: ["one\nprofile: other", "", "two"])
      #expect(text.hasPrefix("# one\n# profile: other\n#\n# two\nprofile: \"yes\"\n"), "\(text)")
      let again = try read(text)
      #expect(again == profile, "\(text)")
      #expect(again.yaml() == profile.yaml())
    }
  }
}
