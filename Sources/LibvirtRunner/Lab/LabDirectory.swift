import Foundation

/// A lab's state directory: the only thing of it that is seen outside.
struct LabDirectory: Sendable, Equatable {
  /// What may lie in one; a directory with anything else in it is not a lab's, and stays.
  enum Entry: String, CaseIterable {
    /// Who the keeper is, as JSON.
    case keeper = "keeper.json"
    /// What the keeper and the programs that it runs print.
    case log = "keeper.log"
    /// Made when all is up.
    case ready
    /// Why it did not come up.
    case failed
    /// The relay's delay, where one is at work: eight bytes, nanoseconds, in the machine's order.
    case delay
    /// The path as set, and as last measured.
    case path = "path.json"
    case measurement = "measurement.json"
    /// Locked by whoever captures here.
    case lock
    /// What the guests of captures print.
    case console = "console.log"
    /// The hosts' own /etc/libvirt, /var/lib/libvirt and so on.
    case source, destination
  }

  /// Where labs lie that are given no directory.
  static let commonFolder = "/run/ferry"

  let name: String
  let path: String

  /// - Parameter state: the directory; nil is `/run/ferry/NAME`.
  init(name: String, state: String?) throws {
    let isPlain = name.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
    }
    guard isPlain, !name.isEmpty else {
      throw RunnerProblem(
        "\"\(name)\" can't be a lab's name", remedy: "use letters, digits and hyphens")
    }
    self.name = name
    let path = URL(filePath: state ?? "\(LabDirectory.commonFolder)/\(name)").standardizedFileURL
      .path(percentEncoded: false)
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let longest = LabPlace.hosts.map { socket(of: $0).utf8.count }.max() ?? 0
    guard longest <= LabDirectory.longestSocketPath else {
      throw RunnerProblem(
        "the state directory \(self.path) makes libvirt's socket a path of \(longest) bytes, "
          + "and \(LabDirectory.longestSocketPath) are the most",
        remedy: "choose a shorter one with --state")
    }
  }

  /// `sockaddr_un.sun_path` holds 108 bytes, the last of them zero (unix(7)).
  static let longestSocketPath = 107

  func path(of entry: Entry) -> String { "\(path)/\(entry.rawValue)" }

  /// A directory of a host's own.
  func path(of host: LabPlace, _ folder: HostFolder) -> String {
    "\(path)/\(host.rawValue)/\(folder.rawValue)"
  }

  func socket(of host: LabPlace) -> String { path(of: host, .run) + "/libvirt-sock" }

  func has(_ entry: Entry) -> Bool { FileManager.default.fileExists(atPath: path(of: entry)) }

  var exists: Bool { FileManager.default.fileExists(atPath: path) }

  func text(of entry: Entry) -> String? {
    FileManager.default.contents(atPath: path(of: entry)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Readers see the old file or the new one, never half of it.
  func write(_ data: Data, to entry: Entry) throws {
    try data.write(to: URL(filePath: path(of: entry)), options: .atomic)
  }

  func read<Value: Decodable>(_ type: Value.Type, from entry: Entry) -> Value? {
    FileManager.default.contents(atPath: path(of: entry))
      .flatMap { try? JSONDecoder().decode(type, from: $0) }
  }

  func write(_ value: some Encodable, to entry: Entry) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try write(encoder.encode(value), to: entry)
  }
}

/// A directory of libvirt's that each host has for itself.
enum HostFolder: String, CaseIterable, Sendable {
  case etc, lib, cache, log, run

  /// Where the host sees it.
  var mountPoint: String {
    switch self {
    case .etc: "/etc/libvirt"
    case .lib: "/var/lib/libvirt"
    case .cache: "/var/cache/libvirt"
    case .log: "/var/log/libvirt"
    case .run: "/run/libvirt"
    }
  }
}
