import Glibc
import Testing

@testable import LibvirtRunner

/// Who delays frames: the kernel, or where it can't, the lab's own relay.
@Suite struct LabLinkDelay {
  @Test func netemStandsOnBothEndsOfAPair() {
    let made = LinkDelay.netem.devices.map(\.command.description)
    #expect(made.contains("ip link add delay0 type veth peer name delay1"))
    #expect(made.contains("ip link set dev delay1 gso_max_segs 1"))
    #expect(
      LinkDelay.netemSteps(nanoseconds: 18_450_700).map(\.command.description) == [
        "tc qdisc replace dev delay0 root netem delay 18450us limit 100000",
        "tc qdisc replace dev delay1 root netem delay 18450us limit 100000",
      ])
  }

  @Test func aRelayHasTAPDevices() {
    let made = LinkDelay.relay.devices.map(\.command.description)
    #expect(made.contains("ip tuntap add dev delay0 mode tap"))
    #expect(made.contains("ip link set dev delay1 up"))
    #expect(!made.joined().contains("veth"))
  }

  /// Tried in a namespace of the test's own, and held against what tc lists there.
  @Test(.enabled(if: geteuid() == 0 && Host.has("unshare", "tc"), "needs root, unshare and tc"))
  func tryingTellsWhetherTheKernelHasNetem() async throws {
    let trial = "tc qdisc add dev lo root netem delay 1ms"
    let listed = try await Command(
      "unshare", "--net", "sh", "-c", "\(trial) 2>/dev/null; tc qdisc show dev lo"
    ).output()
    let found = await LinkDelay.found(by: LabStep(nil, "unshare --net \(trial)"))
    #expect(found == (listed.contains("qdisc netem") ? .netem : .relay))
  }
}
