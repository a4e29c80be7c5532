import Subprocess
import SystemPackage

/// A program and its arguments. No shell ever sees them, so a name may hold any character.
public struct Command: Sendable, Equatable {
  /// A path, or a name that is looked up in PATH.
  public var program: String
  public var arguments: [String]

  public init(_ program: String, _ arguments: [String] = []) {
    self.program = program
    self.arguments = arguments
  }

  public init(_ program: String, _ arguments: String...) {
    self.init(program, arguments)
  }

  /// What a finished program printed, and its exit code (128 + number for a signal).
  public struct Result: Sendable, Equatable {
    public var code: Int32
    public var output: String
    public var errors: String
  }

  /// Runs to the end, or kills the program when `limit` has passed.
  ///
  /// - Throws: `RunnerProblem` where the program is missing or took too long; a code other than 0
  ///   is a result.
  public func result(within limit: Duration = .seconds(60)) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await finished() }
      group.addTask {
        try await Task.sleep(for: limit)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let result = first else {
        throw RunnerProblem("\(self) did not end within \(limit)")
      }
      return result
    }
  }

  /// Runs to the end and gives what it printed.
  ///
  /// - Throws: `RunnerProblem` also where the code is not 0, with what the program said.
  @discardableResult
  public func output(within limit: Duration = .seconds(60)) async throws -> String {
    let result = try await result(within: limit)
    guard result.code == 0 else {
      let said = result.errors.isEmpty ? result.output : result.errors
      throw RunnerProblem(
        "\(self) ended with code \(result.code): \(said.trimmedLines(last: 5))")
    }
    return result.output
  }

  /// Runs until it ends or the task is cancelled, which kills it, and hands out each line of what
  /// it prints as it comes.
  ///
  /// - Throws: `RunnerProblem` where the program is missing.
  public func lines(_ each: @escaping @Sendable (String) -> Void) async throws {
    do {
      _ = try await run(
        executable, arguments: Arguments(arguments), platformOptions: Self.ending, input: .none,
        output: .sequence, error: .discarded
      ) { execution in
        for try await line in execution.standardOutput.strings() { each(line) }
      }
    } catch let problem as SubprocessError {
      throw RunnerProblem("\(program): \(problem.description)", remedy: "is it installed?")
    }
  }

  private var executable: Executable {
    program.contains("/") ? .path(FilePath(program)) : .name(program)
  }

  /// Whoever stops waiting leaves nothing running.
  private static var ending: PlatformOptions {
    var options = PlatformOptions()
    options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .zero)]
    return options
  }

  private func finished() async throws -> Result {
    do {
      let result = try await run(
        executable, arguments: Arguments(arguments), platformOptions: Self.ending,
        output: .string(limit: 1 << 26), error: .string(limit: 1 << 20))
      let code: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
      return Result(
        code: code, output: result.standardOutput, errors: result.standardError)
    } catch let problem as SubprocessError {
      throw RunnerProblem("\(program): \(problem.description)", remedy: "is it installed?")
    }
  }
}

extension Command: CustomStringConvertible {
  /// As one would type it, with quotes where a shell would need them: to show, not to run.
  public var description: String {
    ([program] + arguments).map { word in
      word.isEmpty || word.contains { !$0.isLetter && !$0.isNumber && !"-_./:=,@%+".contains($0) }
        ? "'" + word.replacing("'", with: #"'\''"#) + "'" : word
    }.joined(separator: " ")
  }
}

extension String {
  /// The last lines, on one.
  func trimmedLines(last count: Int) -> String {
    split(whereSeparator: \.isNewline).suffix(count).joined(separator: " / ")
  }
}
