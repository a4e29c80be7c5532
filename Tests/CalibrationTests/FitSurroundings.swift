import MigrationModel
import Quantities
import Records
import Scenarios
import Testing

@testable import Calibration

/// What is said of a fit without fitting again: runs left out, runs drawn anew, and what is left.
@Suite struct FitSurroundings {
  /// Eight guests over a fast path, their total times longer by these shares.
  private static func runs(noise: [Double]) throws -> [Record] {
    let known = try KnownRuns.profile { $0.preparation = .milliseconds(900) }
    return try zip(noise.indices, noise).map { index, noise in
      let memory = [256, 512, 1024, 2048][index % 4]
      return try KnownRuns.run(
        "\(index)", of: known,
        """
        vm: {memory: \(memory) MiB, touched: \(memory / (2 + index / 4)) MiB}
        path: {bandwidth: 900 Mbit/s, rtt: 0.5 ms, bottleneck: source}
        """, noise: noise)
    }
  }

  private static func geometry(
    _ records: [Record]
  ) throws -> (fit: Fit, geometry: FitGeometry, preparation: Int) {
    let set = try KnownRuns.set(records)
    let start = FittedConstants(startingFrom: set)
    let fit = Fit(
      set.runs, parameters: Parameter.choice(for: set.runs, start: start), start: start)
    let place = try #require(fit.parameters.firstIndex { $0.path == "host.preparation" })
    return (fit, FitGeometry(fit, try fit.solve()), place)
  }

  private static let odd = try? geometry(
    runs(noise: [0, 0, 0.1, 0, 0, 0, 0, 0]))

  @Test func withoutTheOddRunTheOthersAreMetBetter() throws {
    let (fit, geometry, _) = try #require(Self.odd)
    let others = fit.runs.indices.filter { $0 != 2 }
    func misses(_ free: [Double]) -> Double {
      let residuals = fit.residuals(free)
      return others.flatMap { residuals[$0] }.compactMap { $0.map { $0 * $0 } }.reduce(0, +)
    }
    let without = geometry.refitted(without: [2])
    #expect(misses(without) <= misses(geometry.result.free))
    let kept = geometry.refitted(without: [])
    #expect(misses(kept) <= misses(geometry.result.free))
  }

  @Test func noConstantMovesFurtherThanWasThoughtBeforehand() throws {
    let (fit, geometry, _) = try #require(Self.odd)
    for left in [[0], [2], [0, 1, 2, 3], Array(fit.runs.indices)] {
      let moved = zip(geometry.refitted(without: left), geometry.result.free).map { $0 - $1 }
      #expect(zip(moved, fit.parameters).allSatisfy { $0.magnitude <= $1.spread + 1e-9 })
    }
  }

  @Test func fewerRunsAreNeverSurer() throws {
    let (fit, geometry, preparation) = try #require(Self.odd)
    var unit = Array(repeating: 0.0, count: fit.parameters.count)
    unit[preparation] = 1
    let one = geometry.variance(along: unit, addedWithout: [0])
    let four = geometry.variance(along: unit, addedWithout: [0, 1, 2, 3])
    let all = geometry.variance(along: unit, addedWithout: Array(fit.runs.indices))
    #expect(geometry.variance(along: unit, addedWithout: []) == 0)
    #expect(0 <= one && one <= four && four <= all)
    // Without any run, it is as wide as it was thought to be.
    let spread = fit.parameters[preparation].spread
    #expect(all < spread * spread && all > 0.8 * spread * spread)
  }

  @Test func drawnAnewConstantsThatNoRunTellsKeepTheirSpread() throws {
    let (fit, geometry, preparation) = try #require(Self.odd)
    let covariance = geometry.covariance(draws: 400, seed: 1)
    #expect(covariance == geometry.covariance(draws: 400, seed: 1))
    #expect(covariance != geometry.covariance(draws: 400, seed: 2))
    // These runs have no cap.
    let slack = try #require(fit.parameters.firstIndex { $0.path == "host.rate-limit-slack" })
    let untold = covariance[slack, slack].squareRoot() / fit.parameters[slack].spread
    #expect((0.85...1.15).contains(untold), "\(untold)")
    let told = covariance[preparation, preparation].squareRoot()
    #expect(told < 0.3 * fit.parameters[preparation].spread)
  }

  /// Half of the runs 3 % too long, half too short: nine of ten lie within 3 % or so.
  @Test func whatIsLeftUnexplainedBecomesNoise() throws {
    func noise(_ share: Double) throws -> Double {
      let runs = try Self.runs(noise: [1, -1, -1, 1, -1, 1, 1, -1].map { $0 * share })
      return try Calibration(KnownRuns.set(runs), name: "x").profile.residuals.timeElapsed.fraction
    }
    let (little, much) = (try noise(0.005), try noise(0.05))
    #expect(little < 0.02)
    #expect(much > 3 * little)
    #expect((0.02...0.08).contains(much))
  }

  @Test func aMatrixIsSolvedOrRefused() throws {
    var matrix = SymmetricMatrix(size: 2)
    matrix.add(outerProductOf: [1, 0], weight: 4)
    matrix.add(outerProductOf: [1, 1], weight: 2)
    // 6x + 2y = 10, 2x + 2y = 6.
    let solution = try #require(matrix.solving([10, 6]))
    #expect(abs(solution[0] - 1) < 1e-12 && abs(solution[1] - 2) < 1e-12)
    #expect(matrix.variance(along: [1, -1]) == 4)
    var flat = SymmetricMatrix(size: 2)
    flat.add(outerProductOf: [1, 1], weight: 1)
    #expect(flat.solving([1, 2]) == nil)
  }
}
