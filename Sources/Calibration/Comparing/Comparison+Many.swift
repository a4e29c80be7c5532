import Records
import Scenarios

extension Comparison {
  /// Predicts many records' scenarios on all processors, and adds the pairs in their order.
  ///
  /// - Parameters:
  ///   - records: in the order in which they are to stand.
  ///   - profile: instead of the hosts that they name; nil leaves them.
  ///   - field: what to group by; nil makes one group.
  ///   - folder: where the records lie, and profiles are looked for first.
  ///   - profiles: where these are found.
  ///   - progress: told now and then how many are done.
  /// - Returns: what is wrong with scenarios that can't be read, with the runs' names.
  public mutating func add(
    _ records: [Record], profile: String?, by field: String?, beside folder: String,
    profiles: ProfileLibrary, progress: (Int) -> Void = { _ in }
  ) -> [(run: String, problems: ScenarioProblems)] {
    var wrong: [(run: String, problems: ScenarioProblems)] = []
    let chunk = 16
    for start in stride(from: 0, to: records.count, by: chunk) {
      progress(start)
      let some = Array(records[start..<min(start + chunk, records.count)])
      let found = parallelMap(some) { record -> (one: Comparison, problems: ScenarioProblems?) in
        var one = Comparison()
        do throws(ScenarioProblems) {
          try one.add(record, profile: profile, by: field, beside: folder, profiles: profiles)
          return (one, nil)
        } catch {
          return (one, error)
        }
      }
      for (record, result) in zip(some, found) {
        runs += result.one.runs
        skipped += result.one.skipped
        if let problems = result.problems { wrong.append((record.run, problems)) }
      }
    }
    return wrong
  }
}
