import MigrationModel
import Quantities
import Testing

@Suite struct StopRules {
  private func state(
    _ pages: Int64, threshold: Int64, isFresh: Bool = false, isAcknowledged: Bool = true
  ) -> PrecopyState {
    PrecopyState(
      pending: PageCount(pages), threshold: ByteCount(threshold * 4096), iterations: 2,
      isFresh: isFresh, isAcknowledged: isAcknowledged)
  }

  @Test func qemuSynchronisesBeforeItBelievesThatLittleIsLeft() {
    let rule = QEMUStopRule()
    #expect(rule.next(state(100, threshold: 100)) == .send)
    #expect(rule.next(state(99, threshold: 100)) == .synchronise)
    #expect(rule.next(state(99, threshold: 100, isFresh: true)) == .switchOver)
    #expect(rule.next(state(100, threshold: 100, isFresh: true)) == .send)
  }

  @Test func withoutAWindowItStopsWhenNothingIsLeft() {
    let rule = QEMUStopRule()
    #expect(rule.next(state(1, threshold: 0)) == .send)
    #expect(rule.next(state(0, threshold: 0)) == .switchOver)
  }

  @Test func itWaitsForADestinationThatIsNotReady() {
    let rule = QEMUStopRule()
    #expect(rule.next(state(0, threshold: 0, isAcknowledged: false)) == .awaitAcknowledgement)
    #expect(rule.next(state(9, threshold: 10, isAcknowledged: false)) == .awaitAcknowledgement)
  }

  /// Another hypervisor is another type; the loop asks it and stays as it is.
  private struct FivePasses: Hypervisor, StopRule {
    let name = "five passes"
    let rateLimitCountsPages = true
    let processedCountsWholeStream = true
    let alwaysStops = true
    var stopRule: any StopRule { self }
    func needsSwitchoverAck(manager: any Manager) -> Bool { false }

    func next(_ state: PrecopyState) -> PrecopyStep {
      if state.pending.count > 0, !state.isFresh { return .send }
      if !state.isFresh { return .synchronise }
      return state.iterations > 5 ? .switchOver : .send
    }
  }

  @Test(arguments: [60, 600])
  func aRuleOfItsOwnNeedsNoOtherChange(megabits: Int64) {
    let load = UniformWrites(
      workingSet: PageCount(20_000), rate: DataRate(count: megabits * 1_000_000))
    let report = predict(
      Inputs.input(
        Inputs.guest(ByteCount(256 << 20), [load]), Inputs.path(100),
        Inputs.settings(hypervisor: FivePasses()))
    ).typical
    #expect(report.outcome == .completed)
    #expect(report.iterations == 7)
    // Each pass sends all that the last one found.
    #expect(report.rounds.dropLast().allSatisfy { $0.pagesLeft == 0 })
  }
}
