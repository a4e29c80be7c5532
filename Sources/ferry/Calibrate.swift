import ArgumentParser
import Calibration
import Foundation
import Records
import Scenarios

struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit the constants of hosts and workloads to captured migrations.",
    discussion: """
      Writes a profile, for --profile or for a scenario's hosts and {profile: NAME}. Each constant \
      has its standard error; one that the runs don't tell stays near where the fit begins, and \
      says so. What can't be fitted is left out, counted and named.

      Fitting the same records twice gives the same bytes.
      """)

  @OptionGroup var selection: RecordSelection

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the profile here; an older one is replaced.", valueName: "file.yaml"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(help: ArgumentHelp("The profile's name; without it, the file's.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("What the profile should say of the runs.", valueName: "text"))
  var note: String?

  @Option(help: ArgumentHelp("Begin with this profile's constants.", valueName: "profile"))
  var start: String?

  @Option(help: ArgumentHelp("Seed of the bootstrap behind the errors.", valueName: "number"))
  var seed: UInt64 = 1

  @OptionGroup var output: OutputOptions

  func validate() throws {
    // Whoever forgets the profile's name would otherwise lose the records that stand there.
    guard file.hasSuffix(".yaml") || file.hasSuffix(".yml"), stem(of: file) != "" else {
      throw ValidationError("-o \(file): a profile's name ends in .yaml.")
    }
    if selection.files.contains(where: { isSame($0, file) }) {
      throw ValidationError("-o \(file): is one of the files of records; name another.")
    }
    guard HostProfile.canBeNamed(name ?? stem(of: file)) else {
      throw ValidationError("--name: 1 to 200 bytes without control characters make sense.")
    }
    if let note, note.utf8.count > 4096 || note.unicodeScalars.contains(where: \.isControl) {
      throw ValidationError("--note: 4096 bytes at most, without line breaks.")
    }
  }

  func run() throws {
    let (sources, code) = selection.read()
    guard code == nil else { throw code ?? .failure }
    let calibration: Calibration
    let set: TrainingSet
    do {
      set = try TrainingSet(sources, start: start)
      if !output.quiet { Terminal.progress("fitting \(set.count) runs") }
      defer { if !output.quiet { Terminal.progress("") } }
      calibration = try Calibration(
        set, name: name ?? stem(of: file), note: note, seed: seed)
    } catch let problem as CalibrationProblem {
      Terminal.error(problem.description)
      throw ExitCode(ExitCodes.badInput)
    } catch let problems as ScenarioProblems {
      problems.problems.forEach { Terminal.error($0.description) }
      throw ExitCodes.of(problems)
    }
    try write(calibration.profile, set)
    let report = CalibrationReport(calibration, of: set)
    try output.print([report], isList: false) { _ in
      CalibrationTable(calibration: calibration, skipped: set.skipped, style: output.style).text
    }
    guard !output.quiet else { return }
    calibration.warnings.forEach(Terminal.note)
  }

  private func write(_ profile: HostProfile, _ set: TrainingSet) throws {
    let header = [
      "Made by ferry calibrate from \(set.count) runs, beginning with \(set.start.name)."
    ]
    try OutputFile(path: file).write(profile.yaml(header: header))
  }

  private func isSame(_ one: String, _ other: String) -> Bool {
    let paths = [one, other].map { URL(filePath: $0).resolvingSymlinksInPath().path }
    return paths[0] == paths[1]
  }

  /// "lab" of "profiles/lab.yaml".
  private func stem(of file: String) -> String {
    let last = file.split(separator: "/").last ?? ""
    return String(last.prefix(upTo: last.lastIndex(of: ".") ?? last.endIndex))
  }
}
