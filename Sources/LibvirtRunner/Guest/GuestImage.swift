import Foundation

/// The kernel and the first file systems that the runner's guests boot from.
///
/// All of the guest is Debian's cloud kernel, an init and a page writer of our own; a second file
/// system adds stress-ng. There is no shell in it. Images are the same for the same inputs, to the
/// byte, and hold nothing of one run: that is in `GuestOrders`.
public struct GuestImage: Sendable, Equatable {
  public var kernel: String
  /// For idle guests and page writers: 0.6 MB.
  public var initrd: String
  /// With stress-ng in it, 11 MB; nil where the building host has none.
  public var initrdWithStressNG: String?
  /// SHA-256 of everything that went in.
  public var digest: String
  /// What is inside: `linux-image-6.1.0-56-cloud-amd64` is `6.1.192-2`, `stress-ng` is `0.15.06`.
  public var versions: [String: String]

  public init(
    kernel: String, initrd: String, initrdWithStressNG: String?, digest: String,
    versions: [String: String]
  ) {
    self.kernel = kernel
    self.initrd = initrd
    self.initrdWithStressNG = initrdWithStressNG
    self.digest = digest
    self.versions = versions
  }

  /// Debian's packages that `build` needs on the host: apt and dpkg, which every Debian has, a C
  /// compiler with a static C library, and stress-ng where its load is asked for.
  public static let debianPackages = ["gcc", "libc6-dev", "stress-ng"]

  /// The initrd that holds what these orders need, and no more: a guest's own memory counts.
  public func initrd(for orders: GuestOrders) throws -> String {
    guard orders.needsStressNG else { return initrd }
    guard let initrdWithStressNG else {
      throw RunnerProblem(
        "the guest image has no stress-ng in it",
        remedy: "apt-get install stress-ng; the image is then built again")
    }
    return initrdWithStressNG
  }
}

extension GuestImage {
  /// What is beside kernel and initrds, to find them complete again.
  struct Manifest: Codable {
    var digest: String
    var versions: [String: String]
    var hasStressNG: Bool
  }

  init(in folder: URL) throws {
    let data = try Data(contentsOf: folder.appending(path: "manifest.json"))
    let manifest = try JSONDecoder().decode(Manifest.self, from: data)
    kernel = folder.appending(path: "vmlinuz").path
    initrd = folder.appending(path: "initrd.gz").path
    initrdWithStressNG =
      manifest.hasStressNG ? folder.appending(path: "initrd-stress-ng.gz").path : nil
    digest = manifest.digest
    versions = manifest.versions
  }
}
