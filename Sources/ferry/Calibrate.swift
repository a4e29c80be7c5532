import ArgumentParser
import Calibration
import Records
import Scenarios
import Foundation

struct Calibrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit the constants of hosts and workloads to captured migrations.",
    discussion: """
      Writes a profile for --profile, or for a scenario's hosts and {profile: NAME}. Each constant \
      has its standard error; what the runs don't tell stays near where the fit begins, and says \
      so. Runs that need a part that is not built yet are left out, counted and named.
      """)

  @Argument(
    help: "Files of records, one JSON object a line; - for stdin.",
    completion: .file(extensions: ["jsonl", "json"]))
  var files: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the profile here.", valueName: "profile.yaml"))
  var output: String

  @Option(help: ArgumentHelp("The profile's name; without it, the file's.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp("Begin with this profile's constants.", valueName: "profile"))
  var start: String = ProfileLibrary.defaultName

  @Option(help: ArgumentHelp("Seed of the bootstrap for the errors.", valueName: "number"))
  var seed: UInt64 = 1

  func run() throws {
    var set = try TrainingSet(start: start, profiles: ProfileLibrary())
    for file in files {
      for record in try RecordFile.read(file) { set.add(record, beside: ".") }
    }
    let calibration = try Calibration(set, name: name ?? "fitted", seed: seed)
    for constant in calibration.constants {
      print(
        constant.path, constant.start, "->", constant.value, "±", constant.error,
        constant.shareFromRuns)
    }
    for pair in calibration.inseparable { print(pair.first, pair.second, pair.correlation) }
    for residual in calibration.residuals { print(residual) }
    for warning in calibration.warnings { print(warning) }
    for skipped in set.skipped { print(skipped.run, skipped.reason) }
    try calibration.profile.yaml().write(toFile: output, atomically: true, encoding: .utf8)
  }
}
