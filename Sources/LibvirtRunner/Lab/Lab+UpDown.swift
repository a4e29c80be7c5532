import Foundation
import Glibc

/// How a lab of some name stands.
public enum LabState: Sendable {
  case none
  /// Its keeper is at work on it.
  case starting
  case up(Lab)
  /// Nothing of it runs; its state directory is left. With the reason, as far as one is known.
  case dead(String)
}

extension Lab {
  /// How the lab stands now.
  public static func state(name: String = defaultName, state: String? = nil) throws -> LabState {
    let directory = try LabDirectory(name: name, state: state)
    guard directory.exists else { return .none }
    guard let keeper = directory.read(ProcessIdentity.self, from: .keeper) else {
      return .dead("it was never made whole")
    }
    guard keeper.isAlive else { return .dead(directory.text(of: .failed) ?? "its keeper is gone") }
    return directory.has(.ready) ? .up(Lab(directory: directory, keeper: keeper)) : .starting
  }

  /// The lab, if it is up; nil if there is none.
  ///
  /// - Throws: `RunnerProblem` where it is dead or not yet up.
  public static func find(name: String = defaultName, state: String? = nil) throws -> Lab? {
    switch try Lab.state(name: name, state: state) {
    case .none: return nil
    case .up(let lab): return lab
    case .starting: throw RunnerProblem("the lab \(name) is not up yet", remedy: "wait for it")
    case .dead(let reason):
      throw RunnerProblem("the lab \(name) is dead: \(reason)", remedy: remedy(name, state))
    }
  }

  /// Makes the lab, or finds it where it is up already.
  ///
  /// `executable` is the ferry that is to keep it; nil is this very program.
  ///
  /// - Throws: `RunnerProblem` with what is missing or went wrong; then nothing is left of it.
  public static func up(
    name: String = defaultName, state: String? = nil, executable: String? = nil,
    within limit: Duration = .seconds(60)
  ) async throws -> Lab {
    let directory = try LabDirectory(name: name, state: state)
    switch try Lab.state(name: name, state: state) {
    case .up(let lab): return lab
    case .starting: break
    case .dead: _ = try find(name: name, state: state)
    case .none:
      try LabRequirements.check()
      try start(directory, executable: executable ?? ownExecutable())
    }
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
      if case .up(let lab) = try Lab.state(name: name, state: state) { return lab }
      // A keeper that has not yet told who it is looks dead; one that failed says so.
      let keeper = directory.read(ProcessIdentity.self, from: .keeper)
      if directory.has(.failed) || keeper.map({ !$0.isAlive }) ?? false { break }
    }
    let log = directory.text(of: .log)?.trimmedLines(last: 5) ?? ""
    let reason =
      directory.text(of: .failed) ?? (log.isEmpty ? "it took longer than \(limit)" : log)
    try await down(name: name, state: state)
    throw RunnerProblem("the lab \(name) did not come up: \(reason)")
  }

  /// Ends the lab, all that runs in it, and its state directory; does nothing where there is none.
  ///
  /// - Returns: whether there was anything to end.
  @discardableResult
  public static func down(name: String = defaultName, state: String? = nil) async throws -> Bool {
    let directory = try LabDirectory(name: name, state: state)
    guard directory.exists else { return false }
    try refuseStrangers(in: directory)
    if let keeper = directory.read(ProcessIdentity.self, from: .keeper), keeper.isAlive {
      // Until it is up, the keeper's /run may still be the machine's, with namespaces of others.
      let lab = directory.has(.ready) ? Lab(directory: directory, keeper: keeper) : nil
      let visitors = lab?.visitors() ?? []
      try await keeper.end()
      for visitor in visitors { try await visitor.end() }
    }
    try FileManager.default.removeItem(atPath: directory.path)
    // The folder of all labs goes with the last; where there is another, this fails.
    if state == nil { rmdir(LabDirectory.commonFolder) }
    return true
  }

  /// Whoever takes a directory away must be sure that nobody else's is in it.
  private static func refuseStrangers(in directory: LabDirectory) throws {
    func refusal(_ reason: String) -> RunnerProblem {
      RunnerProblem(
        "\(directory.path) is not a lab's state directory: \(reason)",
        remedy: "look at it and remove it yourself")
    }
    guard let found = try? FileManager.default.contentsOfDirectory(atPath: directory.path) else {
      throw refusal("it can't be read as a folder")
    }
    let known = Set(LabDirectory.Entry.allCases.map(\.rawValue))
    if let stranger = found.sorted().first(where: { !known.contains($0) && !$0.hasPrefix(".dat") })
    {
      throw refusal("it holds \"\(stranger)\"")
    }
    // Others have folders named source; the log is there before anything else is.
    let isKept = found.contains(LabDirectory.Entry.keeper.rawValue)
    guard found.isEmpty || isKept || found.contains(LabDirectory.Entry.log.rawValue) else {
      throw refusal("no keeper was ever in it")
    }
  }

  /// Programs from outside that are at work in the lab's network namespaces, such as those of a
  /// runner that was killed; as long as they run there, the namespaces stay.
  private func visitors() -> [ProcessIdentity] {
    let lab = Set(LabPlace.allCases.compactMap { Lab.inode(namespaces.path(of: $0)) })
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { Int32($0) }
      .filter { $0 != getpid() && Lab.inode("/proc/\($0)/ns/net").map(lab.contains) ?? false }
      .compactMap(ProcessIdentity.init(pid:))
  }

  private static func inode(_ path: String) -> UInt64? {
    var facts = stat()
    return stat(path, &facts) == 0 ? UInt64(facts.st_ino) : nil
  }

  private static func start(_ directory: LabDirectory, executable: String) throws {
    let manager = FileManager.default
    let parent = URL(filePath: directory.path).deletingLastPathComponent()
    do {
      try manager.createDirectory(at: parent, withIntermediateDirectories: true)
      // Whoever makes the directory makes the lab: of two at once, one fails here.
      try manager.createDirectory(
        atPath: directory.path, withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw RunnerProblem("can't make \(directory.path): \(error.localizedDescription)")
    }
    // The keeper makes its mounts private itself: unshare can't from inside a chroot.
    let keeper = Command(
      "setsid", "--fork", "unshare", "--pid", "--fork", "--kill-child=KILL", "--mount", "--net",
      "--uts", "--propagation", "unchanged", executable, "lab", "keep", "--name", directory.name,
      "--state", directory.path)
    try DetachedProcess(keeper, log: directory.path(of: .log)).wait()
  }

  private static func ownExecutable() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  /// What to do about a dead lab.
  public static func remedy(_ name: String, _ state: String?) -> String {
    var words = ["ferry lab down"]
    if name != defaultName { words.append("--lab \(name)") }
    if let state { words.append("--state \(state)") }
    return "run \(words.joined(separator: " "))"
  }
}
