import ArgumentParser
import Foundation

/// The two streams: data goes to stdout, everything else to stderr.
enum Terminal {
  /// Writes a text and a line's end to stdout.
  static func data(_ text: String) throws {
    let bytes = Data((text + "\n").utf8)
    do {
      try FileHandle.standardOutput.write(contentsOf: bytes)
    } catch {
      note("can't write to stdout: is the disk full, or the pipe closed?")
      throw ExitCode(ExitCodes.cannotWrite)
    }
  }

  static func note(_ text: String) { toStandardError("note: \(text)") }

  static func error(_ text: String) { toStandardError("error: \(text)") }

  private static func toStandardError(_ text: String) {
    // Nobody is left to tell if even this fails.
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  /// Colour only for a terminal whose owner did not ask for none (no-color.org).
  static var stdoutShowsColour: Bool { isatty(STDOUT_FILENO) == 1 && wantsColour }

  static var stderrIsTerminal: Bool { isatty(STDERR_FILENO) == 1 && isCapable }

  private static var wantsColour: Bool {
    (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty && isCapable
  }

  private static var isCapable: Bool { ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// Rewrites one line on a terminal; says nothing elsewhere.
  static func progress(_ text: String) {
    guard stderrIsTerminal else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
  }
}

/// Emphasis, or none.
struct Style {
  let isPlain: Bool

  func strong(_ text: String) -> String { isPlain ? text : "\u{1B}[1m\(text)\u{1B}[0m" }
  func faint(_ text: String) -> String { isPlain ? text : "\u{1B}[2m\(text)\u{1B}[0m" }
}
