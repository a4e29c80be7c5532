#if Libvirt
  import EventKernel
  import Foundation
  import Glibc
  import Records
  import Scenarios
  import Testing

  @testable import LibvirtRunner

  extension RealLabs {
    /// The built command, killed at any instant of a campaign and started again.
    @Suite(
      .enabled(
        if: ProcessInfo.processInfo.environment["FERRY_LONG_TESTS"] == "1",
        "takes some minutes; FERRY_LONG_TESTS=1 runs it"))
    struct KilledCaptures {
      /// What a shell would take for its own, in every name that is a person's to choose.
      static let hostile = "it's \"a\"; $(touch run) `touch run`\n& <b> | %n"
      /// A plan's name is printed, and so is one line.
      static let spoken = hostile.replacing("\n", with: " ")

      @Test(.timeLimit(.minutes(15)))
      func aKilledCampaignGoesOnAndEndsComplete() async throws {
        let folder = try TestFolder()
        let name = "test-\(UUID().uuidString.prefix(8))"
        let lab = try await Lab.up(name: name, executable: RealLab.ferry)
        do {
          try await killed(in: folder, lab)
        } catch {
          _ = try? await Lab.down(name: name)
          throw error
        }
        let namespaces = Set(
          LabPlace.allCases.compactMap { Self.inode(lab.namespaces.path(of: $0)) })
        #expect(namespaces.count == 4)
        #expect(try await Lab.down(name: name))
        #expect(Self.processes(in: namespaces) == [])
        #expect(!FileManager.default.fileExists(atPath: lab.directory.path))
        #expect(try !String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8).contains(name))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.sorted() == ["out \(Self.hostile)", "plan \(Self.hostile).yaml"].sorted())
      }

      private func killed(in folder: TestFolder, _ lab: Lab) async throws {
        let output = "\(folder.path)/out \(Self.hostile)"
        let file = "\(folder.path)/plan \(Self.hostile).yaml"
        let yaml = """
          name: \(try RealLabs.GivenHostCaptures.quoted("a campaign; \(Self.spoken)"))
          scenario:
            vm: {memory: 128 MiB, touched: 90 MiB}
            path: {bandwidth: 120 Mbit/s, rtt: 0.1 ms}
          cycles: 3

          """
        try Data(yaml.utf8).write(to: URL(filePath: file))
        let plan = try CapturePlan(contentsOf: file)
        var instants = RandomStream(seed: 11, replication: 1, component: "kills")
        var finished: [Data] = []
        // In the first run, in the second, in the third: what is finished must outlive each kill.
        for count in 0..<3 {
          let campaign = try Self.ferry(
            ["capture", file, "-o", output, "--lab", lab.name], in: folder)
          while campaign.isRunning, Self.records(in: output).count < count {
            try await Task.sleep(for: .milliseconds(20))
          }
          let milliseconds = 1000 + Int(instants.next() % 29_000)
          try await Task.sleep(for: .milliseconds(milliseconds))
          kill(campaign.processIdentifier, SIGKILL)
          campaign.waitUntilExit()
          try await Self.expectOneGuestAtMost(in: lab)
          let lines = Self.records(in: output)
          #expect(lines.starts(with: finished), "a finished run was lost")
          finished = lines
          print("killed \(milliseconds) ms after run \(count), \(lines.count) finished")
        }
        let last = try Self.ferry(["capture", file, "-o", output, "--lab", lab.name], in: folder)
        while last.isRunning { try await Task.sleep(for: .milliseconds(100)) }
        #expect(last.terminationStatus == 0)
        let campaign = try Campaign.open(output, plan: plan)
        #expect(campaign.remaining.isEmpty)
        #expect(campaign.records.map(\.outcome) == ["completed", "completed", "completed"])
        let all = Self.records(in: output)
        #expect(all.starts(with: finished))
        #expect(all.count == 3, "a finished run was repeated")
        try await CaptureFixture.expectNothingLeft(in: lab)
      }

      private static func records(in folder: String) -> [Data] {
        let text = FileManager.default.contents(atPath: "\(folder)/records.jsonl")
        return RecordLog.lines(of: text ?? Data())
      }

      private static func ferry(_ arguments: [String], in folder: TestFolder) throws -> Process {
        let process = Process()
        let ferry: String = try #require(RealLab.ferry)
        process.executableURL = URL(filePath: ferry)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
      }

      /// Never does a guest run on two hosts; and within 40 s nobody waits for it on a second.
      private static func expectOneGuestAtMost(in lab: Lab) async throws {
        let hosts = [lab.source, lab.destination]
        let deadline = ContinuousClock().now + .seconds(40)
        while true {
          var states: [Domain.State] = []
          for host in hosts {
            for domain in try await Connection.open(host.localURI).domains() {
              // It may end between the two questions.
              if let state = try? await domain.state().state { states.append(state) }
            }
          }
          #expect(states.count { $0 == .running || $0 == .blocked } <= 1)
          if states.count <= 1 { return }
          try #require(ContinuousClock().now < deadline, "\(states)")
          try await Task.sleep(for: .milliseconds(250))
        }
      }

      private static func processes(in namespaces: Set<UInt64>) -> [Int32] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { Int32($0) }.filter {
          inode("/proc/\($0)/ns/net").map(namespaces.contains) ?? false
        }
      }

      private static func inode(_ path: String) -> UInt64? {
        var facts = stat()
        return stat(path, &facts) == 0 ? UInt64(facts.st_ino) : nil
      }
    }
  }

#endif
