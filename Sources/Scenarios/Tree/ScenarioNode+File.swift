import Foundation

extension ScenarioNode {
  /// Reads a scenario or profile from a file.
  public init(contentsOf path: String) throws(ScenarioProblems) {
    self = try ScenarioNode(yaml: try ScenarioNode.text(ofFile: path), file: path)
  }

  /// A file's text; never more than the limit is read, whatever stands behind the name.
  static func text(ofFile path: String) throws(ScenarioProblems) -> String {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      let why = FilePath.exists(path) ? "permission denied" : "no such file"
      throw ScenarioProblems(
        ScenarioProblem("cannot be read: \(why)", file: path, kind: .unreadable))
    }
    let data: Data
    do {
      data = try handle.read(upToCount: maximumBytes + 1) ?? Data()
      try? handle.close()
    } catch {
      throw ScenarioProblems(
        ScenarioProblem("cannot be read (a folder?)", file: path, kind: .unreadable))
    }
    guard data.count <= maximumBytes else {
      throw ScenarioProblems(
        ScenarioProblem("the file is larger than 1 MiB, which no scenario needs", file: path))
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ScenarioProblems(ScenarioProblem("is no UTF-8 text", file: path))
    }
    return text
  }
}

/// The folder of a file, and joining: enough of paths for finding profiles.
enum FilePath {
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path without its extension.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// The current folder and those above it.
  static func currentAndAbove() -> [String] {
    var folder = FileManager.default.currentDirectoryPath
    var folders = [folder]
    while folder != "/", !folder.isEmpty {
      folder = FilePath.folder(of: folder)
      folders.append(folder)
    }
    return folders
  }

  /// The names, without the extension, of the YAML files of a folder.
  static func profiles(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }
}
