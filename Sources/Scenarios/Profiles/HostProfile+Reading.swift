import MigrationModel
import Quantities

extension HostProfile {
  /// Reads a profile's tree; `base` finds the profile that it is based on.
  init(
    _ node: ScenarioNode, file: String?,
    base: (String) throws(ScenarioProblems) -> HostProfile
  ) throws(ScenarioProblems) {
    var checker = Checker(file: file)
    let root = checker.settle(node, as: .mapping(ProfileFormat.keys), at: "")
    let name = root?["profile"]?.word ?? file.map(FilePath.stem) ?? "inline"
    var parent: HostProfile?
    if let basedOn = root?["based-on"], let parentName = basedOn.word {
      do throws(ScenarioProblems) {
        parent = try base(parentName)
      } catch {
        checker.appendReferred(error, to: basedOn)
      }
    }
    let isComplete = parent != nil || root?["based-on"] != nil
    let (constants, details) = checker.constants(
      root, named: name, parent: parent, mayLack: isComplete)
    let residuals = checker.residuals(root, parent: parent)
    let range = checker.range(root, parent: parent)
    guard checker.problems.isEmpty else { throw ScenarioProblems(checker.problems) }
    self.init(
      name: name, constants: constants, details: details, residuals: residuals, range: range,
      file: file)
  }
}

extension HostConstants {
  /// Where reading starts; every constant is then written or reported missing.
  fileprivate static let blank = HostConstants(
    normalPageScan: .zero, zeroPageScan: .zero, preparation: .zero, stop: .zero, load: .zero,
    resume: .zero, deviceState: .zero, segmentCost: .zero, sendBufferMax: .zero,
    receiveBufferMax: .zero,
    receiveWindowShare: .zero, rateLimitSlack: .zero, turnaround: .zero, wakeUp: .zero,
    background: Background(
      pages: PageCount(0), time: .zero, loadPages: PageCount(0), loadTime: .zero))
}

extension Checker {
  /// A problem inside a file that this one refers to, said of that file.
  mutating func appendReferred(_ problems: ScenarioProblems, to reference: Settled) {
    if problems.problems.count == 1, problems.problems[0].file == nil {
      add(problems.problems[0].message, reference)
    } else {
      append(problems)
    }
  }

  fileprivate mutating func constants(
    _ root: Settled?, named name: String, parent: HostProfile?, mayLack: Bool
  ) -> (HostConstants, [HostProfile.Detail]) {
    var constants = parent?.constants ?? .blank
    var details: [HostProfile.Detail] = []
    var missing: [String] = []
    for constant in ProfileConstant.all {
      let group = constant.path.prefix { $0 != "." }
      if let written = root?.at(String(group), constant.key.name) {
        let value = written["value"] ?? written
        constant.write(value.value, &constants)
        details.append(
          HostProfile.Detail(
            path: constant.path, text: value.text, error: written["error"]?.text,
            origin: written["origin"]?.word, meaning: written["meaning"]?.word,
            reference: written["reference"]?.word, profile: name))
      } else if let inherited = parent?.details.first(where: { $0.path == constant.path }) {
        details.append(inherited)
      } else if !mayLack, problems.allSatisfy({ $0.path != constant.path }) {
        missing.append(constant.path)
      }
    }
    if !missing.isEmpty {
      add(
        "lacks \(missing.joined(separator: ", ")); give them, or a profile to be based-on",
        at: "", root?.place ?? .unknown)
    }
    return (constants, details)
  }

  fileprivate func residuals(_ root: Settled?, parent: HostProfile?) -> HostProfile.Residuals {
    HostProfile.Residuals(
      timeElapsed: root?.at("residuals", "time_elapsed")?.share
        ?? parent?.residuals.timeElapsed ?? .percent(5),
      downtime: root?.at("residuals", "downtime")?.share
        ?? parent?.residuals.downtime ?? .percent(30))
  }

  fileprivate mutating func range(
    _ root: Settled?, parent: HostProfile?
  ) -> HostProfile.FittedRange {
    let written = root?.at("fitted-from", "range")
    var range = parent?.range ?? HostProfile.FittedRange()
    if let memory = pair(written?["memory"], \.size) { range.memory = memory }
    if let roundTrip = pair(written?["path.rtt"], \.time) { range.roundTrip = roundTrip }
    if let bandwidth = pair(written?["path.bandwidth"], \.rate) { range.bandwidth = bandwidth }
    return range
  }

  private mutating func pair<Amount: Quantity>(
    _ settled: Settled?, _ read: (Settled) -> Amount?
  ) -> ClosedRange<Amount>? {
    guard let settled, let list = settled.list, list.count == 2, let first = list[0].flatMap(read),
      let last = list[1].flatMap(read)
    else { return nil }
    guard first <= last else {
      add("the first is more than the second; write [least, most]", settled)
      return nil
    }
    return first...last
  }
}
