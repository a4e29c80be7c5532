import Foundation

/// An archive as Linux unpacks it into its first file system: the "new ASCII" format (`newc`) of
/// Documentation/driver-api/early-userspace/buffer-format.rst.
///
/// Same files, same bytes: entries are sorted, belong to root and have no time.
struct CPIOArchive {
  private var files: [String: Data] = [:]

  /// Adds a file that anyone may read and run; `path` is absolute inside the guest.
  mutating func add(_ path: String, _ contents: Data) {
    files[String(path.drop { $0 == "/" })] = contents
  }

  var bytes: Data {
    var folders: Set<String> = []
    for path in files.keys {
      var parts = path.split(separator: "/").dropLast()
      while !parts.isEmpty {
        folders.insert(parts.joined(separator: "/"))
        parts.removeLast()
      }
    }
    // A folder's name is the beginning of what it holds, so it sorts before.
    var archive = Data()
    for (index, path) in (folders.union(files.keys)).sorted().enumerated() {
      let contents = files[path]
      archive.append(
        CPIOArchive.entry(
          path, contents ?? Data(), mode: contents == nil ? 0o040755 : 0o100755,
          number: index + 1))
    }
    archive.append(CPIOArchive.entry("TRAILER!!!", Data(), mode: 0, number: 0))
    return archive
  }

  private static func entry(_ name: String, _ contents: Data, mode: Int, number: Int) -> Data {
    let links = 1
    let fields = [
      number, mode, 0, 0, links, 0, contents.count, 0, 0, 0, 0, name.utf8.count + 1, 0,
    ]
    var entry = Data("070701".utf8)
    for field in fields {
      let digits = String(field, radix: 16)
      entry.append(Data((String(repeating: "0", count: 8 - digits.count) + digits).utf8))
    }
    entry.append(Data(name.utf8 + [0]))
    entry.padToWord()
    entry.append(contents)
    entry.padToWord()
    return entry
  }
}

extension Data {
  fileprivate mutating func padToWord() {
    append(Data(count: (4 - count % 4) % 4))
  }
}
