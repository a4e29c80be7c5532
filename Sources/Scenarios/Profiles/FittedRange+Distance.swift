import MigrationModel
import Quantities

extension FittedRange {
  /// How far a scenario lies beyond the fitted range of memory, round trip and bandwidth, each 0
  /// inside, and else
  ///
  ///     ln(how many times it is beyond the nearer end) / max(ln(most / least), ln 10)
  ///
  /// so 1 for as far again as the fitted range is wide, which counts as a decade at least.
  func distances(of input: MigrationInput) -> [Double] {
    [
      distance(input.guest.memory, memory),
      // Round trips below a tenth of a millisecond are all alike.
      distance(input.path.roundTrip, roundTrip, floor: .microseconds(100)),
      distance(input.path.bandwidth, bandwidth),
    ]
  }

  private func distance<Amount: Quantity>(
    _ amount: Amount, _ range: ClosedRange<Amount>?, floor: Amount = Amount(count: 1)
  ) -> Double {
    guard let range, !range.contains(amount) else { return 0 }
    func number(_ amount: Amount) -> Double { Double(max(amount, floor).count) }
    let (value, least, most) = (number(amount), number(range.lowerBound), number(range.upperBound))
    let times = value > most ? value / most : least / value
    let width = max(Elementary.log(most / least), Elementary.log(10))
    return max(0, Elementary.log(times)) / width
  }
}
