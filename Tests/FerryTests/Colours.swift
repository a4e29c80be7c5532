import Foundation
import Testing

/// Emphasis is for people at a terminal who want it.
@Suite struct Colours {
  static let escape = "\u{1B}["
  static let hasTerminal = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")
  static let line = "$FERRY predict \(Example.flags.joined(separator: " ")) -q"

  /// What a terminal would get to show.
  private func onTerminal(_ environment: [String: String] = [:]) throws -> String {
    let result = try FerryCommand.shell(
      "/usr/bin/script -qec '\(Self.line)' /dev/null", in: Folder(), environment: environment)
    #expect(result.code == 0)
    return result.output
  }

  @Test func nothingIsEmphasisedInAFile() throws {
    let result = try FerryCommand.shell(Self.line, in: Folder())
    #expect(result.code == 0)
    #expect(!result.output.contains(Self.escape))
  }

  @Test(.enabled(if: hasTerminal, "script(1), which makes a terminal, is not here"))
  func aTerminalShowsEmphasis() throws {
    #expect(try onTerminal().contains(Self.escape))
  }

  @Test(
    .enabled(if: hasTerminal, "script(1), which makes a terminal, is not here"),
    arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
  func itsOwnerCanAskForNone(environment: [String: String]) throws {
    let text = try onTerminal(environment)
    #expect(text.contains("outcome       completed"))
    #expect(!text.contains(Self.escape))
  }
}
