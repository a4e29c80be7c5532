import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

/// How scenarios ask for another hypervisor, manager or method, and what follows from it.
@Suite struct OtherRules {
  private func scenario(_ migration: String) throws -> Scenario {
    try Fixture.scenario(Fixture.with(migration: migration))
  }

  private func origin(_ path: String, _ scenario: Scenario) -> String? {
    scenario.values.first { $0.path == path }.map { "\($0.text) (\($0.origin))" }
  }

  @Test func eachManagerHasItsOwnDowntimeLimit() throws {
    let proxmox = try scenario("manager: proxmox")
    #expect(proxmox.input.settings.downtimeLimit == .milliseconds(100))
    #expect(origin("migration.downtime-limit", proxmox) == "100 ms (default)")
    let libvirt = try scenario("")
    #expect(origin("migration.downtime-limit", libvirt) == "300 ms (default)")
    #expect(origin("migration.manager", libvirt) == "libvirt (default)")
    #expect(try scenario("manager: none").input.settings.manager is NoManager)
  }

  @Test func xenIsDrivenByItsOwnTool() throws {
    for text in ["hypervisor: xen classic", "hypervisor: xen classic, manager: none"] {
      let scenario = try scenario(text)
      #expect(scenario.input.settings.manager is Xl)
      #expect(origin("migration.downtime-limit", scenario) == nil)
      #expect(scenario.notes.contains { $0.contains("fitted with QEMU and libvirt") })
      let record = scenario.predict()
      #expect(record.timeElapsed != nil && record.downtime == record.pause)
      #expect(record.qemuTotalTime == nil && record.qemuDowntime == nil)
      #expect(!record.showsFiguresOfQEMU)
    }
  }

  @Test func proxmoxTellsQEMUsDowntimeAndWhatIsLeftOut() throws {
    let record = try scenario("manager: proxmox").predict()
    #expect(record.downtime == nil)
    #expect(try #require(record.pause) > #require(record.qemuDowntime))
    #expect(record.showsFiguresOfQEMU)
    let notes = try #require(record.prediction).notes
    #expect(notes.contains { $0.contains("XBZRLE") })
    #expect(notes.contains { $0.contains("SSH tunnel") })
  }

  @Test func aRaisedLimitIsTold() throws {
    let scenario = try Fixture.scenario(
      """
      vm: {memory: 1 GiB, touched: 600 MiB}
      path: {bandwidth: 300 Mbit/s, rtt: 1 ms}
      workload: [{pattern: uniform, working-set: 400 MiB, rate: 900 MiB/s}]
      migration: {manager: proxmox}
      run: {offsets: 1}

      """)
    let notes = try #require(scenario.predict().prediction).notes
    #expect(
      notes.contains("proxmox raised the downtime limit from 100 ms to 12.8 s"), "\(notes)")
  }

  @Test func virshsDefaultAtATimeoutIsToSuspend() throws {
    let plain = try scenario("timeout: 9 s")
    #expect(plain.input.settings.onTimeout == .suspend)
    #expect(origin("migration.on-timeout", plain) == "suspend (default)")
    #expect(try scenario("timeout: 9 s, on-timeout: abort").input.settings.onTimeout == .abort)
  }

  @Test func stopAndCopyAndPeerToPeerAreTaken() throws {
    let settings = try scenario("method: stop-and-copy, p2p: true").input.settings
    #expect(settings.method == .stopAndCopy)
    #expect(settings.manager is LibvirtPeerToPeer)
  }
}
