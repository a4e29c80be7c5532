import ArgumentParser
import Foundation

/// The two streams: data goes to stdout, everything else to stderr.
enum Terminal {
  /// Writes a text and a line's end to stdout.
  static func data(_ text: String, terminator: String = "\n") throws {
    guard let reason = write(text + terminator, to: STDOUT_FILENO) else { return }
    error("can't write to stdout: \(reason)")
    throw ExitCode(ExitCodes.cannotWrite)
  }

  static func note(_ text: String) { toStandardError("note: " + text.printable) }

  static func error(_ text: String) { toStandardError("error: " + text.printable) }

  /// What the parser of arguments says about them; it has lines of its own.
  static func usage(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    toStandardError(lines.map { String($0).printable }.joined(separator: "\n"))
  }

  private static func toStandardError(_ text: String) {
    // Nobody is left to tell if even this fails.
    _ = write(text + "\n", to: STDERR_FILENO)
  }

  /// Writes all of a text; why not, if it can't.
  private static func write(_ text: String, to stream: Int32) -> String? {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(stream, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return String(cString: strerror(errno))
      }
    }
    return nil
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
    // A line that wraps could not be rewritten.
    _ = write("\r\u{1B}[K" + text.printable.suffix(78), to: STDERR_FILENO)
  }
}
