import Foundation
import MigrationModel
import Quantities
import Testing

@testable import LibvirtRunner

/// What the lab tells the kernel's tools, and reads from them; nothing here needs root.
@Suite struct LabUnits {
  static func path(
    at layer: BandwidthLayer = .tc, bottleneck: Bottleneck = .router, rtt: Span = .milliseconds(37),
    burst: ByteCount = ByteCount(65536), mtu: ByteCount = ByteCount(1500),
    overlay: Overlay = .none
  ) -> Path {
    Path(
      bandwidth: .bitsPerSecond(37_000_000), measuredAt: layer, roundTrip: rtt,
      bottleneck: bottleneck, burst: burst, mtu: mtu, overlay: overlay)
  }

  func steps(_ path: Path, on place: LabPlace) throws -> [String] {
    try ShapedPath(path).steps.filter { $0.place == place }.map(\.command.description)
  }

  @Test func aRateOfAnotherLayerIsToldToTcAsTcCounts() throws {
    #expect(try ShapedPath(Self.path(at: .tc)).tcRateBitsPerSecond == 37_000_000)
    // 1514 bytes at tc for 1448 of payload, 1500 of IP and 1538 on the wire.
    #expect(try ShapedPath(Self.path(at: .goodput)).tcRateBitsPerSecond == 38_686_464)
    #expect(try ShapedPath(Self.path(at: .ip)).tcRateBitsPerSecond == 37_345_333)
    #expect(try ShapedPath(Self.path(at: .wire)).tcRateBitsPerSecond == 36_422_627)
  }

  @Test func aRoutersShapersStandOnItsPorts() throws {
    let shaper = "root tbf rate 37000000bit burst 65536 latency 100000us"
    let router = try steps(Self.path(bottleneck: .router), on: .router)
    #expect(router.contains("tc qdisc add dev port0 \(shaper)"))
    #expect(router.contains("tc qdisc add dev port1 \(shaper)"))
    let source = try steps(Self.path(bottleneck: .source), on: .source)
    #expect(source.contains("tc qdisc add dev wan0 \(shaper)"))
    #expect(try !steps(Self.path(bottleneck: .source), on: .router).joined().contains("tbf"))
  }

  @Test func framesTakeTheRelayOnlyWhereADelayIsAsked() throws {
    let delayed = "ip link set dev port1 master switch1"
    #expect(try steps(Self.path(), on: .router).contains(delayed))
    let short = Self.path(rtt: .microseconds(100))
    #expect(try !steps(short, on: .router).contains(delayed))
  }

  @Test func anOverlayCarriesTheMigrationNetwork() throws {
    let plain = try steps(Self.path(), on: .source)
    #expect(plain.contains("ip address add 198.51.100.1/24 dev wan0"))
    let overlaid = try steps(Self.path(overlay: .vxlan), on: .source)
    #expect(overlaid.contains("ip address add 198.51.100.1/24 dev vxlan0"))
    #expect(overlaid.contains { $0.contains("vxlan0 mtu 1450 type vxlan") })
  }

  @Test func whatTcWouldTakeAndNotDoIsRefused() throws {
    #expect(throws: RunnerProblem.self) { try ShapedPath(Self.path(burst: ByteCount(1513))) }
    #expect(throws: Never.self) { try ShapedPath(Self.path(burst: ByteCount(1514))) }
    #expect(throws: RunnerProblem.self) { try ShapedPath(Self.path(rtt: .seconds(61))) }
  }

  @Test func aDelayThatPingDoesNotConfirmIsRefused() throws {
    let shaped = try ShapedPath(Self.path())
    #expect(throws: Never.self) { try shaped.confirm(roundTripMilliseconds: 38.8) }
    #expect { try shaped.confirm(roundTripMilliseconds: 39) } throws: {
      "\($0)".contains("37.0 ms was asked for, and ping finds 39.0 ms")
    }
    let short = try ShapedPath(Self.path(rtt: .zero))
    #expect(throws: Never.self) { try short.confirm(roundTripMilliseconds: 0.29) }
    #expect(throws: RunnerProblem.self) { try short.confirm(roundTripMilliseconds: 0.31) }
  }

  @Test(arguments: ["", "a b", "../x", "a/b", "ö"])
  func aNameThatIsNoFileNameIsRefused(name: String) {
    #expect(throws: RunnerProblem.self) { try LabDirectory(name: name, state: nil) }
  }

  @Test func aSocketPathMayBeAsLongAsTheSystemAllows() throws {
    let tail = "/destination/run/libvirt-sock".count
    let longest = "/" + String(repeating: "x", count: 106 - tail)
    let directory = try LabDirectory(name: "a", state: longest)
    #expect(directory.socket(of: .destination).utf8.count == 107)
    #expect { try LabDirectory(name: "a", state: longest + "x") } throws: {
      "\($0)".contains("108 bytes") && "\($0)".contains("--state")
    }
  }

  @Test func aPathInAURIKeepsItsMeaning() throws {
    let directory = try LabDirectory(name: "a", state: "/tmp/my lab&x=1")
    let host = LabHost(.source, in: directory, .inside)
    let expected = "/tmp/my%20lab%26x%3D1/source/run/libvirt-sock"
    #expect(host.localURI == "qemu+unix:///system?socket=\(expected)")
  }

  @Test func whatIsMissingIsNamedWithItsPackages() throws {
    let lacking: Set = ["tc", "iperf3", "ip"]
    let missing = LabRequirements.missing { path in
      !lacking.contains(String(path.split(separator: "/").last ?? ""))
    }
    let problem = try #require(LabRequirements.problem(missing: missing))
    #expect(problem.what.hasSuffix("ip, tc (package iproute2), iperf3 (package iperf3)"))
    #expect(problem.remedy == "apt-get install -y iproute2 iperf3")
    #expect(LabRequirements.problem(missing: []) == nil)
  }
}
