import Quantities

extension Resolution {
  /// What each part's stress-ng does, by the part's path.
  mutating func stressLoads(of parts: [Settled]) -> [String: StressLoad] {
    var loads: [String: StressLoad] = [:]
    for part in parts {
      guard let written = part["stress-ng"], let text = written.word else { continue }
      do throws(StressOptions.Problem) {
        let arguments = try StressOptions.arguments(of: text)
        for option in StressLoad.later
        where arguments.contains(option) && !checker.accepts("stress-ng \(option)") {
          checker.refuse("stress-ng \(option)", at: written.path, written.place, word: option)
        }
        let load = try StressLoad(arguments, runningFor: part["running-for"]?.time)
        if part["running-for"] == nil {
          checker.note("\(part.path).running-for", load.runningFor.description, .default)
        }
        loads[part.path] = load
      } catch {
        contradict(error.description, written)
      }
    }
    return loads
  }

  /// What is touched where only stress-ng and the guest's own system touch anything that is known;
  /// nil where it does not run.
  func touchedPages(
    by loads: [String: StressLoad], _ parts: [Settled], memory: ByteCount
  ) -> PageCount? {
    guard !loads.isEmpty else { return nil }
    var taken = parts.flatMap(\.leaves).reduce(Int64(0)) { sum, part in
      sum + (part["working-set"]?.size(of: memory).map { PageCount(holding: $0).count } ?? 0)
    }
    for part in parts {
      guard let load = loads[part.path], load.memoryWorkers != nil else { continue }
      taken += StressRoom.buffer(of: load, in: memory, besides: taken).count
    }
    let computes = loads.values.contains { $0.processorWorkers != nil }
    return PageCount(
      StressRoom.system(of: memory) + (computes ? StressRoom.processorPages : 0) + taken)
  }
}
