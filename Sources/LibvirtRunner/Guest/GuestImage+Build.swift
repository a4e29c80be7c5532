import Foundation

extension GuestImage {
  /// Builds the image below `directory`, or finds it there when nothing that goes in has changed.
  ///
  /// The kernel's package is downloaded and unpacked beside, never installed. An image appears by
  /// one rename, so that one which is there is whole; several runners may build at once.
  ///
  /// - Throws: `RunnerProblem` where a tool or package is missing, with what to install.
  public static func build(into directory: String) async throws -> GuestImage {
    let top = URL(filePath: directory, directoryHint: .isDirectory)
    let scratch = top.appending(
      path: ".building-\(getpid())-\(UUID().uuidString)", directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
      removeAbandoned(in: top)
      defer { try? FileManager.default.removeItem(at: scratch) }
      return try await build(in: scratch, below: top)
    } catch let problem as CocoaError {
      throw RunnerProblem("guest image in \(directory): \(problem.localizedDescription)")
    }
  }

  private static func build(in scratch: URL, below top: URL) async throws -> GuestImage {
    let kernel = try await KernelPackage.newest()
    let stressNG = try await StressNG.onThisHost()
    let sources = [
      "init": Data(PackageResources.init_c), "page-writer": Data(PackageResources.page_writer_c),
      "disk-writer": Data(PackageResources.disk_writer_c),
    ]
    for (name, source) in sources {
      try source.write(to: scratch.appending(path: "\(name).c"))
    }
    let compiler = try await needed("cc", "--version").prefix { !$0.isNewline }

    // The name says what went in: an image of that name needs no other look.
    var inputs = "layout 2\n\(kernel.name) \(kernel.version)\n\(compiler)\n"
    for (folder, modules) in KernelPackage.modules {
      inputs += "\(folder): \(modules.joined(separator: " "))\n"
    }
    let files = sources.keys.sorted().map { scratch.appending(path: "\($0).c").path }
    for sum in try await sums(of: files) { inputs += "\(sum)\n" }
    if let stressNG {
      let files = [stressNG.program] + stressNG.files
      for (file, sum) in zip(files, try await sums(of: files)) {
        inputs += "\(sum) \(file)\n"
      }
    }
    let list = scratch.appending(path: "inputs")
    try Data(inputs.utf8).write(to: list)
    let digest = try await sums(of: [list.path])[0]
    let finished = top.appending(path: "guest-\(digest.prefix(16))", directoryHint: .isDirectory)
    if let image = try? GuestImage(in: finished) { return image }

    let image = scratch.appending(path: "image", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: image, withIntermediateDirectories: false)
    var archive = CPIOArchive()
    for name in sources.keys.sorted() {
      let program = scratch.appending(path: name)
      try await needed(
        "cc", "-O2", "-static", "-s", "-o", program.path, program.path + ".c", limit: 120)
      archive.add(name, try Data(contentsOf: program))
    }
    let unpacked = try await kernel.unpack(below: scratch)
    try FileManager.default.copyItem(
      at: unpacked.kernel, to: image.appending(path: "vmlinuz"))
    for (folder, files) in unpacked.modules {
      for (index, module) in files.enumerated() {
        archive.add(
          "modules/\(folder)/\(index)-\(module.lastPathComponent)", try Data(contentsOf: module))
      }
    }
    try await write(archive, to: image.appending(path: "initrd"))
    var versions = [kernel.name: kernel.version]
    if let stressNG {
      for file in stressNG.files {
        archive.add(file, try Data(contentsOf: URL(filePath: file)))
      }
      archive.add("stress-ng", try Data(contentsOf: URL(filePath: stressNG.program)))
      try await write(archive, to: image.appending(path: "initrd-stress-ng"))
      versions["stress-ng"] = stressNG.version
    }
    let manifest = Manifest(digest: digest, versions: versions, hasStressNG: stressNG != nil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(manifest).write(to: image.appending(path: "manifest.json"))

    // Whoever was quicker built the same.
    if rename(image.path, finished.path) != 0, errno != EEXIST, errno != ENOTEMPTY {
      throw RunnerProblem("\(finished.path): \(String(cString: strerror(errno)))")
    }
    return try GuestImage(in: finished)
  }

  /// Writes `file`.gz.
  private static func write(_ archive: CPIOArchive, to file: URL) async throws {
    try archive.bytes.write(to: file)
    try await needed("gzip", "-9", "--no-name", file.path, limit: 120)
  }

  private static func sums(of files: [String]) async throws -> [String] {
    try await needed("sha256sum", ["--zero", "--"] + files)
      .split(separator: "\0").map { String($0.prefix(64)) }
  }

  /// Removes what builders left that were killed.
  private static func removeAbandoned(in top: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: top.path)) ?? []
    for name in names where name.hasPrefix(".building-") {
      let parts = name.split(separator: "-")
      guard parts.count > 1, let builder = pid_t(parts[1]), kill(builder, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(at: top.appending(path: name))
    }
  }
}

/// Runs a tool that building an image needs, and says how to get it where that fails.
@discardableResult
func needed(_ program: String, _ arguments: [String], limit seconds: Int = 60) async throws
  -> String
{
  do {
    return try await Command(program, arguments).output(within: .seconds(seconds))
  } catch let problem as RunnerProblem {
    throw RunnerProblem(
      "building the guest image: \(problem.what)",
      remedy: "on Debian: apt-get update; apt-get install "
        + GuestImage.debianPackages.joined(separator: " "))
  }
}

@discardableResult
func needed(_ program: String, _ arguments: String..., limit seconds: Int = 60) async throws
  -> String
{
  try await needed(program, arguments, limit: seconds)
}
