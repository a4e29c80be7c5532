import Foundation

/// A file of other people's making, or stdin: never more of it is read than makes sense.
enum InputFile {
  struct Problem: Error {
    let words: String
  }

  /// "stdin" of "-".
  static func name(_ path: String) -> String {
    path == StandardInput.mark ? StandardInput.name : path
  }

  /// At most one byte more than `most`, so that what is too large can be told.
  static func data(_ path: String, most: Int) throws(Problem) -> Data {
    let isInput = path == StandardInput.mark
    guard let file = isInput ? FileHandle.standardInput : FileHandle(forReadingAtPath: path) else {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw Problem(words: "cannot be read: \(isThere ? "permission denied" : "no such file")")
    }
    do {
      defer { try? file.close() }
      return try file.read(upToCount: most + 1) ?? Data()
    } catch {
      throw Problem(words: "cannot be read (a folder?)")
    }
  }
}
