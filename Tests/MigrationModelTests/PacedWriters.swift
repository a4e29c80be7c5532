import EventKernel
import MigrationModel
import Quantities
import Testing

/// What a writer keeps of its rate when the guest's processors are taken away for a while.
@Suite struct PacedWriters {
  /// Seconds of work that a writer gets done in a hundred periods of which the vCPU runs a share,
  /// by making each step.
  private func simulated(_ kind: Pacing.Kind, needs: Double, share: Double) -> Double {
    let step = 0.001
    var (done, owed) = (0.0, 0.0)
    for tick in 0..<100_000 {
      let runs = Double(tick % 1000) < share * 1000
      owed += step
      guard runs else {
        // Only one that catches up remembers.
        if kind != .catchUp { owed = 0 }
        continue
      }
      let most = kind == .catchUp ? step / needs : step
      let now = min(owed, most)
      done += now
      owed -= now
    }
    return done / 100
  }

  @Test(arguments: Pacing.Kind.allCases, [0.05, 0.4, 1])
  func eachKeepsWhatMakingEachStepKeeps(kind: Pacing.Kind, needs: Double) {
    for share in [0.01, 0.2, 0.5, 0.99, 1] {
      let pacing = Pacing(kind, needs: Share(count: Int64(needs * 1e9)))
      let law = pacing.rate(atCPUShare: share)
      #expect(abs(law - simulated(kind, needs: needs, share: share)) < 0.012)
    }
  }

  @Test func aWriterThatNeedsLittleCatchesUpUnderTheHardestThrottle() {
    // The lab's: 2,900 writes a second went on while 99 % of its processor was taken.
    let rate = DataRate(count: 2900 * 4096 * 8)
    let writer = UniformWrites(workingSet: PageCount(4096), rate: rate)
    #expect(writer.pacing.kind == .catchUp)
    #expect(writer.pacing.rate(atCPUShare: 0.01) == 1)
    let steady = PacedWrites(writer, pacing: Pacing(.steady, needs: .percent(1)))
    #expect(steady.pacing.rate(atCPUShare: 0.01) == 0.01)
  }

  @Test func severalThreadsHaveAVCPUEach() {
    let pacing = Pacing(.catchUp, needs: .percent(150))
    #expect(pacing.rate(atCPUShare: 0.75) == 1)
    #expect(abs(pacing.rate(atCPUShare: 0.375) - 0.5) < 1e-9)
    #expect(Pacing.cpuBound(threads: 4).rate(atCPUShare: 0.5) == 0.5)
  }

  @Test func withoutAThrottlePacingChangesNoMigration() {
    var digests: Set<String> = []
    for kind in Pacing.Kind.allCases {
      let load = UniformWrites(workingSet: PageCount(8192), rate: .bitsPerSecond(16_000_000))
      let guest = Inputs.guest(
        ByteCount(64 << 20), [PacedWrites(load, pacing: Pacing(kind, needs: .one))])
      let input = Inputs.input(guest, Inputs.path(100))
      digests.insert(predict(input).digest.description)
    }
    #expect(digests.count == 1)
  }
}
