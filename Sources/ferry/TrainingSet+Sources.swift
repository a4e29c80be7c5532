import Calibration
import Scenarios

extension TrainingSet {
  /// What several files hold; without `start`, the fit begins where it does by default.
  init(_ sources: [RecordSelection.Source], start: String?) throws(ScenarioProblems) {
    try self.init(start: start ?? ProfileLibrary.defaultName, profiles: ProfileLibrary())
    for source in sources {
      for record in source.records { add(record, beside: source.folder) }
    }
  }
}
