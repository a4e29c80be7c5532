import Foundation

/// stress-ng as it is installed on this host, with the libraries that it loads.
///
/// Taken from here and not from its package, since ldd names exactly the files that it needs, and
/// the packages that it depends on would bring a graphics stack of a hundred megabytes along.
struct StressNG {
  var program: String
  /// The loader and libraries, by the paths under which they are looked up.
  var files: [String]
  /// "0.15.06"
  var version: String

  /// nil where it is not installed.
  static func onThisHost() async throws -> StressNG? {
    let places = ["/usr/bin/stress-ng", "/usr/local/bin/stress-ng"]
    guard let program = places.first(where: FileManager.default.isExecutableFile) else {
      return nil
    }
    // "libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)", "/lib64/ld-linux-x86-64.so.2 (0x…)"
    let libraries = try await needed("ldd", program).split(whereSeparator: \.isNewline)
      .compactMap { line in line.split(whereSeparator: \.isWhitespace).first { $0.first == "/" } }
    // "stress-ng, version 0.15.06 (gcc …) …"
    let words = try await needed(program, "--version").split { " ,".contains($0) }
    let version = words.drop { $0 != "version" }.dropFirst().first ?? "unknown"
    return StressNG(
      program: program, files: libraries.map(String.init).sorted(), version: String(version))
  }
}
