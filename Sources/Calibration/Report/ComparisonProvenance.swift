import EventKernel
import Records

/// Fingerprints of what a comparison was made from, to tell two of them apart.
struct ComparisonProvenance {
  /// Of the compared runs' names, scenarios and measured figures, in order.
  let measured: Digest
  /// Of the predictions' own digests, in order.
  let predicted: Digest
  let profiles: [(name: String, runs: Int, digest: Digest)]

  init(_ comparison: Comparison) {
    var measured = Digest()
    var predicted = Digest()
    var profiles: [(name: String, runs: Int, digest: Digest)] = []
    for run in comparison.runs {
      // What was polled meanwhile is the bulk of a record, and no part of the comparison.
      var record = run.measured
      record.samples = nil
      record.rounds = nil
      measured.mix((try? RecordFile.line(record)) ?? record.run)
      predicted.mix(run.predicted.prediction?.digest ?? "")
      let profile = ComparisonProvenance.profile(of: run)
      let index = profiles.firstIndex { $0.name == profile.name && $0.digest == profile.digest }
      if let index {
        profiles[index].runs += 1
      } else {
        profiles.append((profile.name, 1, profile.digest))
      }
    }
    self.measured = measured
    self.predicted = predicted
    self.profiles = profiles
  }

  /// The profile's name, and a digest of the constants that counted.
  private static func profile(of run: Comparison.Run) -> (name: String, digest: Digest) {
    let fields = run.predicted.prediction?.effective ?? []
    var digest = Digest()
    for field in fields where field.path.hasPrefix("hosts.") {
      digest.mix(field.path)
      digest.mix(field.value)
    }
    return (fields.first { $0.path == "hosts.profile" }?.value ?? "unnamed", digest)
  }
}
