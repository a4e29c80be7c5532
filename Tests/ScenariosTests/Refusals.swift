import MigrationModel
import Records
import Scenarios
import Testing

/// What libvirt would refuse is a result, not an error.
@Suite struct Refusals {
  @Test(arguments: [
    ("vm: {memory: 1 GiB, cpu-vendor: Intel}", "AMD", true),
    ("vm: {memory: 1 GiB, cpu-vendor: Intel}", "intel", false),
    ("vm: {memory: 1 GiB}", "AMD", false),
  ])
  func aGuestOfAnotherVendorIsRefused(vm: String, vendor: String, isRefused: Bool) throws {
    let yaml = """
      \(vm)
      path: {bandwidth: 1 Gbit/s, rtt: 1 ms}
      hosts:
        source: {profile: generic-kvm}
        destination: {profile: generic-kvm, cpu-vendor: \(vendor)}
      """
    let record = try Scenario(ScenarioNode(yaml: yaml), file: "s.yaml").predict()
    #expect(record.outcome == (isRefused ? "refused" : "completed"))
    if isRefused {
      #expect(record.reason?.contains("AMD") == true)
      #expect(record.timeElapsed == nil)
      #expect(record.memoryNormal == 0)
    }
  }

  @Test func aDowntimeLimitOfNothingIsToldToMeanNothing() throws {
    let yaml = """
      vm: {memory: 1 GiB, touched: 100 MiB}
      path: {bandwidth: 1 Gbit/s, rtt: 1 ms}
      migration: {downtime-limit: 0}
      """
    let scenario = try Scenario(ScenarioNode(yaml: yaml), file: "s.yaml")
    #expect(scenario.notes.contains { $0.contains("a downtime limit of 0 means nothing") })
  }
}
