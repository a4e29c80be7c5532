import MigrationModel
import Quantities

extension HostProfile {
  /// Reads a profile's text; `profiles` has those that it may be based on.
  public init(
    yaml: String, file: String? = nil, profiles: ProfileLibrary = ProfileLibrary()
  ) throws(ScenarioProblems) {
    let node = try ScenarioNode(yaml: yaml, file: file)
    try self.init(node, file: file) { (base) throws(ScenarioProblems) in
      try profiles.profile(named: base, beside: file.map(FilePath.folder))
    }
  }

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
    let own = checker.workloads(root, of: name)
    let inherited = parent?.workloads.filter { old in own.allSatisfy { $0.name != old.name } } ?? []
    let workloads = own + inherited
    let given = Set(
      details.filter { $0.profile == name }.map(\.path) + own.flatMap(\.errors).map(\.path))
    let correlation =
      checker.correlation(root, of: details.map(\.path) + workloads.flatMap(\.errors).map(\.path))
      ?? parent?.correlation?.keeping { !given.contains($0) }
    let fittedFrom = checker.fittedFrom(root?["fitted-from"], parent: parent?.range)
    let residuals = checker.residuals(root, parent: parent)
    guard checker.problems.isEmpty else { throw ScenarioProblems(checker.problems) }
    self.init(
      name: name, fittedFrom: fittedFrom, constants: constants, details: details,
      workloads: workloads, residuals: residuals, correlation: correlation, file: file)
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
      if let written = root?.at(constant.group, constant.name) {
        let value = written["value"] ?? written
        if let number = value.inSI { constant.set(number, in: &constants) }
        details.append(
          HostProfile.Detail(
            path: constant.path, text: value.text, written.provenance, profile: name))
      } else if let inherited = parent?.details.first(where: { $0.path == constant.path }) {
        details.append(inherited)
      } else if let fallback = constant.fallback {
        constant.set(fallback, in: &constants)
      } else if !mayLack, problems.allSatisfy({ $0.path != constant.path }) {
        missing.append(constant.path)
      }
    }
    if let word = root?.at("host", "accelerator")?.word,
      let accelerator = HostConstants.Accelerator(rawValue: word)
    {
      constants.accelerator = accelerator
    }
    if !missing.isEmpty {
      add(
        "lacks \(missing.joined(separator: ", ")); give them, or a profile to be based-on",
        at: "", root?.place ?? .unknown)
    }
    return (constants, details)
  }

  fileprivate func residuals(_ root: Settled?, parent: HostProfile?) -> HostProfile.Residuals {
    let other = parent?.residuals ?? .assumed
    return HostProfile.Residuals(
      timeElapsed: root?.at("residuals", "time_elapsed")?.share ?? other.timeElapsed,
      downtime: root?.at("residuals", "downtime")?.share ?? other.downtime)
  }
}
