import Foundation
import Scenarios
import Testing

@testable import Answers

/// The lines that a person types for the same migration.
@Suite struct ByHand {
  private func command(
    _ tool: String, for names: HandNames = HandNames(), _ settings: String...
  ) throws -> HandCommand {
    var node = try ScenarioNode(yaml: Example.converging)
    for setting in settings { try node.set(setting) }
    let scenario = try Scenario(node, profiles: ProfileLibrary(usesFiles: false))
    return try #require(scenario.handCommands(for: names).first { $0.tool == tool })
  }

  @Test func defaultsNeedNoOption() throws {
    let virsh = try command("virsh")
    #expect(virsh.lines == ["virsh migrate --live DOMAIN qemu+ssh://DESTINATION/system"])
    #expect(virsh.notes.isEmpty)
  }

  @Test func everyOptionOfTheScenarioIsThere() throws {
    let virsh = try command(
      "virsh", for: HandNames(guest: "web", destination: "host2"),
      "migration={downtime-limit: 500 ms, bandwidth: 64 MiB/s}")
    #expect(
      virsh.lines == [
        "virsh migrate-setmaxdowntime web 500",
        "virsh migrate --live web qemu+ssh://host2/system --bandwidth 64",
      ])
    #expect(
      virsh.notes == [
        "while it runs, the rate limit is virsh migrate-setspeed web and "
          + "whole MiB/s"
      ])
  }

  @Test func movesWithoutLiveMemoryHaveTheirOwnLines() throws {
    let disks = "vm.disks=[{name: vda, size: 1 GiB, storage: local}]"
    func lines(_ tool: String, _ method: String) throws -> [String] {
      try command(tool, disks, "migration.method=\(method)").lines
    }
    #expect(try lines("virsh", "checkpoint").first == "virsh save DOMAIN FILE")
    #expect(try lines("virsh", "cold").count == 3)
    #expect(try lines("virsh", "two-step").last?.contains("--copy-storage-inc") == true)
    #expect(try lines("qm", "cold").last?.contains("--online") == false)
    #expect(try lines("qm", "two-step").last?.contains("--online") == true)
    #expect(try command("qm", disks, "migration.method=cold").notes[0].contains("qm shutdown"))
    let all = try command("virsh", disks, "migration.copy-storage-all=true")
    #expect(all.lines[0].hasSuffix(" --copy-storage-all"))
  }

  @Test func aBandwidthThatVirshCannotTakeIsSaid() throws {
    let virsh = try command("virsh", "migration.bandwidth=37 Mbit/s")
    #expect(virsh.lines.last?.hasSuffix("--bandwidth 4") == true)
    #expect(virsh.notes.first == "virsh takes whole MiB/s: 37 Mbit/s is 4.41 of them")
    // 0 would be no limit at all.
    let slow = try command("virsh", "migration.bandwidth=100 kbit/s")
    #expect(slow.lines.last?.hasSuffix("--bandwidth 1") == true)
  }

  @Test func abortingAtATimeoutIsSaidInWords() throws {
    let virsh = try command("virsh", "migration={timeout: 90 s, on-timeout: abort}")
    #expect(virsh.lines.allSatisfy { !$0.contains("timeout") })
    #expect(virsh.notes.contains { $0.contains("virsh domjobabort DOMAIN after 1 min 30 s") })
  }

  @Test func aBuildsOwnRuleHasNoOption() throws {
    for tool in ["virsh", "qm"] {
      let command = try command(tool, "migration.stop-rule={pages: 50}")
      #expect(command.notes.contains { $0.hasPrefix("stop-rule has no option") })
    }
  }

  @Test func proxmoxTakesKibibytesAndSeconds() throws {
    let qm = try command(
      "qm", for: HandNames(guest: "101", destination: "pve2"), "migration.bandwidth=8 MiB/s")
    #expect(
      qm.lines == [
        "qm set 101 --migrate_downtime 0.300",
        "qm migrate 101 pve2 --online --bwlimit 8192 --migration_type insecure",
      ])
    #expect(qm.notes.contains { $0.hasPrefix("not the same: ") })
    #expect(try command("qm", for: HandNames(guest: "web")).lines.last?.contains("VMID") == true)
  }

  @Test func bareQEMUHasItsMonitor() throws {
    let monitor = try command("QEMU's monitor", "migration.manager=none")
    #expect(
      monitor.lines == [
        "migrate_set_parameter downtime-limit 300", "migrate_set_parameter max-bandwidth 0",
        "migrate -d tcp:DESTINATION:4444",
      ])
  }

  @Test func aGuestThatIsStoppedFirstIsStoppedByHand() throws {
    let monitor = try command(
      "QEMU's monitor", "migration={manager: none, method: stop-and-copy}")
    #expect(monitor.lines.suffix(2) == ["stop", "migrate -d tcp:DESTINATION:4444"])
  }

  @Test func whatATimeoutDoesIsTypedThen() throws {
    func notes(_ tool: String, _ manager: String, _ action: String) throws -> [String] {
      try command(
        tool, "migration={manager: \(manager), timeout: 90 s, on-timeout: \(action)}"
      ).notes
    }
    let monitor = "QEMU's monitor"
    #expect(
      try notes(monitor, "none", "suspend").first
        == "there is no timeout: type stop after 1 min 30 s")
    #expect(
      try notes(monitor, "none", "abort").first
        == "there is no timeout: type migrate_cancel after 1 min 30 s")
    #expect(
      try notes("qm", "libvirt", "suspend").contains {
        $0.contains("type stop in its monitor (qm monitor VMID) then")
      })
    #expect(try notes("qm", "proxmox", "abort").contains { $0.contains("stop its task then") })
  }

  /// The shell itself says what it takes a line for.
  @Test(arguments: [
    "a b", "$(touch injected)", "`touch injected`", "'; touch injected; '", "it's", "a\"b", "~root",
    "*", "#x", "-x", "a\\b", "é漢", "a&b|c>d<e", "!!", "{a,b}",
  ])
  func aNameReachesTheToolAsItIs(name: String) throws {
    let virsh = try command(
      "virsh", for: HandNames(guest: name, destination: name), "migration.downtime-limit=1 s")
    for line in virsh.lines {
      let words = try wordsByShell(line)
      let domain = name.hasPrefix("-") ? "--domain=\(name)" : name
      #expect(words.contains(domain), "\(line)")
    }
    #expect(try wordsByShell(try #require(virsh.lines.last)).count == 5)
  }

  /// Each word of a line as a shell hands it over, without running anything.
  private func wordsByShell(_ line: String) throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "set -- \(line)\nfor word; do printf '%s\\0' \"$word\"; done"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
