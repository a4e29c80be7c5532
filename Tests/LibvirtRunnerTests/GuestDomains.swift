import Foundation
import LibvirtRunner
import Quantities
import Testing
import XMLCoder

/// What of a definition libvirt reads back, by a parser that is told nothing of how it was written.
private struct ReadBack: Decodable {
  struct OS: Decodable { var kernel, initrd, cmdline: String }
  struct Source: Decodable { var path, append: String? }
  struct Serial: Decodable {
    var type: String
    var source: Source?
  }
  struct Disk: Decodable {
    struct Driver: Decodable { var type, cache: String }
    struct File: Decodable { var file: String }
    struct Target: Decodable { var dev, bus: String }
    var type, device: String
    var driver: Driver
    var source: File
    var target: Target
  }
  struct Devices: Decodable {
    var serial: [Serial]
    var disk: [Disk]?
  }
  var type, name: String
  var os: OS
  var devices: Devices

  init(_ xml: String) throws {
    let decoder = XMLDecoder(trimValueWhitespaces: false)
    self = try decoder.decode(Self.self, from: Data(xml.utf8))
  }
}

@Suite struct GuestDomains {
  static let image = GuestImage(
    kernel: "/images/vmlinuz", initrd: "/images/initrd.gz", initrdWithStressNG: nil, digest: "d",
    versions: [:])

  static func domain(named name: String, console: String = "/run/console.log") throws
    -> DomainDefinition
  {
    let guest = PlannedGuest(memory: ByteCount(512 << 20), machine: "pc-q35-7.2")
    return try DomainDefinition(
      name: name, uuid: "6f1f2c3a-1f6c-4c59-9d5c-0d6a5b3a1c11", guest: guest, image: image,
      orders: GuestOrders(planned: guest, seed: 1), accelerator: .tcg, console: console)
  }

  static let hostile = [
    "a b", " padded ", "it's", "say \"hi\"", "<domain>", "]]><name>x", "a;b & c", "$(id) `id`",
    "]]>", "<!--", "&amp;", "%41", "Fähre ⛴", "--help", "../..".replacing("/", with: "\\"),
  ]

  @Test(arguments: hostile) func aHostileNameIsReadBackAsItIs(name: String) throws {
    let console = "/run/\(name),x=y/console.log"
    let read = try ReadBack(Self.domain(named: name, console: console).xml())
    #expect(read.name == name)
    #expect(read.type == "qemu")
    #expect(read.os.kernel == "/images/vmlinuz")
    #expect(read.os.cmdline.hasPrefix("console=ttyS0 "))
    #expect(read.devices.serial.map(\.type) == ["file", "pty"])
    #expect(read.devices.serial[0].source?.path == console)
    #expect(read.devices.serial[0].source?.append == "on")
  }

  @Test(arguments: ["", "  ", "a/b", "a\nb", "a\u{0}b", "a\u{1B}[2J", "a\rb", "a\u{FFFE}"])
  func aNameThatLibvirtRefusesIsRefusedBefore(name: String) throws {
    let domain = try Self.domain(named: name)
    #expect(throws: RunnerProblem.self) { try domain.xml() }
  }

  @Test func onlyWhatTheRunnerMadeBearsItsMark() throws {
    #expect(DomainDefinition.isFerrys(xml: try Self.domain(named: "x").xml()))
    #expect(
      !DomainDefinition.isFerrys(xml: "<domain type='kvm'><name>urn:ferry:capture</name></domain>"))
    #expect(
      !DomainDefinition.isFerrys(
        xml: "<domain><metadata><ferry:capture xmlns:ferry='urn:else'/></metadata></domain>"))
    #expect(!DomainDefinition.isFerrys(xml: "no XML"))
  }

  @Test func disksStandInTheDefinitionAsFilesPastTheCache() throws {
    var domain = try Self.domain(named: "x")
    #expect(try ReadBack(domain.xml()).devices.disk == nil)
    domain.disks = [
      .init(name: "vda", file: "/images/a b<.raw"),
      .init(name: "vdb", file: "/images/b.qcow2", format: .qcow2),
    ]
    let disks = try #require(try ReadBack(domain.xml()).devices.disk)
    #expect(disks.map(\.source.file) == ["/images/a b<.raw", "/images/b.qcow2"])
    #expect(disks.map(\.driver.type) == ["raw", "qcow2"])
    #expect(disks.allSatisfy { $0.driver.cache == "none" && $0.target.bus == "virtio" })
    #expect(disks.map(\.target.dev) == ["vda", "vdb"])
    domain.disks[0].file = "a\nb"
    #expect(throws: RunnerProblem.self) { try domain.xml() }
  }

  @Test func aLoadThatTheImageLacksIsRefused() throws {
    let guest = PlannedGuest(
      memory: ByteCount(512 << 20),
      loads: [.stressNG(options: ["--vm", "1"], runningFor: .seconds(8))])
    let orders = try GuestOrders(planned: guest, seed: 1)
    #expect(throws: RunnerProblem.self) { try Self.image.initrd(for: orders) }
  }

  /// libvirt without a daemon: its own schema and parser, over a driver that only remembers.
  @Test(.enabled(if: Host.has("virsh"), "needs virsh"), arguments: hostile)
  func libvirtTakesTheDefinitionAndKeepsItsMark(name: String) async throws {
    try await Host.withFolder { folder in
      let file = "\(folder)/domain.xml"
      var domain = try Self.domain(named: name)
      domain.interface = .init(bridge: "br0", mac: "52:54:00:00:00:01")
      domain.disks = [.init(name: "vda", file: "/images/\(name.replacing("/", with: "_")).raw")]
      try Data(domain.xml().utf8).write(to: URL(filePath: file))
      let kept = try await Command(
        "virsh", "-c", "test:///default", "define \(file) --validate; dumpxml \(domain.uuid)"
      ).output()
      let start = try #require(kept.range(of: "<domain "))
      let end = try #require(kept.range(of: "</domain>", options: .backwards))
      let xml = String(kept[start.lowerBound..<end.upperBound])
      #expect(DomainDefinition.isFerrys(xml: xml))
      #expect(try ReadBack(xml).name == name)
      #expect(try ReadBack(xml).os.cmdline == domain.commandLine)
    }
  }
}
