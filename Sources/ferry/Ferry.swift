import ArgumentParser
import Records

/// The command: it parses, calls and prints; what it prints is worked out elsewhere.
@main
struct Ferry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ferry",
    abstract: "Predicts live migrations of virtual machines over wide-area networks.",
    discussion: """
      ferry predict --memory 2GiB --bandwidth 37Mbit/s --rtt 37ms
      ferry predict Scenarios/wan-ram-load.yaml --set path.rtt='100 ms'

      Exit codes: 0 done (a migration that does not converge is a result), 1 a promise that \
      predict --check finds not held, 64 wrong usage, 65 wrong input, 66 a file that can't be \
      read, 69 something needed is missing or failed, 70 a defect of ferry, 74 output that can't \
      be written, 130 interrupted.
      """,
    version: Record.ferryVersion,
    subcommands: [
      Predict.self, Explain.self, Validate.self, Compare.self, Calibrate.self, Import.self,
      Init.self,
      Capture.self,
      LabCommand.self,
    ])

  /// Runs the command named by the arguments, and ends the process with the code that says how.
  ///
  /// Help and completion scripts are printed here too, so that a full disk is noticed.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      exit(withError: ExitCode(code(telling: error)))
    }
  }

  private static func code(telling error: any Error) -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    let code = exitCode(for: error)
    guard code != .failure else {
      // Whatever a user can cause has a code of its own.
      Terminal.error("a defect of ferry, please report it: \(error)")
      return ExitCodes.defect
    }
    let message = fullMessage(for: error)
    guard code == .success else {
      Terminal.usage(message)
      return code.rawValue
    }
    do {
      if !message.isEmpty { try Terminal.data(message) }
    } catch {
      return ExitCodes.cannotWrite
    }
    return code.rawValue
  }
}
