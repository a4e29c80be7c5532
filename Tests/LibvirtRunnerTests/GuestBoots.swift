import Foundation
import LibvirtRunner
import Quantities
import Testing

/// The image is built once for all of these, and booted by plain QEMU.
@Suite(
  .serialized,
  .enabled(
    if: Host.has("apt-get", "apt-cache", "dpkg-deb", "cc", "gzip", "sha256sum", Host.qemu),
    "needs Debian's apt and dpkg, a C compiler and QEMU"))
struct GuestBoots {
  @Test(.timeLimit(.minutes(5)))
  func theGuestIsBuiltOnceAndBootsToReady() async throws {
    try await Host.withFolder { folder in
      let image = try await GuestImage.build(into: folder)
      let made = try Self.modified(image.initrd)
      // What a killed builder left goes, what a living one works on stays, and nothing is built.
      let abandoned = "\(folder)/.building-\(try await Self.endedProcess())-x"
      let living = "\(folder)/.building-1-x"
      for path in [abandoned, living] {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      }
      #expect(try await GuestImage.build(into: folder) == image)
      #expect(try Self.modified(image.initrd) == made)
      #expect(!FileManager.default.fileExists(atPath: abandoned))
      #expect(FileManager.default.fileExists(atPath: living))

      try await Self.boots(image, in: folder)
      try await Self.aFailureIsTold(image, in: folder)
      try await Self.anAcceleratorIsChosen(image, in: folder)
      try await Self.theSameInputsGiveTheSameBytes(image, in: folder)
    }
  }

  static func boots(_ image: GuestImage, in folder: String) async throws {
    let writer = PageWriter(
      pattern: .hotCold(fraction: .percent(10), share: .percent(90)),
      workingSet: ByteCount(32 << 20), rate: .bitsPerSecond(8_000_000), pacing: .steady)
    let guest = PlannedGuest(
      memory: ByteCount(256 << 20), touched: ByteCount(160 << 20), loads: [.writer(writer), .idle])
    // It would not be ready with an interface that does not take its address.
    let orders = try GuestOrders(
      planned: guest, seed: 3, address: .init(ipv4: "10.0.0.2", mask: "255.255.255.0"))
    // Another guest's last words are in the file before this one's first.
    let file = "\(folder)/console.log"
    try Data("ferry: ready\n".utf8).write(to: URL(filePath: file))
    let console = Console(file: file)
    try await running(image, orders, memory: 256, console: file) { isRunning in
      try await console.waitUntilReady(within: .seconds(60), whileRunning: isRunning)
      #expect(console.lines.filter { $0.contains("ferry: ready") }.count == 1)
      try await Task.sleep(for: .seconds(1))
      #expect(console.endedLoads.isEmpty)
    }
  }

  static func aFailureIsTold(_ image: GuestImage, in folder: String) async throws {
    guard image.initrdWithStressNG != nil else { return }
    let guest = PlannedGuest(
      memory: ByteCount(256 << 20),
      loads: [.stressNG(options: ["--no such; option"], runningFor: .seconds(8))])
    let file = "\(folder)/failure.log"
    let console = Console(file: file)
    let orders = try GuestOrders(planned: guest, seed: 3)
    try await running(image, orders, memory: 256, console: file) { isRunning in
      await #expect {
        try await console.waitUntilReady(within: .seconds(60), whileRunning: isRunning)
      } throws: { error in
        "\(error)".contains("ferry: failed: load 1 (stress-ng) with code")
      }
      // stress-ng itself says which option, whole and in one piece.
      #expect(console.lines.contains { $0.contains("no such; option") })
    }
    let never = Console(file: "\(folder)/no such file")
    await #expect(throws: RunnerProblem.self) {
      try await never.waitUntilReady(within: .milliseconds(200))
    }
  }

  static func anAcceleratorIsChosen(_ image: GuestImage, in folder: String) async throws {
    let clock = ContinuousClock()
    let choice = try await Accelerator.choose(
      image: image, emulator: Host.qemu, keptIn: folder, within: .seconds(5))
    #expect(choice.reason.hasPrefix(choice.accelerator == .kvm ? "KVM" : "TCG: under KVM "))
    let start = clock.now
    let again = try await Accelerator.choose(image: image, emulator: Host.qemu, keptIn: folder)
    #expect(again == choice)
    #expect(clock.now - start < .seconds(3))
  }

  /// From other folders, at another time.
  static func theSameInputsGiveTheSameBytes(_ image: GuestImage, in folder: String) async throws {
    let other = try await GuestImage.build(into: "\(folder)/other")
    #expect(other.digest == image.digest)
    for (one, two) in [(image.initrd, other.initrd), (image.kernel, other.kernel)] {
      #expect(FileManager.default.contentsEqual(atPath: one, andPath: two))
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/other")
    #expect(left == ["guest-\(image.digest.prefix(16))"])
  }

  static func running(
    _ image: GuestImage, _ orders: GuestOrders, memory: Int, console: String,
    _ body: (@escaping @Sendable () -> Bool) async throws -> Void
  ) async throws {
    let qemu = Process()
    qemu.executableURL = URL(filePath: "/usr/bin/env")
    qemu.arguments = [
      Host.qemu, "-accel", "tcg", "-machine", "q35", "-m", "\(memory)", "-nodefaults",
      "-display", "none", "-netdev", "hubport,id=net,hubid=0", "-device",
      "virtio-net-pci,netdev=net", "-no-reboot", "-kernel", image.kernel,
      "-initrd", try image.initrd(for: orders), "-append", orders.commandLine,
      "-chardev", "file,id=console,append=on,path=\(console)", "-serial", "chardev:console",
    ]
    qemu.standardInput = FileHandle.nullDevice
    try qemu.run()
    let pid = qemu.processIdentifier
    defer {
      kill(pid, SIGKILL)
      qemu.waitUntilExit()
    }
    try await body { kill(pid, 0) == 0 }
  }

  static func modified(_ path: String) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
  }

  static func endedProcess() async throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/true")
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }
}

@Suite struct Accelerators {
  @Test func anEmulatorThatIsMissingIsNamed() async {
    await #expect {
      try await Accelerator.choose(
        image: GuestDomains.image, emulator: "/no/such/qemu", keptIn: "/no such folder")
    } throws: {
      "\($0)".contains("/no/such/qemu")
    }
  }
}
