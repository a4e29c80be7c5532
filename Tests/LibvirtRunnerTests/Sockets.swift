import Testing

@testable import LibvirtRunner

@Suite struct Sockets {
  private static let output = """
    ESTAB 0      0               10.0.0.1:49366          10.0.0.2:16509
    \t skmem:(r0,rb131072,t0,tb87040,f0,w0,o0,bl0,d0) ts sack cubic wscale:7,7 rto:240 \
    rtt:37.2/0.1 mss:1448 cwnd:10 bytes_sent:185
    ESTAB 0      2748968         10.0.0.1:49380          10.0.0.2:49152
    \t skmem:(r0,rb131072,t0,tb4194304,f1024,w4193280,o0,bl0,d0) ts sack bbr wscale:7,7 rto:240 \
    rtt:98.5/3.2 mss:1448 cwnd:412 bytes_sent:9000 retrans:0/17 bbr:(bw:34.9Mbps,mrtt:37.1)
    """

  @Test func theMigrationIsTheSocketWithTheMostToSend() throws {
    let facts = try #require(StreamSocket.busiest(in: Self.output))
    #expect(facts.congestionControl == "bbr")
    #expect(facts.sendQueueBytes == 2_748_968)
    #expect(facts.queuedBytes == 4_193_280)
    #expect(facts.sendBufferBytes == 4_194_304)
    #expect(facts.roundTripMilliseconds == 98.5)
    #expect(facts.congestionWindowSegments == 412)
    #expect(facts.retransmissions == 17)
  }

  @Test(arguments: ["", "ESTAB 0 0 a b", "\t skmem:(w5)", "LISTEN 0 5 a b\n\t skmem:(w5) cubic"])
  func whatIsNoConnectionGivesNothing(output: String) {
    #expect(StreamSocket.busiest(in: output) == nil)
  }
}
