import Quantities
import Testing

@testable import MigrationModel

/// From the stop to the last acknowledgement, worked out by hand.
@Suite struct LastBytes {
  private func time(backlog: Double, pages: Double, rate: Double, roundTrip: Span) -> Double {
    let delivery = Delivery(
      stoppedAt: .start, precopyBytes: 0, writtenAt: .start, roundTrip: roundTrip,
      scanning: .zero, backlog: backlog, pages: pages, deviceState: 0)
    return delivery.timeLeft(at: .start, rate: rate).seconds
  }

  /// An empty pipe: the bytes' own time, and a round trip for the last of them.
  @Test func onAnEmptyPathTheRoundTripComesOnTop() {
    let seconds = time(backlog: 0, pages: 2.5e6, rate: 28e6, roundTrip: .milliseconds(100))
    #expect(abs(seconds - (2.5 / 28 + 0.1)) < 1e-6)
  }

  /// A full one: what is on its way counts among what is not acknowledged.
  @Test func onAFullPathItIsInTheBacklog() {
    let seconds = time(backlog: 5.6e6, pages: 2.5e6, rate: 28e6, roundTrip: .milliseconds(100))
    #expect(abs(seconds - 8.1 / 28) < 1e-6)
  }
}
