import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// How sure a prediction is, with what its profile knows of its own errors.
@Suite struct Uncertainties {
  /// The half-widths of both intervals, in ms, of a scenario with these lines of hosts.
  private func widths(
    _ hosts: String, workload: String = "[{pattern: idle}]", memory: String = "512 MiB",
    touched: String? = "300 MiB", rtt: String = "1 ms"
  ) throws -> (time: Int64, downtime: Int64) {
    let lines = hosts.split(separator: "\n").map { "  \($0)\n" }.joined()
    let touched = touched.map { ", touched: \($0)" } ?? ""
    // Inline, with what only a profile's file may have written to one.
    var widths: (time: Int64, downtime: Int64) = (0, 0)
    let profile =
      "profile: own\nbased-on: generic-kvm\n"
      + lines.split(separator: "\n").map { $0.dropFirst(2) + "\n" }.joined()
    try Fixture.withFiles([("hosts/own.yaml", profile)]) { folder in
      let yaml = """
        vm: {memory: \(memory)\(touched)}
        path: {bandwidth: 100 Mbit/s, rtt: \(rtt)}
        workload: \(workload)
        hosts: {profile: own}
        """
      let scenario = try Scenario(ScenarioNode(yaml: yaml), file: "\(folder)/s.yaml")
      let details = try #require(scenario.predict().prediction)
      let time = try #require(details.timeElapsedInterval)
      let downtime = try #require(details.downtimeInterval)
      widths = (time[1] - time[0], downtime[1] - downtime[0])
    }
    return widths
  }

  private static let sharp = "residuals: {time_elapsed: 0.1 %, downtime: 0.1 %}\n"

  private func host(_ constants: String) -> String { "host: {\(constants)}\n\(Self.sharp)" }

  @Test func aLargerErrorMakesWiderIntervals() throws {
    var last: (time: Int64, downtime: Int64) = (0, 0)
    for error in ["0 ms", "20 ms", "40 ms", "80 ms"] {
      let now = try widths(host("resume: {value: 100 ms, error: \(error)}"))
      #expect(now.time > last.time, "\(error)")
      #expect(now.downtime > last.downtime, "\(error)")
      last = now
    }
    // 2 · 1.645 · 80 ms, and little else.
    #expect((263...300).contains(last.downtime), "\(last)")
  }

  @Test func anErrorOfNothingThatCountsChangesNothing() throws {
    let none = try widths(host("rate-limit-slack: 1 ms"))
    let large = try widths(host("rate-limit-slack: {value: 1 ms, error: 1 s}"))
    #expect(none == large)
  }

  @Test func errorsAtALimitCountOnTheSideThatThereIs() throws {
    let none = Double(try widths(host("resume: 0 ms")).downtime)
    let some = Double(try widths(host("resume: {value: 0 ms, error: 50 ms}")).downtime)
    // Squares add: both sides of 1.645 · 50 ms, and what the offsets spread.
    #expect(abs(some - (none * none + 164.5 * 164.5).squareRoot()) < 3, "\(none) \(some)")
  }

  @Test func errorsThatCancelDoNotWiden() throws {
    func correlated(_ correlation: String) throws -> (time: Int64, downtime: Int64) {
      try widths(
        """
        host: {load: {value: 100 ms, error: 50 ms}, resume: {value: 100 ms, error: 50 ms}}
        residuals:
          time_elapsed: 0.1 %
          downtime: 0.1 %
          correlation: {of: [host.load, host.resume], rows: [[1], [\(correlation), 1]]}
        """)
    }
    let none = try widths(host("load: 100 ms, resume: 100 ms"))
    let cancelling = try correlated("-1")
    #expect(abs(cancelling.time - none.time) <= 1)
    #expect(abs(cancelling.downtime - none.downtime) <= 1)
    let (apart, together) = (try correlated("0"), try correlated("1"))
    #expect(apart.downtime > cancelling.downtime + 100)
    #expect(together.downtime > apart.downtime + 50)
  }

  @Test func whatAGuestTouchesFromRunToRunWidens() throws {
    func workload(_ touched: String, explicit: String? = nil) throws -> Int64 {
      try widths(
        """
        workloads: {w: {pattern: curve, pages: 10, exponent: 0.5, touched: {\(touched)}}}
        \(Self.sharp)
        """, workload: "[{profile: w}]", touched: explicit
      ).time
    }
    let sure = try workload("base: 300 MiB")
    let spread = try workload("base: 300 MiB, spread: 5 %")
    let more = try workload("base: 300 MiB, spread: 10 %")
    #expect(sure < spread && spread < more)
    // A tenth of 300 MiB takes 2.5 s at 100 Mbit/s; 1.645 of that on either side.
    #expect((8000...8600).contains(more), "\(more)")
    #expect(try workload("base: {value: 300 MiB, error: 30 MiB}") > sure + 7000)
    #expect(try workload("share: {value: 58 %, error: 6 %}") > sure + 7000)
    let explicit = try workload("base: 300 MiB, spread: 10 %", explicit: "300 MiB")
    #expect(abs(explicit - sure) < 20, "\(explicit) \(sure)")
  }

