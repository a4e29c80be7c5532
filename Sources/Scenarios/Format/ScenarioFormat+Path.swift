import MigrationModel
import Quantities

extension ScenarioFormat {
  /// A link slower than this carries no migration.
  private static let linkRate: ClosedRange<DataRate> =
    .bitsPerSecond(1_000)...anyRate.upperBound

  static let path: [Key] = [
    Key(
      "bandwidth",
      .oneOf([
        .rate(linkRate),
        .later(
          .mapping([
            .later("forward", .rate(linkRate), "Source to destination."),
            .later("back", .rate(linkRate), "Destination to source."),
          ]), feature: "bandwidth with forward and back"),
      ]), .required, "The narrowest link's rate."),
    Key(
      "measured-at", .words(BandwidthLayer.allCases.map { Word(stringLiteral: $0.rawValue) }),
      .default("goodput"),
      "Where that figure was taken, outside any overlay: goodput (what iperf3 reports), ip, "
        + "tc (14 B a packet more than ip) or wire (38 B more)."),
    Key(
      "rtt", .time(.zero ... .seconds(3600)), .required,
      "Round-trip time of the path without a queue."),
    Key(
      "jitter", .time(anyTime), .default("0 ms"), .laterUnless(.zero),
      "Variation of the delay."),
    Key(
      "loss", .share(anyShare), .default("0 %"), .laterUnless(.zero),
      "Packets lost beside what a full queue drops."),
    Key(
      "bottleneck", .words(["router", "source"]), .default("router"),
      "router (beyond the host: TCP fills its queue) or source (the sender's own interface: TCP "
        + "small queues keep it short)."),
    Key(
      "queue", .oneOf([.time(.zero ... .seconds(3600)), .size(anySize)]), .default("100 ms"),
      "The bottleneck's buffer: a time, or a size."),
    Key(
      "burst", .size(.zero...ByteCount(1 << 30)), .default("64 KiB"),
      "The shaper's bucket (tbf's burst)."),
    Key("mtu", .count(68...65_535), .default("1500"), "Largest IP packet, in bytes."),
    Key(
      "ip", .words(IPVersion.allCases.map { Word(stringLiteral: $0.rawValue) }), .default("v4"),
      "The outermost IP header: the stream's own where there is no overlay."),
    Key(
      "congestion-control", .words(["cubic", "bbr", .later("reno")]), .default("cubic"),
      "The sender's."),
    Key(
      "overlay",
      .oneOf([
        .words(["none"] + encapsulations), .list(.words(encapsulations), upTo: 8),
      ]), .default("none"),
      "What the migration stream itself goes through; of a list, the first is outermost."),
    Key(
      "inner-mtu",
      .oneOf([
        .words(["auto"]), .count(68...65_535),
      ]), .default("auto"),
      "The MTU inside the overlay, in bytes; auto is what its driver sets. A larger one fragments "
        + "or makes a black hole."),
    .later("changes", .list(.mapping(change), upTo: 1000), "The path changes on the way."),
    .later("cross-traffic", .list(.mapping(crossTraffic), upTo: 1000), "Others' traffic."),
  ]

  private static let encapsulations = Overlay.encapsulations.map { Word(stringLiteral: $0.name) }

  private static let change: [Key] = [
    .later("at", .time(anyTime), "When."),
    .later("bandwidth", .rate(anyRate), "The new rate."),
    .later("rtt", .time(anyTime), "The new round-trip time."),
    .later("jitter", .time(anyTime), "The new variation."),
    .later("loss", .share(anyShare), "The new loss."),
    .later("down", .onOff, "Whether the link is down."),
  ]

  private static let crossTraffic: [Key] = [
    .later("rate", .rate(anyRate), "How much."),
    .later("from", .time(anyTime), "Its beginning."),
    .later("to", .time(anyTime), "Its end."),
  ]
}
