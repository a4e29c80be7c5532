import Foundation
import Glibc
import MigrationModel
import Quantities

/// The disks of a lab's guests: for each a file on either host, at a path that means another file
/// there.
///
/// The source's holds random data, contiguous from the beginning, and holes; the destination's is
/// there with its size and holds nothing, as libvirt itself makes it where a pool would tell how.
/// A layered disk is a qcow2 overlay with such data, over a raw image that both hosts have.
struct DiskFiles: Sendable {
  /// Where a host sees them.
  private static let seen = "\(HostFolder.lib.mountPoint)/images"
  /// What the names of all begin with.
  private static let mark = "ferry-"

  /// The same folder of each host, as it is seen from outside.
  private let source: String
  private let destination: String

  init(source: String, destination: String) {
    self.source = source
    self.destination = destination
  }

  init(of directory: LabDirectory) {
    self.init(
      source: directory.path(of: .source, .lib) + "/images",
      destination: directory.path(of: .destination, .lib) + "/images")
  }

  /// Makes the disks of a domain, whose name begins with "ferry-", on both hosts.
  ///
  /// - Throws: `RunnerProblem` where there is no room, or no qemu-img for overlays.
  func make(
    _ disks: [Disk], of domain: String, seed: UInt64, layered: Bool
  ) async throws -> [DomainDefinition.Disk] {
    precondition(domain.hasPrefix(DiskFiles.mark), "files that would not be removed")
    var made: [DomainDefinition.Disk] = []
    for (index, disk) in disks.enumerated() {
      let stem = "\(domain)-\(disk.name)"
      let seed = seed &+ UInt64(index)
      if layered {
        try await makeLayered(disk, named: stem, seed: seed)
      } else {
        try await write(disk.allocated, of: disk, to: "\(source)/\(stem).raw", seed: seed)
        try await write(.zero, of: disk, to: "\(destination)/\(stem).raw", seed: seed)
      }
      let format = layered ? DomainDefinition.Disk.Format.qcow2 : .raw
      made.append(
        DomainDefinition.Disk(
          name: disk.name, file: "\(DiskFiles.seen)/\(stem).\(format.rawValue)", format: format))
    }
    return made
  }

  /// Removes all that was ever made here.
  func remove() throws {
    for folder in [source, destination] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names where name.hasPrefix(DiskFiles.mark) {
        guard unlink("\(folder)/\(name)") == 0 || errno == ENOENT else {
          throw RunnerProblem.ofSystem("can't remove \(folder)/\(name)")
        }
      }
    }
  }

  private func makeLayered(_ disk: Disk, named stem: String, seed: UInt64) async throws {
    for folder in [source, destination] {
      let base = "\(folder)/\(stem).base"
      try await write(disk.allocated, of: disk, to: base, seed: seed)
      // By its name alone, which means each host's own.
      try await DiskFiles.tool(
        "qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", "\(stem).base",
        "\(folder)/\(stem).qcow2", "\(disk.size.count)")
    }
    let data = "\(source)/\(stem).data"
    let part = ByteCount(min(disk.increment.count, 64 << 20))
    guard part > .zero else { return }
    try await write(part, of: disk, to: data, seed: ~seed)
    for start in stride(from: 0, to: disk.increment.count, by: Int(part.count)) {
      let length = min(part.count, disk.increment.count - start)
      try await DiskFiles.tool(
        // qemu-io splits its command at blanks, which a folder's name may have.
        "env", "-C", source, "qemu-io", "-f", "qcow2", "-c",
        "write -q -s \(stem).data \(start) \(length)", "\(stem).qcow2")
    }
    unlink(data)
  }

  private static func tool(_ program: String, _ arguments: String...) async throws {
    do {
      try await Command(program, arguments).output(within: .seconds(120))
    } catch let problem as RunnerProblem {
      throw RunnerProblem(
        "making an overlay: \(problem.what)", remedy: "on Debian: apt-get install qemu-utils")
    }
  }

  /// A file of the disk's size with so many random bytes at its beginning, on disk when this
  /// returns: what the kernel still had to write would be written during the migration.
  private func write(
    _ allocated: ByteCount, of disk: Disk, to path: String, seed: UInt64
  ) async throws {
    let size = disk.size
    let failure = await Thread.running {
      DiskFiles.failure(writing: allocated, of: size, to: path, seed: seed)
    }
    if let failure {
      throw RunnerProblem("can't write \(path): \(failure)", remedy: "make room there")
    }
  }

  /// What went wrong; nil is nothing.
  private static func failure(
    writing allocated: ByteCount, of size: ByteCount, to path: String, seed: UInt64
  ) -> String? {
    let folder = URL(filePath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return String(cString: strerror(errno)) }
    defer { close(file) }
    guard ftruncate(file, off_t(size.count)) == 0 else { return String(cString: strerror(errno)) }
    var random = RandomBytes(seed: seed)
    var left = Int(allocated.count)
    while left > 0 {
      let part = random.next(min(left, 1 << 20))
      let count = part.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count == part.count else { return String(cString: strerror(errno)) }
      left -= count
    }
    return fsync(file) == 0 ? nil : String(cString: strerror(errno))
  }
}

/// Bytes that no program can make smaller, by SplitMix64.
private struct RandomBytes {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ count: Int) -> [UInt8] {
    var words = [UInt64](repeating: 0, count: (count + 7) / 8)
    for index in words.indices {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      words[index] = value ^ (value >> 31)
    }
    return words.withUnsafeBytes { Array($0.prefix(count)) }
  }
}
