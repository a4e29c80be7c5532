import Foundation

/// Debian's package of the kernel that its cloud images boot: small, made for QEMU's devices.
struct KernelPackage {
  var name: String
  var version: String

  /// What a guest may have to load, each after those that it needs itself; in folders, so that it
  /// loads only what its devices need.
  static let modules: [(folder: String, modules: [String])] = [
    (
      "virtio",
      [
        "drivers/virtio/virtio_ring", "drivers/virtio/virtio",
        "drivers/virtio/virtio_pci_legacy_dev", "drivers/virtio/virtio_pci_modern_dev",
        "drivers/virtio/virtio_pci",
      ]
    ),
    ("disk", ["drivers/block/virtio_blk"]),
    ("network", ["net/core/failover", "drivers/net/net_failover", "drivers/net/virtio_net"]),
  ]

  /// The package that linux-image-cloud-amd64 stands for at present.
  static func newest() async throws -> KernelPackage {
    let text = try await needed(
      "apt-cache", "show", "--no-all-versions", "linux-image-cloud-amd64")
    let depends = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("Depends:") } ?? ""
    // "Depends: linux-image-6.1.0-56-cloud-amd64 (= 6.1.192-2)"
    let words = depends.split { " (=),".contains($0) }
    guard words.count >= 3, words[1].hasPrefix("linux-image-") else {
      throw RunnerProblem(
        "apt knows no kernel package behind linux-image-cloud-amd64",
        remedy: "the guest is built on Debian for amd64; try apt-get update")
    }
    return KernelPackage(name: String(words[1]), version: String(words[2]))
  }

  /// Downloads the package and unpacks it beside; nothing is installed.
  func unpack(below scratch: URL) async throws -> (
    kernel: URL, modules: [(folder: String, files: [URL])]
  ) {
    // apt-get downloads into the folder where it stands, and lends its rights to nobody there.
    try await needed(
      "env", "-C", scratch.path, "apt-get", "download", "--quiet", "-o",
      "APT::Sandbox::User=root", "\(name)=\(version)", limit: 300)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    guard let package = names.first(where: { $0.hasSuffix(".deb") }) else {
      throw RunnerProblem("apt-get download \(name) gave no package")
    }
    let root = scratch.appending(path: "root")
    try await needed(
      "dpkg-deb", "-x", scratch.appending(path: package).path, root.path, limit: 120)
    let release = name.dropFirst("linux-image-".count)
    let kernel = root.appending(path: "boot/vmlinuz-\(release)")
    guard FileManager.default.fileExists(atPath: kernel.path) else {
      throw RunnerProblem("\(package) has no boot/vmlinuz-\(release)")
    }
    // Later kernels have them compressed, or some of them built in. Debian 13 has its modules
    // below /usr.
    let modules = KernelPackage.modules.map { folder, modules in
      let files = modules.compactMap { module in
        ["lib", "usr/lib"].flatMap { top in
          [".ko", ".ko.xz", ".ko.zst"].map {
            root.appending(path: "\(top)/modules/\(release)/kernel/\(module)\($0)")
          }
        }.first { FileManager.default.fileExists(atPath: $0.path) }
      }
      return (folder: folder, files: files)
    }
    return (kernel, modules)
  }
}
