import LibvirtRunner
import Quantities

/// A lab that is up, as a person reads it.
struct LabText {
  let lab: Lab

  var text: String {
    var rows = [("lab \(lab.name)", "up")]
    for host in [lab.source, lab.destination] {
      rows.append((host.name, host.localURI))
      rows.append(("", "\(host.controlURI), \(host.migrationURI)"))
    }
    rows.append((lab.supervisor.name, lab.supervisor.address))
    rows.append(("path", lab.path?.description ?? "not shaped"))
    if let found = lab.measurement {
      let goodput = Int64(found.goodputBitsPerSecond.rounded())
      rows.append(
        (
          "measured",
          "\(DataRate.bitsPerSecond(goodput)) of goodput, \(found.retransmits) retransmits, "
            + found.congestionControl
        ))
      rows.append(("round trips", words(found.roundTrips)))
      rows.append(("under load", words(found.roundTripsUnderLoad)))
    }
    return rows.map { name, value in
      "  " + name + String(repeating: " ", count: max(1, 14 - name.count)) + value
    }.joined(separator: "\n")
  }

  private func words(_ trips: RoundTrips) -> String {
    let values = [
      trips.minimumMilliseconds, trips.medianMilliseconds, trips.maximumMilliseconds,
    ].map { Span(rounding: $0 / 1000).description }
    return "least \(values[0]), median \(values[1]), most \(values[2]) "
      + "(\(trips.received) of \(trips.sent) probes)"
  }
}
