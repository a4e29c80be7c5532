import Foundation
import Glibc
import MigrationModel
import Quantities
import Testing

@testable import LibvirtRunner

extension RealLabs {
  /// A real lab, from up to down; where this machine can have one.
  @Suite struct LabLife {
    @Test func aLabComesUpOnceAndGoesTwice() async throws {
      try await RealLab.with { real in
        let lab = try await real.up()
        #expect(FileManager.default.fileExists(atPath: lab.source.networkNamespace))
        // Libvirt answers on the local socket; and the second up finds the first.
        #expect(UnixSocket.answers(at: "\(real.state)/source/run/libvirt-sock"))
        let again = try await real.up()
        #expect(again.source.networkNamespace == lab.source.networkNamespace)
        #expect(try await Lab.down(name: real.name, state: real.state))
        #expect(try await !Lab.down(name: real.name, state: real.state))
        #expect(!FileManager.default.fileExists(atPath: real.state))
      }
    }

    @Test func pingConfirmsTheDelayThatTheRelayMakes() async throws {
      try await RealLab.with { real in
        let lab = try await real.up()
        let cubic = Path(bandwidth: .bitsPerSecond(100_000_000), roundTrip: .milliseconds(37))
        try await lab.shape(cubic)
        let delayed = try await lab.roundTrip(expectedMilliseconds: 37)
        #expect(abs(delayed.medianMilliseconds - 37) < 1.85)
        let found = try await lab.measure(seconds: 2)
        #expect(found.congestionControl == "cubic")
        #expect((85e6...102e6).contains(found.goodputBitsPerSecond))
        #expect(found.queueingDisciplines.contains { $0.hasPrefix("router: qdisc tbf") })
        #expect(try Lab.find(name: real.name, state: real.state)?.measurement == found)

        // And a path that is changed is another: no delay, and an overlay.
        try await lab.shape(
          Path(
            bandwidth: .bitsPerSecond(100_000_000), roundTrip: .zero, bottleneck: .source,
            overlay: .vxlan))
        #expect(try await lab.roundTrip(expectedMilliseconds: 0).medianMilliseconds < 0.3)
        #expect(lab.measurement == nil)
        let route = try await lab.source.command(
          Command("ip", "route", "get", "198.51.100.2")
        ).output()
        #expect(route.contains("dev vxlan0"))
      }
    }

    @Test func aKilledKeeperTakesEverythingWithIt() async throws {
      try await RealLab.with { real in
        let lab = try await real.up()
        let keeper = try #require(real.keeper)
        let space = try FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/\(keeper.pid)/ns/pid")
        #expect(RealLab.processes(in: space).count > 4)
        // SIGKILL, and nothing else.
        try await keeper.end()
        // The kernel ends the others when it comes to them: at once, or with busy processors soon.
        for _ in 0..<50 where !RealLab.processes(in: space).isEmpty {
          try await Task.sleep(for: .milliseconds(100))
        }
        #expect(RealLab.processes(in: space).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: lab.source.networkNamespace))
        #expect { try Lab.find(name: real.name, state: real.state) } throws: {
          "\($0)".contains("is dead") && "\($0)".contains("ferry lab down")
        }
        await #expect(throws: RunnerProblem.self) { try await real.up() }
        #expect(try await Lab.down(name: real.name, state: real.state))
        #expect(!FileManager.default.fileExists(atPath: real.state))
      }
    }

    @Test func libvirtThatDiesIsStartedAgain() async throws {
      try await RealLab.with { real in
        _ = try await real.up()
        let keeper = try #require(real.keeper)
        let space = try FileManager.default.destinationOfSymbolicLink(
          atPath: "/proc/\(keeper.pid)/ns/pid")
        let daemons = RealLab.processes(in: space).filter { RealLab.program(of: $0) == "libvirtd" }
        #expect(daemons.count == 2)
        for daemon in daemons { try await ProcessIdentity(pid: daemon)?.end() }
        let sockets = LabPlace.hosts.map { "\(real.state)/\($0.rawValue)/run/libvirt-sock" }
        for _ in 0..<500 where !sockets.allSatisfy(UnixSocket.answers(at:)) {
          try await Task.sleep(for: .milliseconds(20))
        }
        #expect(sockets.allSatisfy(UnixSocket.answers(at:)))
      }
    }

    @Test func aLinkThatIsCutCarriesNothingUntilItIsMended() async throws {
      try await RealLab.with { real in
        let lab = try await real.up()
        let ping = lab.source.command(Command("ping", "-c", "1", "-W", "1", "198.51.100.2"))
        #expect(try await ping.result().code == 0)
        try await lab.cutLink()
        #expect(try await ping.result().code == 1)
        try await lab.mendLink()
        #expect(try await ping.result().code == 0)
      }
    }

    @Test func twoLabsLiveSideBySide() async throws {
      try await RealLab.with { first in
        try await RealLab.with { second in
          let labs = [try await first.up(), try await second.up()]
          for lab in labs {
            let names = try await lab.supervisor.command(
              Command("ping", "-c", "1", "-W", "2", "203.0.113.2")
            ).output()
            #expect(names.contains("1 received"))
          }
          try await Lab.down(name: first.name, state: first.state)
          #expect(try Lab.find(name: second.name, state: second.state) != nil)
        }
      }
    }

    @Test func aVisitorOfTheLabGoesWithIt() async throws {
      try await RealLab.with { real in
        let lab = try await real.up()
        async let visit = lab.source.command(Command("sleep", "50")).result()
        try await Task.sleep(for: .milliseconds(300))
        try await Lab.down(name: real.name, state: real.state)
        #expect(try await visit.code == 128 + SIGKILL)
      }
    }
  }
}

/// What a lab's directory is and is not; nothing here needs root.
@Suite struct LabDirectories {
  @Test func aDirectoryThatIsNoLabsStays() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder.appending(path: "thesis.tex"))
    let path = folder.path(percentEncoded: false)
    await #expect { try await Lab.down(state: path) } throws: {
      "\($0)".contains("not a lab's state directory") && "\($0)".contains("thesis.tex")
    }
    #expect(FileManager.default.fileExists(atPath: path + "/thesis.tex"))
  }

  @Test func aFolderOfSourcesAndAFileStay() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ferry-\(UUID())")
    let sources = folder.appending(path: "source")
    try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = sources.appending(path: "main.c")
    try Data().write(to: file)
    for state in [folder, file] {
      await #expect { try await Lab.down(state: state.path(percentEncoded: false)) } throws: {
        "\($0)".contains("not a lab's state directory")
      }
    }
    #expect(FileManager.default.fileExists(atPath: file.path(percentEncoded: false)))
  }

  @Test func aHalfMadeLabIsTakenDown() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path(percentEncoded: false)
    try Data(#"{"pid": 1"#.utf8).write(to: folder.appending(path: "keeper.json"))
    #expect(throws: RunnerProblem.self) { try Lab.find(state: path) }
    #expect(try await Lab.down(state: path))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func aPIDThatWasGivenAgainIsNotTheKeeper() throws {
    let this = try ProcessIdentity.current()
    #expect(this.pid == getpid())
    #expect(this.isAlive)
    let data = try JSONEncoder().encode(this)
    let text = String(decoding: data, as: UTF8.self)
      .replacing("\"startTicks\":\(this.startTicks)", with: "\"startTicks\":1")
    let other = try JSONDecoder().decode(ProcessIdentity.self, from: Data(text.utf8))
    #expect(!other.isAlive)
  }
}
