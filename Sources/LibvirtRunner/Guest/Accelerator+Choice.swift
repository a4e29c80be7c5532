import Foundation

extension Accelerator {
  /// What was found to run a guest, and why.
  public struct Choice: Sendable, Equatable, Codable {
    public var accelerator: Accelerator
    /// In words, for the record: "TCG: under KVM the guest was not ready within 15 seconds".
    public var reason: String
    /// What a reader of the figures must know.
    public var warning: String?
    /// "10.0.2"
    public var qemuVersion: String
  }

  /// Tries KVM with the very guest that is to be measured, and falls back to TCG.
  ///
  /// A /dev/kvm that can be opened is no proof: inside some virtual machines a guest hangs in boot.
  /// What was found holds for this boot of the host, this emulator and this image, and is kept in
  /// `directory` until then.
  ///
  /// - Throws: `RunnerProblem` where the emulator cannot be run, or the guest boots under neither.
  public static func choose(
    image: GuestImage, emulator: String = "/usr/bin/qemu-system-x86_64", keptIn directory: String,
    within limit: Duration = .seconds(15)
  ) async throws -> Choice {
    let version = try await qemuVersion(of: emulator)
    let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    let key = "\(boot.prefix(36)) \(emulator) \(version) \(image.digest)"
    let file = URL(filePath: directory).appending(path: "accelerator.json")
    if let data = try? Data(contentsOf: file),
      let kept = try? JSONDecoder().decode(Kept.self, from: data), kept.key == key
    {
      return kept.choice
    }

    let choice: Choice
    if let problem = await problem(under: .kvm, image: image, emulator: emulator, within: limit) {
      // TCG is slow but not in doubt; a busy machine gets the time it needs.
      if let other = await self.problem(
        under: .tcg, image: image, emulator: emulator, within: max(limit, .seconds(120)))
      {
        throw RunnerProblem(
          "the guest boots neither under KVM (\(problem)) nor under TCG (\(other))")
      }
      choice = Choice(
        accelerator: .tcg, reason: "TCG: under KVM \(problem)",
        warning: warning(qemuVersion: version), qemuVersion: version)
    } else {
      choice = Choice(
        accelerator: .kvm, reason: "KVM: the guest boots under it", warning: nil,
        qemuVersion: version)
    }
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try JSONEncoder().encode(Kept(key: key, choice: choice)).write(to: file, options: .atomic)
    return choice
  }

  private struct Kept: Codable {
    var key: String
    var choice: Choice
  }

  /// What is wrong with figures taken under TCG with this QEMU.
  static func warning(qemuVersion version: String) -> String? {
    guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major < 9 else {
      return nil
    }
    return "QEMU \(version) under TCG loses pages that are dirtied again while their address is "
      + "in its soft TLB: small working sets look cleaner than they are. QEMU 9.0 does not."
  }

  /// "QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1~bpo12+1)"
  private static func qemuVersion(of emulator: String) async throws -> String {
    let words = try await Command(emulator, "--version").output().split { $0.isWhitespace }
    guard let word = words.drop(while: { $0 != "version" }).dropFirst().first else {
      throw RunnerProblem("\(emulator) --version names no version", remedy: "is it QEMU?")
    }
    return String(word)
  }

  /// Boots the image until it switches itself off; nil where it did, or why not.
  private static func problem(
    under accelerator: Accelerator, image: GuestImage, emulator: String, within limit: Duration
  ) async -> String? {
    let command = Command(
      emulator, "-accel", accelerator.rawValue, "-machine", "q35", "-m", "256", "-nodefaults",
      "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio", "-kernel",
      image.kernel, "-initrd", image.initrd, "-append", GuestOrders.trial.commandLine)
    do {
      let result = try await command.result(within: limit)
      if result.output.contains("ferry: ready") { return nil }
      return "it ended with: \((result.output + result.errors).trimmedLines(last: 3))"
    } catch {
      return "the guest was not ready within \(limit)"
    }
  }
}
