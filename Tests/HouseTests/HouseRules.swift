import Foundation
import Testing

/// What every file of the house keeps to, read off the sources themselves.
@Suite struct HouseRules {
  static let top = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A source file's path below the top, and its lines.
  static func files(in folder: String) throws -> [(path: String, lines: [Substring])] {
    let root = top.appending(path: folder)
    let all = try #require(FileManager.default.enumerator(atPath: root.path))
    let names = all.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
    return try names.map { name in
      let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
      return ("\(folder)/\(name)", text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  /// Places where a pattern stands in code, comments aside.
  static func places(of pattern: Regex<Substring>, in folder: String) throws -> [String] {
    try files(in: folder).flatMap { path, lines in
      lines.enumerated().compactMap { number, line in
        let code = line.split(separator: "//", maxSplits: 1).first ?? ""
        return code.contains(pattern) ? "\(path):\(number + 1)" : nil
      }
    }
  }

  @Test func theKernelKnowsNoMigration() throws {
    let words = /(?i)migrat|page|memory|guest|qemu|socket|round/
    #expect(try Self.places(of: words, in: "Sources/EventKernel").isEmpty)
  }

  @Test(arguments: ["Quantities", "EventKernel", "MigrationModel"])
  func whatGivesResultsTouchesNothingOutside(target: String) throws {
    let outside =
      /import (?:Found|Glibc|Disp)|(?:Date|UUID)\(\)|\b(?:async|Task)\b|SystemRandom|Clock\(/
    #expect(try Self.places(of: outside, in: "Sources/\(target)").isEmpty)
  }

  @Test(arguments: ["Sources", "Tests"])
  func noLineIsLongerThanAHundredColumns(folder: String) throws {
    let long = try Self.files(in: folder).flatMap { path, lines in
      lines.enumerated().filter { $0.element.count > 100 }.map { "\(path):\($0.offset + 1)" }
    }
    #expect(long.isEmpty)
  }

  @Test func nothingIsForcedInTheSources() throws {
    let forced = /try!|\bas!|fatalError\(/
    #expect(try Self.places(of: forced, in: "Sources").isEmpty)
  }

  /// Outputs would change with every run, and hide what else did.
  @Test func notebooksAreKeptWithoutOutputs() throws {
    let folder = Self.top.appending(path: "Notebooks-data")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".ipynb") }
    #expect(!names.isEmpty)
    for name in names {
      let data = try Data(contentsOf: folder.appending(path: name))
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      let notebook = try decoder.decode(Notebook.self, from: data)
      #expect(notebook.cells.contains { $0.cellType == "code" })
      #expect(notebook.cells.allSatisfy { ($0.outputs ?? []).isEmpty }, "\(name)")
      #expect(notebook.cells.allSatisfy { $0.executionCount == nil }, "\(name)")
    }
  }

  /// As far as this needs to know the format.
  private struct Notebook: Decodable {
    struct Cell: Decodable {
      struct Output: Decodable {}
      let cellType: String
      let outputs: [Output]?
      let executionCount: Int?
    }
    let cells: [Cell]
  }

  @Test func theTopLevelIsTheAgreedOne() throws {
    let agreed: Set<String> = [
      "Package.swift", "Sources", "Tests", "Scenarios", "Notebooks-data", "README.md", "LICENSE",
    ]
    let found = try FileManager.default.contentsOfDirectory(atPath: Self.top.path)
      .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" && $0 != "captured" }
    #expect(Set(found).isSubset(of: agreed), "\(found)")
    #expect(Set(found).isSuperset(of: ["Package.swift", "Sources", "Tests", "Scenarios"]))
  }
}
