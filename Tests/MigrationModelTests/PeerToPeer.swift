import MigrationModel
import Quantities
import Testing

@Suite struct PeerToPeer {
  /// The job begins before the destination's connection is opened: its round trips count, and
  /// nothing else differs with the client on the source.
  @Test(arguments: [0, 724, 36_784, 100_000])
  func openingTheConnectionIsPartOfTheJob(microseconds: Int64) throws {
    func report(_ manager: any Manager) -> MigrationReport {
      var settings = Inputs.settings()
      settings.manager = manager
      let path = Inputs.path(100, rtt: .microseconds(microseconds))
      return predict(Inputs.input(Inputs.guest(ByteCount(128 << 20)), path, settings)).typical
    }
    let (client, peer) = (report(Libvirt()), report(LibvirtPeerToPeer()))
    #expect(peer.pause == client.pause)
    #expect(peer.qemuTotalTime == client.qemuTotalTime)
    let longer = try #require(peer.timeElapsed) - #require(client.timeElapsed)
    #expect(longer == .microseconds(microseconds * 10))
  }
}
