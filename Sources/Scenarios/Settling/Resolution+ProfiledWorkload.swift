import MigrationModel
import Quantities

/// A part of a workload that a profile describes.
public struct ProfiledPart: Sendable {
  let found: FoundWorkload
  /// Its place among the model's patterns, `input.guest.workload`.
  public let index: Int
  /// Whether vm.touched is the workload's.
  public let givesTouched: Bool

  public var workload: WorkloadProfile { found.workload }
}

extension Resolution {
  /// The workload that a part names; nil where it names none, or none that there is.
  mutating func findWorkload(of part: Settled, hosts: HostProfile?) -> FoundWorkload? {
    // Without hosts something else is wrong, and told.
    guard let written = part["profile"], let name = written.word, let hosts else { return nil }
    switch profiles.workload(named: name, of: hosts, beside: file.map(FilePath.folder)) {
    case .found(let found):
      if !found.isOfHosts {
        notes.append(
          "workload \(excerpt(name)) is from \(found.source.name), as \(hosts.name) has none of "
            + "that name")
      }
      noteCurve(of: found.workload, at: part.path)
      return found
    case .ambiguous(let sources):
      contradict(
        "\"\(excerpt(name))\" is not in \(hosts.name), but in \(inWords(sources)); name the one "
          + "that is meant in hosts.profile", written)
    case .missing(let nearest, let unread):
      let meant = nearest.map { "; did you mean \($0)?" } ?? ""
      let failed = unread.isEmpty ? "" : "; \(inWords(unread)) can't be read"
      checker.add(
        "no profile has a workload \"\(excerpt(name))\"\(meant)\(failed)", at: written.path,
        written.place, kind: .unknownWorkload(name: name))
    }
    return nil
  }

  private mutating func noteCurve(of workload: WorkloadProfile, at path: String) {
    let origin = EffectiveValue.Origin.profile(workload.profile)
    switch workload.curve {
    case .power(let pages, let exponent):
      checker.note("\(path).pages", NumberText.bare(pages.value), origin)
      checker.note("\(path).exponent", NumberText.bare(exponent.value), origin)
    case .points(let points):
      let text = points.map { "[\($0.after.exactText), \(NumberText.bare($0.pages))]" }
      checker.note("\(path).points", excerpt("[\(text.joined(separator: ", "))]"), origin)
    }
  }

  private func inWords(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
