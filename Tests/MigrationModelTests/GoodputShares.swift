import EventKernel
import MigrationModel
import Quantities
import Testing

@Suite struct GoodputShares {
  private func digest(_ megabits: Int64, share: Share) -> String {
    var path = Inputs.path(megabits, rtt: .milliseconds(10))
    path.measuredAt = .goodput
    var input = Inputs.input(Inputs.guest(ByteCount(256 << 20)), path)
    input.hosts.goodputShare = share
    return predict(input).digest.description
  }

  @Test func halfOfAPathIsAPathOfHalfTheBandwidth() {
    #expect(digest(100, share: .percent(50)) == digest(50, share: .one))
    #expect(digest(100, share: .percent(50)) != digest(100, share: .one))
  }
}
