import MigrationModel
import Quantities

/// A constant that is known only to within an error, and how an input looks with another value.
struct UncertainParameter: Sendable {
  let path: String
  /// Standard error, in the constant's SI unit.
  let error: Double
  /// The least step that changes anything.
  let resolution: Double
  /// The input with the constant so much larger, and by how much it could really be moved.
  let moved: @Sendable (MigrationInput, Double) -> (input: MigrationInput, by: Double)
}

extension Scenario {
  /// The constants with an error that can make a difference to this scenario.
  var uncertainParameters: [UncertainParameter] {
    let constants = profile.details.compactMap { detail -> UncertainParameter? in
      guard let error = detail.provenance.error, error > 0, matters(detail.path),
        let constant = ProfileConstant.named(detail.path)
      else { return nil }
      return UncertainParameter(
        path: detail.path, error: error, resolution: constant.resolution
      ) { input, step in
        var input = input
        let before = constant.value(in: input.hosts)
        constant.set(before + step, in: &input.hosts)
        return (input, constant.value(in: input.hosts) - before)
      }
    }
    return constants + (profiledPart?.uncertainParameters ?? [])
  }

  private func matters(_ path: String) -> Bool {
    let workload = input.guest.workload
    if path == "host.rate-limit-slack" { return input.settings.bandwidthCap != nil }
    guard path.hasPrefix("guest.") else { return true }
    let isLoads = path.hasPrefix("guest.load-")
    return workload.contains { $0 is IdleGuest }
      && (!isLoads || workload.contains { $0.isLoad })
  }

  /// As the profile says that gives both; constants of hosts and a workload from elsewhere are
  /// independent.
  func correlation(between one: String, _ other: String) -> Double {
    if one == other { return 1 }
    let ofWorkload = [one, other].count { $0.hasPrefix("workloads.") }
    guard ofWorkload > 0, let found = profiledPart?.found, !found.isOfHosts else {
      return profile.correlation?.between(one, other) ?? 0
    }
    return ofWorkload == 2 ? found.source.correlation?.between(one, other) ?? 0 : 0
  }
}

extension ProfiledPart {
  fileprivate var uncertainParameters: [UncertainParameter] {
    var parameters: [UncertainParameter] = []
    let (workload, index) = (found.workload, index)
    func add(
      _ key: String, _ error: Double?, resolution: Double = 1e-9,
      _ moved: @escaping @Sendable (MigrationInput, Double) -> (input: MigrationInput, by: Double)
    ) {
      guard let error, error > 0 else { return }
      parameters.append(
        UncertainParameter(
          path: workload.path(of: key), error: error, resolution: resolution, moved: moved))
    }
    if givesTouched, let touched = workload.touched {
      let (base, share) = (touched.base, touched.share)
      add("touched.base", base.provenance.error, resolution: 4096) { input, step in
        let step = max(step, -Double(base.value.count))
        let bytes = touched.bytes(of: input.guest.memory, base: step)
        return (input.touching(bytes), step)
      }
      add("touched.share", share.provenance.error) { input, step in
        let step = min(max(step, -share.value.fraction), 1 - share.value.fraction)
        let bytes = touched.bytes(of: input.guest.memory, share: step)
        return (input.touching(bytes), step)
      }
      add("touched.spread", touched.spread.fraction) { input, step in
        let bytes = touched.bytes(of: input.guest.memory, scale: 1 + step)
        return (input.touching(bytes), step)
      }
    }
    if case .power(let pages, let exponent) = workload.curve {
      add("pages", pages.provenance.error) { input, step in
        let step = max(step, -pages.value)
        let curve = CurveWrites.Curve.power(
          pages: pages.value + step, exponent: exponent.value)
        return (input.writing(curve, as: index), step)
      }
      add("exponent", exponent.provenance.error) { input, step in
        let step = max(step, -exponent.value)
        let curve = CurveWrites.Curve.power(
          pages: pages.value, exponent: exponent.value + step)
        return (input.writing(curve, as: index), step)
      }
    }
    return parameters
  }
}

extension MigrationInput {
  /// The same guest with another touched memory.
  public func touching(_ bytes: ByteCount) -> MigrationInput {
    var input = self
    input.guest.touched = bytes
    return input
  }

  /// The same guest with a pattern that writes to its range as another curve has it.
  public func writing(_ curve: CurveWrites.Curve, as index: Int) -> MigrationInput {
    var input = self
    input.guest.workload[index] = CurveWrites(
      workingSet: guest.workload[index].workingSet, curve: curve)
    return input
  }
}
