import Quantities

/// The one description of the profile file.
enum ProfileFormat {
  static let keys: [Key] = [
    Key("profile", .text, .derived("the file's name"), "The profile's name."),
    Key(
      "based-on", .text, .optional,
      "The profile that gives every constant and workload that this one leaves out."),
    Key("fitted-from", .mapping(fittedFrom), .optional, "What the constants were fitted on."),
    Key("host", .mapping(host), .fallback(.mapping([])), "Constants of the pair of hosts."),
    Key("guest", .mapping(guest), .fallback(.mapping([])), "What {pattern: idle} writes."),
    Key(
      "workloads", workloads, .fallback(.mapping([])),
      "What {profile: NAME} in a scenario's workload means, by name."),
    Key(
      "residuals",
      .mapping(
        residuals(.optional) + [
          Key(
            "correlation", .mapping(correlation), .optional,
            "Of the constants' errors; those of constants that aren't named are independent.")
        ]), .fallback(.mapping([])), "What the fit leaves unexplained, for the intervals."),
  ]

  static let host = ProfileConstant.host.map(\.key) + [accelerator]

  private static let accelerator = Key(
    "accelerator", .words(["kvm", "tcg"]), .optional,
    "What runs the guest; it decides when a written page is logged again, which counts in "
      + "fidelity pages. kvm where no profile says.")
  static let guest = ProfileConstant.guest.map(\.key)
  static let workloads = ValueKind.named(.mapping(workload), upTo: 1000)

  /// A value, or one with what is known of it.
  static func estimate(_ kind: ValueKind, error: ValueKind) -> ValueKind {
    let origins = Provenance.Origin.allCases.map { Word(stringLiteral: $0.rawValue) }
    return .oneOf([
      kind,
      .mapping([
        Key("value", kind, .required, "The constant."),
        Key("error", error, .optional, "Its standard error; value ± error counts."),
        Key("origin", .words(origins), .optional, "Where the value comes from."),
        Key("meaning", .text, .optional, "What it stands for."),
        Key("reference", .text, .optional, "Where it is documented."),
      ]),
    ])
  }

  static let workload: [Key] = [
    Key(
      "touched", .mapping(touched), .optional,
      "Memory that is not all zero, where a scenario lacks vm.touched: base + share × memory."),
    Key("pattern", .words(["curve"]), .required, "As in a scenario's workload."),
    Key(
      "pages", estimate(.number(0...1e12), error: .number(0...1e12)), .optional,
      "Distinct pages dirtied in the first second."),
    Key(
      "exponent", estimate(.number(0...10), error: .number(0...10)), .optional,
      "Of the power law."),
    ScenarioFormat.curvePoints,
    Key("fitted-from", .mapping(fittedFrom), .optional, "What the workload was fitted on."),
    Key(
      "residuals", .mapping(residuals(.required)), .optional,
      "Instead of the profile's, for scenarios with this workload."),
  ]

  private static let touched: [Key] = [
    Key(
      "base", estimate(.size(ScenarioFormat.anySize), error: .size(ScenarioFormat.anySize)),
      .default("0"), "What is touched whatever the memory."),
    Key(
      "share", estimate(.share(ScenarioFormat.anyShare), error: .share(ScenarioFormat.anyShare)),
      .default("0"), "How much of memory is touched besides."),
    Key(
      "spread", .share(ScenarioFormat.anyShare), .default("0"),
      "Standard deviation from run to run, relative to what is touched."),
  ]

  static let fittedFrom: [Key] = [
    Key("records", .count(0...1_000_000_000), .optional, "How many records."),
    Key("digest", .text, .optional, "Of those records."),
    Key(
      "range",
      .mapping([
        Key("vm.memory", pair(.size(ScenarioFormat.anySize)), .optional, "vm.memory's."),
        Key("memory", pair(.size(ScenarioFormat.anySize)), .optional, "The same; vm.memory's."),
        Key("path.rtt", pair(.time(ScenarioFormat.anyTime)), .optional, "path.rtt's."),
        Key(
          "path.bandwidth", pair(.rate(ScenarioFormat.anyRate)), .optional, "path.bandwidth's."),
      ]), .optional,
      "[least, most]; beyond it predictions are extrapolated, say so, and are less sure."),
    Key("note", .text, .optional, "Anything a reader should know."),
  ]

  private static func residuals(_ need: Key.Need) -> [Key] {
    [
      Key("time_elapsed", .share(residual), need, "Of the total time."),
      Key("downtime", .share(residual), need, "Of the downtime."),
    ]
  }

  private static let correlation: [Key] = [
    Key(
      "of", .list(.text, upTo: 200), .required,
      "Constants with an error: host.stop, workloads.NAME.pages, workloads.NAME.touched.base."),
    Key(
      "rows", .list(.list(.number(-1...1), upTo: 200), upTo: 200), .required,
      "The lower triangle, row by row, with the diagonal: [[1], [0.2, 1]]."),
  ]

  private static let residual: ClosedRange<Share> =
    .zero...HostProfile.Residuals.most

  private static func pair(_ kind: ValueKind) -> ValueKind { .tuple([kind, kind]) }
}
