/// The one description of a capture plan's file.
enum CaptureFormat {
  static let keys: [Key] =
    [
      Key("name", .text, .derived("the file's name"), "What the runs are called after."),
      Key(
        "hosts", .oneOf([.words(["lab"]), .mapping(hosts)]), .default("lab"),
        "lab (two hosts on this machine), or two connections of libvirt's."),
      Key(
        "guest", .oneOf([.words(["built-in"]), .mapping(guest)]), .default("built-in"),
        "built-in (a small Linux that runs the loads), or a domain of the source's."),
      Key(
        "scenario", .anything, .optional,
        "What every run has in common: a file beside the plan, or a scenario written inline."),
    ] + Variation.keys + [
      Key("cycles", .count(1...1000), .default("1"), "How often each configuration is run."),
      Key(
        "order", .words(["as-listed", "shuffled"]), .default("as-listed"),
        "The order within each cycle; every configuration is run before the next cycle begins."),
      Key(
        "probes", .list(.words(["ping", .later("iperf3-udp")]), upTo: 2), .fallback(.sequence([])),
        "What is sent over the path beside the migration."),
      Key(
        "run", .mapping([Key("seed", .count(0...Int64.max), .default("1"), "Of the order.")]),
        .fallback(.mapping([])), "What is drawn at random."),
    ]

  private static let hosts: [Key] = [
    Key("source", .text, .required, "qemu+ssh://a/system, as virsh --connect takes it."),
    Key("destination", .text, .required, "The same of the other host."),
    Key(
      "migrate-uri", .mapping(streams), .optional,
      "Where QEMU's streams go, as virsh --migrateuri takes it: tcp://10.0.0.2. Without it libvirt "
        + "takes the receiving host's own name, which the sending host must then resolve."),
  ]

  private static let streams: [Key] = [
    Key("source", .text, .optional, "To the source, when the domain is brought back."),
    Key("destination", .text, .optional, "To the destination."),
  ]

  private static let guest: [Key] = [
    Key("domain", .text, .required, "Its name on the source.")
  ]
}
