import MigrationModel
import Quantities

extension ScenarioFormat {
  static let workloadParts = PartForms(
    patterns: [idle] + writers + [
      .init(
        "phases",
        "Parts one after another, and again from the first, each on a range of its own; idle is a "
          + "quiet phase.",
        [Key("parts", .list(.part(phases), upTo: 1000), .required, "The parts, each with `for`.")]
      ) { part in
        let phases = (part.settled["parts"]?.list ?? []).compactMap { phase in
          phase.flatMap { phase in
            phase["for"]?.time.map { PhasedWrites.Part(for: $0, part.inner(phase)) }
          }
        }
        return phases.isEmpty ? nil : PhasedWrites(phases)
      },
      .init(DiskWork.Kind.read.rawValue, "Reads from a disk.", diskWork),
      .init(DiskWork.Kind.write.rawValue, "Writes to a disk.", diskWork),
    ],
    keyed: [
      .init(
        "stress-ng", "stress-ng's own options, pasted; its vm and cpu stressors.",
        [
          Key("stress-ng", .text, .required, "The options: \"--vm 1 --vm-bytes 80%\"."),
          Key(
            "running-for", .time(anyTime), .derived("13 s"),
            "How long it has been running when the migration is asked for."),
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

  private static let idle = PartForms.Form(
    "idle", "The guest's own background writes; without it there are none.", []
  ) { _ in IdleGuest() }

  /// The patterns that write to a range of their own; also a phase's.
  static let writers: [PartForms.Form] = [
    .init("sequential", "Cyclic, in page order.", [workingSet, rate] + anyWriter) { part in
      part.rate.map { SequentialWrites(workingSet: part.pages, rate: $0) }
    },
    .init("uniform", "Pages drawn uniformly.", [workingSet, rate] + anyWriter) { part in
      part.rate.map { UniformWrites(workingSet: part.pages, rate: $0) }
    },
    .init(
      "hot-cold", "A share of the writes goes to a few hot pages, the first of the set.",
      [workingSet, rate, hotFraction, hotShare] + anyWriter
    ) { part in
      guard let rate = part.rate, let fraction = part.settled["hot-fraction"]?.share,
        let share = part.settled["hot-share"]?.share
      else { return nil }
      return HotColdWrites(
        workingSet: part.pages, rate: rate, hotFraction: fraction, hotShare: share)
    },
    .init(
      "zipf", "Page popularity by Zipf's law, the most popular page first.",
      [workingSet, rate, exponent(.default("0.99"), "How steeply popularity falls.")] + anyWriter
    ) { part in
      guard let rate = part.rate, let exponent = part.settled["exponent"]?.number else {
        return nil
      }
      return ZipfWrites(workingSet: part.pages, rate: rate, exponent: exponent)
    },
    .init(
      "curve", "Distinct pages dirtied as a function of the time since a synchronisation.",
      [workingSet, curvePages, exponent(.optional, "Of the power law."), curvePoints] + anyWriter
    ) { part in
      part.settled.curve.map { CurveWrites(workingSet: part.ownPages, curve: $0) }
    },
    .init(
      "trace", "Uniform writes at a rate that changes as it was recorded.",
      [workingSet, traceFile, tracePoints] + anyWriter
    ) { part in
      part.settled.tracePoints.map { TracedWrites(workingSet: part.pages, points: $0) }
    },
  ]

  /// A phase is a part that has a time.
  private static let phases = PartForms(
    patterns: ([idle] + writers).map { form in
      PartForms.Form(form.name, form.doc, [phaseTime] + form.keys, makes: form.makes)
    }, keyed: [])

  private static let phaseTime = Key(
    "for", .time(.milliseconds(1)...anyTime.upperBound), .required, "How long the phase lasts.")
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

  private static func exponent(_ need: Key.Need, _ doc: String) -> Key {
    Key("exponent", .number(0...10), need, doc)
  }

  private static let traceFile = Key(
    "file", .text, .optional,
    "A CSV beside the scenario: the header seconds,rate, then rows such as 12.5,3 MiB/s. A rate "
      + "holds until the next; before the first it is 0, and the last stays. Seconds count from "
      + "the migration's start.")
  private static let tracePoints = Key(
    "points", .list(.tuple([.time(anyTime), .rate(anyRate)]), upTo: 100_000), .optional,
    "Instead of a file: [time, rate] pairs. A record has these, as no file lies beside it.")

  /// What any writing part may add.
  private static let anyWriter: [Key] = [
    Key(
      "pacing", .words(["catch-up", "steady", "cpu-bound"]), .default("catch-up"),
      "Whether it makes up for stalls, loses what they take, or writes as fast as its processor "
        + "lets it, its rate being the one at full speed."),
    Key(
      "changed-bytes", .count(0...4096), .optional,
      "Bytes changed per write; only compression (XBZRLE) would read it."),
    Key(
      "cpu", .share(.zero ... .percent(10_000)), .derived("3 µs a page write, or 100 % cpu-bound"),
      "What it needs of one vCPU."),
    .later("compress-ratio", .number(0...1e6), "How well its pages compress."),
    Key(
      "zero", .share(anyShare), .default("0 %"),
      "Writes that leave an all-zero page."),
  ]

  private static let diskWork: [Key] = [
    Key("disk", .text, .required, "The disk's name: vda."),
    Key(
      "working-set", .oneOf([.size(ByteCount(1)...anySize.upperBound), .share(anyShare)]),
      .derived("all of the disk"),
      "The range it keeps to, from the disk's beginning on; a size, or a share of the disk's."),
    Key("rate", .rate(anyRate), .required, "Bytes a second."),
    Key(
      "block", .size(ByteCount(512)...ByteCount(64 << 20)), .default("4 KiB"),
      "The size of one request."),
    Key(
      "order", .words(DiskWork.Order.allCases.map { Word($0.rawValue) }), .default("uniform"),
      "The order of the blocks."),
    Key(
      "flush-every", .time(.milliseconds(1)...anyTime.upperBound), .derived("never"),
      "How often the guest flushes."),
    Key(
      "pacing", .words(["catch-up", "steady", "cpu-bound"]), .default("catch-up"),
      "Whether it makes up for stalls."),
    .later("cpu", .share(.zero ... .percent(10_000)), "What it needs of one vCPU."),
  ]
}
