import Quantities

extension ScenarioFormat {
  static let workloadParts = PartForms(
    patterns: [
      .init("idle", "The guest's own background writes; without it there are none.", []),
      .init("sequential", "Cyclic, in page order.", [workingSet, rate] + anyWriter),
      .init("uniform", "Pages drawn uniformly.", [workingSet, rate] + anyWriter),
      .init(
        "hot-cold", "A share of the writes goes to a few hot pages, the first of the set.",
        [workingSet, rate, hotFraction, hotShare] + anyWriter),
      .init(
        "curve", "Distinct pages dirtied as a function of the time since a synchronisation.",
        [workingSet, curvePages, exponent(.optional), curvePoints] + anyWriter),
      .init(
        "zipf", "Page popularity by Zipf's law.", isSupported: false,
        [workingSet, rate, exponent(.optional)] + anyWriter),
      .init(
        "trace", "Rates over time, from a file.", isSupported: false,
        [workingSet, .later("file", .text, "A CSV of rates over time.")] + anyWriter),
      .init(
        "phases", "Parts one after another.", isSupported: false,
        [.later("parts", .list(.anything, upTo: 1000), "The parts, each with `for`.")]),
      .init("disk-read", "Reads from a disk.", isSupported: false, diskWork),
      .init("disk-write", "Writes to a disk.", isSupported: false, diskWork),
    ],
    keyed: [
      .init(
        "stress-ng", "stress-ng's own options, pasted.", isSupported: false,
        [
          .later("stress-ng", .text, "The options: \"--vm 1 --vm-bytes 80%\"."),
          .later("running-for", .time(anyTime), "How long it has been running."),
        ]),
      .init(
        "profile", "A workload that `ferry calibrate` found: its touched memory and dirty curve.",
        [
          Key(
            "profile", .text, .required,
            "Its name in the hosts' profile; one that this lacks may be in any other that is found "
              + "by name, if only one has it. Its range is what the other parts leave.")
        ]),
    ])

  private static let workingSet = Key(
    "working-set", .oneOf([.size(ByteCount(1)...anySize.upperBound), .share(anyShare)]),
    .derived("what the other parts leave of the touched memory"),
    "The range it keeps to, a part of the touched memory; a size, or a share of memory.")
  private static let rate = Key(
    "rate", .rate(anyRate), .required,
    "Page writes × page size a second, repeats included.")
  private static let hotFraction = Key(
    "hot-fraction", .share(anyShare), .required, "How much of the working set is hot.")
  private static let hotShare = Key(
    "hot-share", .share(anyShare), .required, "How much of the writes goes to the hot pages.")
  private static let curvePages = Key(
    "pages", .number(0...1e12), .optional, "Distinct pages dirtied in the first second.")
  static let curvePoints = Key(
    "points", .list(.tuple([.time(anyTime), .number(0...1e12)]), upTo: 10_000), .optional,
    "Instead of pages and exponent: [time, distinct pages] pairs.")

  private static func exponent(_ need: Key.Need) -> Key {
    Key("exponent", .number(0...10), need, "Of the power law.")
  }

  /// What any writing part may add.
  private static let anyWriter: [Key] = [
    Key(
      "pacing", .words(["catch-up", .later("steady"), .later("cpu-bound")]),
      .default("catch-up"), "Whether it makes up for stalls."),
    Key(
      "changed-bytes", .count(0...4096), .optional,
      "Bytes changed per write; only compression (XBZRLE) would read it."),
    .later("cpu", .share(.zero ... .percent(10_000)), "What it needs of one vCPU."),
    .later("compress-ratio", .number(0...1e6), "How well its pages compress."),
    Key(
      "zero", .share(anyShare), .default("0 %"), .laterUnless(.zero),
      "Writes that leave an all-zero page."),
  ]

  private static let diskWork: [Key] = [
    .later("disk", .text, "The disk's name: vda."),
    .later("working-set", .oneOf([.size(anySize), .share(anyShare)]), "The range it keeps to."),
    .later("rate", .rate(anyRate), "Bytes a second."),
    .later("block", .size(anySize), "The size of one request."),
    .later("order", .words(["uniform", "sequential"]), "The order of the blocks."),
    .later("flush-every", .time(anyTime), "How often the guest flushes."),
    .later(
      "pacing", .words(["catch-up", "steady", "cpu-bound"]), "Whether it makes up for stalls."),
    .later("cpu", .share(.zero ... .percent(10_000)), "What it needs of one vCPU."),
  ]
}
