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
