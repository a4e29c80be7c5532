import MigrationModel
import Quantities

/// What a part of the workload says, for the form that makes the model's pattern of it.
struct PartValues {
  let settled: Settled
  /// Its range: its own working set, or what the others leave.
  let pages: PageCount
  /// Its working set, where it has one.
  let ownPages: PageCount?
  /// The pattern of a part inside this one; nil where that writes nothing.
  let inner: (Settled) -> (any WritePattern)?

  var rate: DataRate? { settled["rate"]?.rate }
}

extension Settled {
  /// Whether a part of the workload writes in a pattern to a range of its own.
  var writesByPattern: Bool {
    guard diskWork == nil else { return false }
    return self["pattern"].map { $0.word != "idle" } ?? isProfiled
  }

  /// What a part does to a disk, where it is one that does.
  var diskWork: DiskWork.Kind? { self["pattern"]?.word.flatMap(DiskWork.Kind.init) }

  /// Whether a part is one that a profile describes.
  var isProfiled: Bool { self["profile"] != nil }

  /// The parts inside this one, or itself where it has none.
  var leaves: [Settled] {
    self["pattern"]?.word == "phases" ? (self["parts"]?.list ?? []).compactMap(\.self) : [self]
  }
}

extension Resolution {
  /// The model's patterns, each on its own range of the touched memory; `found` is what the part
  /// that names a profile's workload stands for.
  mutating func workload(
    _ parts: [Settled], _ found: FoundWorkload?, _ stress: [String: StressLoad],
    memory: ByteCount, touched: ByteCount
  ) -> [any WritePattern] {
    let writers = parts.flatMap(\.leaves).filter(\.writesByPattern)
    let given = writers.map { writer in
      writer["working-set"]?.size(of: memory).map(PageCount.init(holding:))
    }
    let claimed = given.reduce(PageCount(0)) { $0 + ($1 ?? PageCount(0)) }
    var room = StressRoom(memory: memory, touched: touched, taken: claimed)
    var stressed: [String: [any WritePattern]] = [:]
    for part in parts {
      guard let load = stress[part.path] else { continue }
      stressed[part.path] = room.patterns(of: load, vcpus: vcpus)
    }
    let left = PageCount(holding: touched).count - room.taken.count
    checkRanges(writers, given: given, left: left, touched: touched)
    for writer in writers {
      let pages = writer["working-set"]?.size(of: memory).map(PageCount.init(holding:))
      if pages == nil, left > 0 {
        let text = PageCount(left).bytes.description
        checker.note("\(writer.path).working-set", text, .default)
      }
      let range = pages ?? PageCount(max(0, left))
      if writer["pattern"]?.word == "hot-cold", range.count > 0 { checkHotPages(writer, range) }
      checkPacing(writer)
    }
    var patterns: [any WritePattern] = []
    for part in parts {
      if part.isProfiled, let found {
        profiledPart = ProfiledPart(
          found: found, index: patterns.count,
          givesTouched: root?.at("vm", "touched") == nil && found.workload.touched != nil)
        patterns.append(CurveWrites(workingSet: nil, curve: found.workload.curve.ofTheModel))
      } else if let stressed = stressed[part.path] {
        patterns += stressed
      } else if let pattern = pattern(part, memory: memory, left: left) {
        patterns.append(pattern)
      }
    }
    return patterns
  }

  var vcpus: Int { Int(root?.at("vm", "vcpus")?.count ?? 1) }

  /// By the form of that name, with what any writing part may add.
  private func pattern(
    _ part: Settled, memory: ByteCount, left: Int64
  ) -> (any WritePattern)? {
    let forms = ScenarioFormat.workloadParts.patterns
    guard let makes = forms.first(where: { $0.name == part["pattern"]?.word })?.makes else {
      return nil
    }
    let own = part["working-set"]?.size(of: memory).map(PageCount.init(holding:))
    let values = PartValues(
      settled: part, pages: own ?? PageCount(max(0, left)), ownPages: own
    ) { inner in
      // In a phase, idle is nothing beside the guest's own system.
      inner["pattern"]?.word == "idle" ? nil : pattern(inner, memory: memory, left: left)
    }
    return makes(values).map { paced($0, as: part) }
  }

  private mutating func checkRanges(
    _ writers: [Settled], given: [PageCount?], left: Int64, touched: ByteCount
  ) {
    if left < 0, let last = writers.last(where: { $0["working-set"] != nil })?["working-set"] {
      let total = given.reduce(PageCount(0)) { $0 + ($1 ?? PageCount(0)) }
      contradict(
        "the working sets are \(total.bytes) together, more than the touched memory (\(touched))",
        last)
    }
    let open = writers.filter { writer in
      writer["working-set"] == nil
        && checker.problems.allSatisfy { $0.path != "\(writer.path).working-set" }
    }
    if open.count > 1, let second = open.dropFirst().first(where: \.isProfiled) {
      let other = open.first { $0.path != second.path }?.path ?? ""
      contradict(
        "takes what the others leave of the touched memory, as does \(other); one part at most can",
        second)
    } else if open.count > 1, let second = open.dropFirst().first {
      contradict(
        "has no working-set, nor has \(open[0].path); one part at most can take what is left",
        second)
    } else if left == 0, let only = open.first {
      let why = only.isProfiled ? "takes what is left" : "has no working-set"
      contradict("\(why), and the others leave none of the touched memory", only)
    }
  }

  /// Writes to no page at all would vanish from the prediction without a word.
  private mutating func checkHotPages(_ part: Settled, _ range: PageCount) {
    guard let fraction = part["hot-fraction"], let hot = fraction.share,
      let share = part["hot-share"]?.share
    else { return }
    let pages = (Double(range.count) * hot.fraction).rounded()
    if pages == 0, Share.zero < share {
      contradict("\"\(fraction.text)\" of \(range) is no page for the hot writes", fraction)
    } else if pages == Double(range.count), share < Share.one {
      contradict("\"\(fraction.text)\" of \(range) leaves no page for the other writes", fraction)
    }
  }
}
