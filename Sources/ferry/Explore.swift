import ArgumentParser
import Calibration
import Records
import Scenarios

struct Explore: ParsableCommand {
  @Argument var files: [String]
  @Option var folds = 0
  @Option var start = "generic-kvm"
  @Option var only: String?
  func run() throws {
    var records: [Record] = []
    for f in files { records += try RecordFile.read(f) }
    if let only { records = records.filter { "\($0.scenario)".contains(only) } }
    exploreFit(records, folds: folds, start: start)
  }
}
