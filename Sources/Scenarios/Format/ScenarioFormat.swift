import Quantities

/// The one description of the scenario file. Validation, suggestions, the JSON Schema and the
/// reference page all come from it.
enum ScenarioFormat {
  static let keys: [Key] = [
    Key(
      "name", .text, .derived("the file's name"),
      "What the scenario is called in results."),
    Key("vm", .mapping(vm), .fallback(.mapping([])), "The virtual machine that moves."),
    Key(
      "workload", .list(.part(workloadParts), upTo: 64),
      .fallback(.sequence([.mapping([.init("pattern", .text("idle"))])])),
      "What writes to the guest's memory; a list whose parts act at once."),
    Key("path", .mapping(path), .fallback(.mapping([])), "The network between the two hosts."),
    .later("paths", .anything, "Several paths at once (MPTCP)."),
    Key(
      "migration", .mapping(migration), .fallback(.mapping([])),
      "What the person who migrates asks for."),
    Key(
      "hosts", .mapping(hosts), .fallback(.mapping([])),
      "The constants of the two hosts: a profile's name, or written inline."),
    .later(
      "faults", .list(.mapping(fault), upTo: 100), "What goes wrong on the way."),
    Key(
      "expect", .mapping(expectation), .optional,
      "A promise that the result is checked against: the record says whether it holds."),
    .later("vms", .anything, "Several virtual machines that move in one plan."),
    .later("schedule", .anything, "In which order, and how many at a time, several move."),
    .later("service", .anything, "Probes, clients and sessions of the guest's service."),
    Key("run", .mapping(run), .fallback(.mapping([])), "How the prediction is computed."),
  ]

  static let run: [Key] = [
    Key(
      "seed", .count(0...Int64.max), .default("1"),
      "Decides everything that is drawn at random."),
    Key(
      "replications", .count(1...1_000_000), .default("1"),
      "How often at each offset, each time with other random draws; more than 1 needs "
        + "fidelity: pages."),
    Key(
      "offsets", .count(1...99), .default("9"),
      "A prediction is the median over so many evenly spread offsets of what nobody can know; "
        + "1 is the fastest."),
    Key(
      "fidelity", .words(["fluid", "pages"]), .default("fluid"),
      "How finely memory is followed: in expectation, or page by page with every write drawn."),
  ]

  private static let fault: [Key] = [
    .later("at", .time(anyTime), "When, since the migration was asked for."),
    .later(
      "phase", .words(["first-pass", "stop-and-copy", "postcopy"]), "When, by the phase."),
    .later(
      "kind", .words(["link-down", "destination-crash", "source-crash", "disk-full"]),
      "What goes wrong."),
    .later("for", .time(anyTime), "How long it lasts."),
  ]

  private static let expectation: [Key] = [
    Key("downtime", .time(anyTime), .optional, "At most this downtime."),
    Key("time-elapsed", .time(anyTime), .optional, "At most this total time."),
    Key(
      "outcome",
      .words([
        "completed", "aborted", "not-converged", "refused", .later("failed"), .later("lost"),
      ]), .optional, "How it ends."),
  ]

  /// Beyond a month, a migration's times are slips of the pen.
  static let anyTime: ClosedRange<Span> = .zero ... .seconds(30 * 86_400)
  static let anySize: ClosedRange<ByteCount> = .zero...ByteCount(64 << 40)
  static let anyRate: ClosedRange<DataRate> = .zero ... .bitsPerSecond(10_000_000_000_000)
  static let anyShare: ClosedRange<Share> = .zero ... .one
}
