import Quantities

/// The one description of the profile file.
enum ProfileFormat {
  static let keys: [Key] = [
    Key("profile", .text, .derived("the file's name"), "The profile's name."),
    Key(
      "based-on", .text, .optional,
      "The profile that gives every constant that this one leaves out."),
    Key("fitted-from", .mapping(fittedFrom), .optional, "What the constants were fitted on."),
    Key("host", .mapping(host), .fallback(.mapping([])), "Constants of the pair of hosts."),
    Key("guest", .mapping(guest), .fallback(.mapping([])), "What {pattern: idle} writes."),
    .later("workloads", .anything, "What {profile: NAME} in a scenario's workload means."),
    Key(
      "residuals",
      .mapping([
        Key("time_elapsed", .share(residual), .optional, "Of the total time."),
        Key("downtime", .share(residual), .optional, "Of the downtime."),
        .later("correlation", .anything, "Of the fitted constants."),
      ]), .fallback(.mapping([])), "What the fit leaves unexplained, for the intervals."),
  ]

  static let host = ProfileConstant.host.map(\.key)
  static let guest = ProfileConstant.guest.map(\.key)

  private static let fittedFrom: [Key] = [
    Key("records", .count(0...1_000_000_000), .optional, "How many records."),
    Key("digest", .text, .optional, "Of those records."),
    Key(
      "range",
      .mapping([
        Key("memory", pair(.size(ScenarioFormat.anySize)), .optional, "vm.memory's."),
        Key("path.rtt", pair(.time(ScenarioFormat.anyTime)), .optional, "path.rtt's."),
        Key(
          "path.bandwidth", pair(.rate(ScenarioFormat.anyRate)), .optional, "path.bandwidth's."),
      ]), .optional, "[least, most]; beyond it predictions say that they are extrapolated."),
    Key("note", .text, .optional, "Anything a reader should know."),
  ]

  private static let residual: ClosedRange<Share> = .zero ... .percent(1000)

  private static func pair(_ kind: ValueKind) -> ValueKind { .tuple([kind, kind]) }
}
