import Testing

@testable import LibvirtRunner

/// What ping, ss and iperf3 print.
@Suite struct LabReadings {
  @Test func pingsAnswersBecomeRoundTrips() throws {
    let output = """
      PING 192.0.2.2 (192.0.2.2) 56(84) bytes of data.
      64 bytes from 192.0.2.2: icmp_seq=1 ttl=64 time=37.4 ms
      64 bytes from 192.0.2.2: icmp_seq=2 ttl=64 time=36.9 ms
      64 bytes from 192.0.2.2: icmp_seq=4 ttl=64 time=40 ms

      4 packets transmitted, 3 received, 25% packet loss, time 30ms
      rtt min/avg/max/mdev = 36.900/38.100/40.000/1.360 ms
      """
    let trips = try RoundTrips(ping: output, sent: 4)
    #expect(trips.minimumMilliseconds == 36.9)
    #expect(trips.medianMilliseconds == 37.4)
    #expect(abs(trips.averageMilliseconds - 38.1) < 1e-9)
    #expect(trips.maximumMilliseconds == 40)
    #expect((trips.received, trips.sent) == (3, 4))
  }

  @Test func silenceIsNoRoundTrip() {
    #expect(throws: RunnerProblem.self) { try RoundTrips(ping: "PING 192.0.2.2", sent: 20) }
  }

  @Test func theConnectionsOfSsAreTold() throws {
    let output = """
      ESTAB 0 0    198.51.100.1:60750 198.51.100.2:5201
      \t cubic wscale:10,10 rto:240 rtt:37.4/0.1 bytes_sent:612 bytes_acked:613 send 3Mbps
      ESTAB 0 2048 198.51.100.1:60756 198.51.100.2:5201
      \t ts sack bbr wscale:10,10 rto:340 rtt:137/0.1 bytes_sent:9000000 send 37Mbps
      """
    let all = SocketFacts.all(in: output)
    #expect(all.map(\.congestionControl) == ["cubic", "bbr"])
    #expect(all.map(\.sentBytes) == [612, 9_000_000])
  }

  @Test func iperfsReportIsRead() throws {
    let report = try MeterReport(
      json: """
        {"start": {}, "end": {"sum_sent": {"bits_per_second": 36.1e6, "retransmits": 12},
         "sum_received": {"bits_per_second": 35.4e6}}}
        """)
    #expect(report.goodputBitsPerSecond == 35.4e6)
    #expect(report.retransmits == 12)
    #expect { try MeterReport(json: #"{"start": {}, "error": "busy"}"#) } throws: {
      "\($0)".hasSuffix("busy")
    }
  }
}