  @Test func anUnsureCurveWidens() throws {
    func workload(_ error: String) throws -> Int64 {
      try widths(
        """
        workloads:
          w: {pattern: curve, pages: {value: 500\(error)}, exponent: 0.5}
        \(Self.sharp)
        """, workload: "[{profile: w}]"
      ).time
    }
    let (none, some) = (try workload(""), try workload(", error: 100"))
    #expect(some > none + 100, "\(none) \(some)")
  }

  @Test func aWorkloadsResidualsCountInsteadOfTheProfiles() throws {
    func workload(_ residuals: String) throws -> (time: Int64, downtime: Int64) {
      try widths(
        """
        workloads: {w: {pattern: curve, pages: 10, exponent: 0.5\(residuals)}}
        \(Self.sharp)
        """, workload: "[{profile: w}]")
    }
    let own = try workload(", residuals: {time_elapsed: 10 %, downtime: 40 %}")
    let profiles = try workload("")
    #expect(own.time > 10 * profiles.time)
    #expect(own.downtime > profiles.downtime)
  }

  @Test func theFurtherBeyondTheDataTheWider() throws {
    let fitted = """
      fitted-from: {range: {path.rtt: [0.1 ms, 1 ms], vm.memory: [256 MiB, 512 MiB]}}
      residuals: {time_elapsed: 2 %, downtime: 10 %}
      """
    let free = "residuals: {time_elapsed: 2 %, downtime: 10 %}"
    var last = 1.0
    #expect(try widths(fitted) == widths(free))
    for rtt in ["2 ms", "10 ms", "100 ms"] {
      let factor =
        Double(try widths(fitted, rtt: rtt).time) / Double(try widths(free, rtt: rtt).time)
      #expect(factor > last, "\(rtt): \(factor)")
      last = factor
    }
    // 100 ms is two decades beyond a range of one: 1 + 2.
    #expect((2.8...3.05).contains(last), "\(last)")
    let large = try widths(fitted, memory: "8 GiB").time
    #expect(large > (try widths(free, memory: "8 GiB").time))
  }

  @Test func aWorkloadsOwnRangeCountsToo() throws {
    func workload(_ range: String) throws -> Int64 {
      try widths(
        """
        workloads: {w: {pattern: curve, pages: 10, exponent: 0.5\(range)}}
        residuals: {time_elapsed: 2 %, downtime: 10 %}
        """, workload: "[{profile: w}]"
      ).time
    }
    #expect(
      try workload(", fitted-from: {range: {vm.memory: [1 GiB, 8 GiB]}}") > workload("") * 5 / 4)
  }

  @Test func aProfileTellsItsErrorsInSIUnits() throws {
    let yaml = """
      profile: own
      based-on: generic-kvm
      host: {goodput: {value: 98 %, error: 0.5 %}, stop: {value: 5 ms, error: 1 ms}}
      guest: {load-pages: {value: 65, error: 2.5}}
      workloads: {w: {pattern: curve, pages: {value: 5, error: 1}, exponent: 1}}
      residuals: {correlation: {of: [workloads.w.pages, host.stop], rows: [[1], [0.25, 1]]}}
      """
    let profile = try HostProfile(yaml: yaml, profiles: ProfileLibrary(usesFiles: false))
    let uncertainty = profile.uncertainty
    #expect(
      uncertainty.parameters.map { "\($0.path) \($0.error)" } == [
        "host.stop 0.001", "host.goodput 0.005", "guest.load-pages 2.5", "workloads.w.pages 1.0",
      ])
    #expect(uncertainty.correlation[0] == [1, 0, 0, 0.25])
    #expect(uncertainty.correlation[3] == [0.25, 0, 0, 1])
    // An heir's own constants go with none of its parent's.
    let heir = yaml + "\n"
    try Fixture.withFiles([("hosts/own.yaml", heir)]) { folder in
      let own = try HostProfile(
        yaml: "based-on: own\nhost: {stop: {value: 6 ms, error: 1 ms}}\n", file: "\(folder)/x.yaml")
      #expect(own.correlation == nil)
      #expect(own.uncertainty.parameters.count == 4)
    }
  }

  @Test(arguments: [
    ("{of: [host.stop, host.load], rows: [[1]]}", "has 1 rows for 2 constants"),
    ("{of: [host.stop], rows: [[0.5]]}", "must end in 1"),
    ("{of: [host.stop, host.load], rows: [[1], [1]]}", "has 1 members; this row"),
    ("{of: [host.stop, host.load], rows: [[1], [1.5, 1]]}", "1.5 is not between -1.0 and 1.0"),
    ("{of: [host.stopp], rows: [[1]]}", "no constant of this profile; did you mean host.stop?"),
    ("{of: [host.stop, host.stop], rows: [[1], [0, 1]]}", "named more than once"),
    ("{of: [host.stop, workloads.x.pages], rows: [[1], [0, 1]]}", "is no constant of this"),
    (
      "{of: [host.stop, host.load, host.resume], rows: [[1], [1, 1], [1, -1, 1]]}",
      "is impossible"
    ),
    ("{rows: [[1]]}", "correlation.of: is required"),
  ])
  func aWrongCorrelationIsRefused(correlation: String, reason: String) {
    let yaml = "based-on: generic-kvm\nresiduals: {correlation: \(correlation)}\n"
    let error = #expect(throws: ScenarioProblems.self) {
      try HostProfile(yaml: yaml, profiles: ProfileLibrary(usesFiles: false))
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    #expect(error?.problems.count == 1, "\(error?.description ?? "")")
  }
}
