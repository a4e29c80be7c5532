import MigrationModel
import Quantities

/// The standard errors of a profile's constants, and how they go together.
public struct Uncertainty: Sendable, Equatable {
  public struct Parameter: Sendable, Equatable {
    /// "host.preparation", "workloads.memcached.touched.base".
    public let path: String
    /// Absolute, in the constant's SI unit: seconds, bytes, shares, pages.
    public let error: Double
  }

  /// Those with an error above 0: hosts, guest, workloads, in the description's order.
  public let parameters: [Parameter]
  /// As a full matrix over the parameters; ones where it is itself, 0 where nothing is said.
  public let correlation: [[Double]]
}

extension HostProfile {
  /// What the constants' standard errors are; values are taken for normally distributed around
  /// theirs.
  public var uncertainty: Uncertainty {
    let host = details.map { ($0.path, $0.provenance.error) }
    let all = host + workloads.flatMap(\.errors)
    let parameters = all.compactMap { path, error in
      error.flatMap { $0 > 0 ? Uncertainty.Parameter(path: path, error: $0) : nil }
    }
    let matrix = parameters.map { one in
      parameters.map { other in
        one.path == other.path ? 1 : correlation?.between(one.path, other.path) ?? 0
      }
    }
    return Uncertainty(parameters: parameters, correlation: matrix)
  }
}

extension WorkloadProfile {
  /// Paths and standard errors of all that an error can be given for.
  var errors: [(path: String, error: Double?)] {
    var errors: [(path: String, error: Double?)] = []
    if let touched {
      errors.append((path(of: "touched.base"), touched.base.provenance.error))
      errors.append((path(of: "touched.share"), touched.share.provenance.error))
    }
    if case .power(let pages, let exponent) = curve {
      errors.append((path(of: "pages"), pages.provenance.error))
      errors.append((path(of: "exponent"), exponent.provenance.error))
    }
    return errors
  }

  /// "workloads.memcached.pages".
  func path(of key: String) -> String { "workloads.\(name).\(key)" }
}
