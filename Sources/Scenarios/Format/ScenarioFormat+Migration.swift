import MigrationModel
import Quantities

extension ScenarioFormat {
  static let migration: [Key] = [
    Key(
      "hypervisor",
      .words(Hypervisors.all.map { Word($0.name) }), .default("qemu 10.0"),
      "Whose rules the migration follows."),
    Key(
      "manager", .words(Managers.all.map { Word($0.name) } + ["none"]),
      .derived("libvirt; with xen, none"),
      "What drives the hypervisor: its phases, defaults and policies. none is the hypervisor's own "
        + "tool: QEMU's monitor, whose figures then stand for the whole, or xl."),
    Key(
      "p2p", .onOff, .default("false"),
      "virsh migrate --p2p: the source's libvirtd opens the destination's connection, and that "
        + "counts in time_elapsed."),
    Key(
      "method",
      .words([
        "precopy", .later("postcopy"), .later("hybrid"), "stop-and-copy",
        "cold", "offline", "two-step", "checkpoint",
      ]), .default("precopy"), "How memory moves, or that it doesn't."),
    Key(
      "downtime-limit", .time(.zero ... .seconds(2000)),
      .derived("the manager's: 300 ms, with proxmox 100 ms"),
      "QEMU stops the guest when the rest would take no longer."),
    Key(
      "bandwidth",
      .oneOf([.words(["unlimited"]), .rate(.bitsPerSecond(8_000)...anyRate.upperBound)]),
      .default("unlimited"),
      "virsh migrate --bandwidth (in MiB/s there); qm migrate --bwlimit (in KiB/s there)."),
    Key(
      "timeout", .time(.nanoseconds(1)...anyTime.upperBound), .derived("none"),
      "When on-timeout happens."),
    Key(
      "on-timeout", .words(["abort", "suspend", .later("postcopy")]),
      .derived("suspend, where there is a timeout"),
      "abort (a domjobabort), suspend (virsh's default: the guest is paused, and the rest goes) or "
        + "postcopy."),
    .later(
      "postcopy-after",
      .oneOf([.words(["first-pass"]), .time(anyTime)]), "When to switch to post-copy."),
    .later("postcopy-bandwidth", .rate(anyRate), "virsh migrate --postcopy-bandwidth."),
    .later(
      "available-switchover-bandwidth", .rate(anyRate),
      "What the stop rule takes for the bandwidth."),
    off("postcopy-recover", "Resume a broken post-copy."),
    Key(
      "stop-rule", .mapping(stopRule), .optional,
      "Replaces the hypervisor's rule, for builds that count pages or rounds instead of measuring "
        + "a bandwidth: each round sends all it has."),
    off("auto-converge", "Slow the vCPUs down when it does not converge."),
    .later("auto-converge-initial", .count(1...99), "First throttle, per cent."),
    .later("auto-converge-increment", .count(1...99), "Each further step, per cent."),
    off("compressed", "Compress memory pages."),
    .later("comp-methods", .words(["xbzrle", "mt", "zlib", "zstd"]), "How to compress."),
    .later("comp-mt-level", .count(0...9), "Compression level."),
    .later("comp-mt-threads", .count(1...255), "Compression threads."),
    .later("comp-mt-dthreads", .count(1...255), "Decompression threads."),
    .later("comp-xbzrle-cache", .size(anySize), "The size of XBZRLE's page cache."),
    .later("comp-zlib-level", .count(0...9), "zlib's level."),
    .later("comp-zstd-level", .count(0...20), "zstd's level."),
    off("parallel", "Several connections at once (multifd)."),
    .later("parallel-connections", .count(1...255), "How many."),
    off("zerocopy", "Send without copying."),
    Key(
      "copy-storage-all", .onOff, .default("false"),
      "virsh migrate --copy-storage-all: copy local disks whole."),
    Key(
      "copy-storage-inc", .onOff, .default("false"),
      "virsh migrate --copy-storage-inc: copy local disks' overlays, the rest being there."),
    Key(
      "copy-storage-synchronous-writes", .onOff, .default("false"),
      "Make the guest's writes wait for the destination."),
    Key(
      "migrate-disks", .text, .derived("all local disks"),
      "Only these disks, separated by commas."),
    off("tls", "Encrypt the stream."),
    off("tunnelled", "Send the stream through libvirtd's connection."),
    off("persistent", "Define the domain on the destination."),
    off("undefinesource", "Undefine it on the source."),
    off("abort-on-error", "Abort on a soft error, such as an I/O error."),
  ]

  private static let stopRule: [Key] = [
    Key(
      "pages", .count(0...1_000_000_000_000), .derived("none"),
      "Stop when a synchronisation finds at most so many pages."),
    Key(
      "rounds", .count(1...10_000), .derived("no limit"),
      "Stop after so many rounds, the first pass among them."),
  ]

  static let hosts: [Key] = [
    Key(
      "profile", .text, .derived("generic-kvm, unless given otherwise"),
      "One profile for both: a name, or a path to a file."),
    Key("source", .mapping(host), .optional, "The source's profile."),
    Key("destination", .mapping(host), .optional, "The destination's profile."),
    Key(
      "based-on", .text, .optional,
      "With host or guest inline: the profile that gives all other constants."),
    Key("host", .mapping(ProfileFormat.host), .optional, "Constants written inline."),
    Key("guest", .mapping(ProfileFormat.guest), .optional, "Constants written inline."),
    Key("workloads", ProfileFormat.workloads, .optional, "Workloads written inline, by name."),
  ]

  private static let host: [Key] = [
    Key("profile", .text, .required, "The profile's name, or a path to a file."),
    Key("qemu", .text, .optional, "Its version; must agree with the hypervisor."),
    Key("cpu-vendor", .text, .optional, "Intel or AMD."),
    .later("libvirt", .text, "Its version."),
  ]

  /// A switch of a later feature: false is what happens without it.
  private static func off(_ name: String, _ doc: String) -> Key {
    Key(name, .onOff, .optional, .laterUnless(.off), doc)
  }
}
