import Foundation
import Glibc

/// The process that holds a lab: the first in its PID namespace, in a mount namespace of its own.
public struct LabKeeper: Sendable {
  private let directory: LabDirectory
  private let executable: String

  public init(name: String, state: String) throws {
    directory = try LabDirectory(name: name, state: state)
    executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }

  /// Makes the lab and keeps it; ends only with the lab.
  ///
  /// - Throws: whatever kept it from coming up, after leaving the reason in the state directory.
  public func run() async throws {
    guard getpid() == 1 else {
      throw RunnerProblem("a lab's keeper must be the first in its namespace", remedy: "lab up")
    }
    do {
      chdir("/")
      // Before its own /proc hides what others call it.
      let keeper = try JSONEncoder().encode(ProcessIdentity.current())
      try keeper.write(
        to: URL(filePath: directory.path(of: .keeper)), options: .withoutOverwriting)
      try await isolateMounts()
      let delay = await LinkDelay.found()
      for step in LabTopology.steps(delayedBy: delay) { try await step.run(in: .inside) }
      var programs = try programs() + (delay == .relay ? [relay()] : [])
      for index in programs.indices { try programs[index].start() }
      try await waitForLibvirt(programs)
      try directory.write(Data(), to: .ready)
      await Thread.running { [programs] in LabKeeper.keep(programs) }
    } catch {
      try? directory.write(Data("\(error)".utf8), to: .failed)
      throw error
    }
  }

  /// Makes what is mounted from here on the lab's own, with /proc and /run of its own.
  private func isolateMounts() async throws {
    // Entered anew, its own mount namespace shows its real root, which a chroot hides and only
    // which can be made private as a whole.
    try await Command(
      "nsenter", "--mount=/proc/self/ns/mnt", "--", "mount", "--make-rprivate", "/"
    ).output()
    try Mount.fileSystem("proc", at: "/proc")
    let state = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard state >= 0 else { throw RunnerProblem.ofSystem("can't open \(directory.path)") }
    defer { close(state) }
    try Mount.fileSystem("tmpfs", at: "/run")
    let manager = FileManager.default
    if !directory.exists {
      try manager.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
      try Mount.bind("/proc/self/fd/\(state)", at: directory.path)
    }
    for folder in ["/run/netns", "/run/lock", HostFolder.run.mountPoint] {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
  }

  /// What runs for as long as the lab does.
  private func programs() throws -> [KeptProgram] {
    let log = directory.path(of: .log)
    let inside = LabNamespaces.inside
    let meter = Command(
      "iperf3", "--server", "--port", String(LabTopology.meterPort))
    let hosts = try LabPlace.hosts.map { place in
      try HostFiles(place: place, directory: directory).write()
      let host = Command(
        "unshare", "--mount", "--uts", "--propagation", "unchanged", executable, "lab", "host",
        "--name", directory.name, "--state", directory.path, place.rawValue)
      return KeptProgram(command: inside.command(host, in: place), log: log)
    }
    return [KeptProgram(command: inside.command(meter, in: .destination), log: log)] + hosts
  }

  private func relay() throws -> KeptProgram {
    try directory.write(withUnsafeBytes(of: UInt64(0)) { Data($0) }, to: .delay)
    let relay = Command(
      executable, "lab", "relay", LabTopology.delayDevices[0], LabTopology.delayDevices[1],
      "--delay", directory.path(of: .delay))
    return KeptProgram(
      command: LabNamespaces.inside.command(relay, in: .router), log: directory.path(of: .log))
  }

  private func waitForLibvirt(_ programs: [KeptProgram]) async throws {
    let deadline = ContinuousClock.now + .seconds(40)
    while !LabPlace.hosts.allSatisfy({ UnixSocket.answers(at: directory.socket(of: $0)) }) {
      if let ended = programs.first(where: \.hasEnded) {
        throw RunnerProblem(
          "\(ended.command) ended: \(directory.text(of: .log)?.trimmedLines(last: 5) ?? "")")
      }
      guard ContinuousClock.now < deadline else {
        throw RunnerProblem("libvirtd did not open its socket within 40 seconds")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Buries whoever ends, as the first process of a namespace must (libvirt waits for QEMU's PID
  /// to vanish), and starts again what should run, as a service manager would.
  private static func keep(_ kept: [KeptProgram]) {
    var programs = kept
    while true {
      var status: Int32 = 0
      let pid = waitpid(-1, &status, 0)
      guard let index = programs.firstIndex(where: { $0.pid == pid }) else {
        if pid == -1, errno == ECHILD { usleep(100_000) }
        continue
      }
      LabLog.write("\(programs[index].command) ended with status \(status); started again")
      usleep(200_000)
      do { try programs[index].start() } catch { LabLog.write("\(error)") }
    }
  }
}

/// A program that the keeper keeps running.
private struct KeptProgram: Sendable {
  let command: Command
  let log: String
  private(set) var pid: pid_t = 0

  init(command: Command, log: String) {
    self.command = command
    self.log = log
  }

  mutating func start() throws { pid = try DetachedProcess(command, log: log).pid }

  var hasEnded: Bool {
    var status: Int32 = 0
    return waitpid(pid, &status, WNOHANG) == pid
  }
}
