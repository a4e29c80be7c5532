import Foundation
import Glibc

/// What the lab needs of the machine; asked before anything is made.
enum LabRequirements {
  /// Programs, and the Debian package that brings each.
  static let programs: [(program: String, package: String)] = [
    ("ip", "iproute2"), ("tc", "iproute2"), ("ss", "iproute2"), ("ping", "iputils-ping"),
    ("iperf3", "iperf3"), ("libvirtd", "libvirt-daemon"),
    ("qemu-system-x86_64", "qemu-system-x86"), ("unshare", "util-linux"),
    ("nsenter", "util-linux"), ("setsid", "util-linux"), ("mount", "mount"),
    ("timeout", "coreutils"), ("cat", "coreutils"),
  ]

  /// libvirt loads its drivers from the first of these that there is.
  static let driver = (
    folders: [
      "/usr/lib/x86_64-linux-gnu/libvirt/connection-driver", "/usr/lib64/libvirt/connection-driver",
      "/usr/lib/libvirt/connection-driver",
    ], file: "libvirt_driver_qemu.so", package: "libvirt-daemon-driver-qemu"
  )

  /// - Throws: `RunnerProblem` that names all that is missing, and the packages.
  static func check() throws {
    guard geteuid() == 0 else {
      throw RunnerProblem("the lab makes namespaces and mounts", remedy: "run ferry lab as root")
    }
    let manager = FileManager.default
    let missing =
      missing { manager.isExecutableFile(atPath: $0) }
      + (lacksDriver ? [(driver.file, driver.package)] : [])
    if let problem = problem(missing: missing) { throw problem }
    guard manager.fileExists(atPath: "/dev/net/tun") else {
      throw RunnerProblem(
        "the lab needs /dev/net/tun, and this machine has none", remedy: "load the module tun")
    }
    for folder in HostFolder.allCases where folder != .run {
      guard manager.fileExists(atPath: folder.mountPoint) else {
        throw RunnerProblem(
          "the lab mounts its own \(folder.mountPoint), and this machine has no such directory",
          remedy: "install libvirt-daemon")
      }
    }
  }

  static func missing(isExecutable: (String) -> Bool) -> [(program: String, package: String)] {
    programs.filter { need in
      !searchPath.split(separator: ":").contains { isExecutable("\($0)/\(need.program)") }
    }
  }

  static func problem(missing: [(program: String, package: String)]) -> RunnerProblem? {
    guard !missing.isEmpty else { return nil }
    var packages: [String] = []
    for need in missing where !packages.contains(need.package) { packages.append(need.package) }
    let told = packages.map { package in
      let programs = missing.filter { $0.package == package }.map(\.program)
      return "\(programs.joined(separator: ", ")) (package \(package))"
    }
    return RunnerProblem(
      "the lab needs what is missing here: \(told.joined(separator: ", "))",
      remedy: "apt-get install -y \(packages.joined(separator: " "))")
  }

  private static var lacksDriver: Bool {
    let manager = FileManager.default
    let folder = driver.folders.first(where: manager.fileExists(atPath:))
    return folder.map { !manager.fileExists(atPath: "\($0)/\(driver.file)") } ?? true
  }

  private static var searchPath: String { ProcessInfo.processInfo.environment["PATH"] ?? "" }
}
