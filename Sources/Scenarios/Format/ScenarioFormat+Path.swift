import MigrationModel
import Quantities

extension ScenarioFormat {
  /// A link slower than this carries no migration.
  private static let linkRate: ClosedRange<DataRate> =
    .bitsPerSecond(1_000)...anyRate.upperBound

  /// Where more is lost, nothing that could be called a connection is left.
  private static let likelyLoss: ClosedRange<Share> = .zero ... .percent(50)

  static let path: [Key] = [
    Key(
      "bandwidth",
      .oneOf([
        .rate(linkRate),
        .mapping([
          Key("forward", .rate(linkRate), .required, "Source to destination."),
          Key(
            "back", .rate(linkRate), .required,
            "Destination to source: it carries acknowledgements only."),
        ]),
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
      "jitter", .time(anyTime), .default("0 ms"),
      "How far a round trip may be from rtt, either way; packets keep their order."),
    Key(
      "loss", .share(likelyLoss), .default("0 %"),
      "Packets lost at random, beside what a full queue drops."),
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
      "congestion-control", .words(["cubic", "bbr", "reno"]), .default("cubic"),
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
    Key(
      "changes", .list(.mapping(change), upTo: 100), .optional,
      "What becomes of the path on the way; what a change leaves out stays as it is."),
    Key(
      "cross-traffic", .list(.mapping(crossTraffic), upTo: 100), .optional,
      "What others send over the bottleneck at a constant rate; the migration's connection keeps "
        + "1 % of it at least."),
  ]

  private static let encapsulations = Overlay.encapsulations.map { Word(stringLiteral: $0.name) }

  private static let change: [Key] = [
    Key("at", .time(anyTime), .required, "When, from the migration's start."),
    Key("bandwidth", .rate(linkRate), .optional, "The new rate, counted as the first is."),
    Key("rtt", .time(.zero ... .seconds(3600)), .optional, "The new round-trip time."),
    Key("jitter", .time(anyTime), .optional, "The new variation."),
    Key("loss", .share(likelyLoss), .optional, "The new loss."),
    Key("down", .onOff, .optional, "true: nothing passes any more; false: the path is back."),
  ]

  private static let crossTraffic: [Key] = [
    Key("rate", .rate(anyRate), .required, "How much, counted as the path's bandwidth is."),
    Key("from", .time(anyTime), .default("0 s"), "Its beginning, from the migration's start."),
    Key("to", .time(anyTime), .derived("none: it stays"), "Its end."),
  ]
}
