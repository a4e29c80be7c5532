import MigrationModel
import Quantities

extension ScenarioFormat {
  static let vm: [Key] = [
    Key(
      "memory", .size(ByteCount(4096)...anySize.upperBound), .required,
      "What the domain is configured with."),
    Key(
      "vcpus", .count(1...4096), .default("1"),
      "Virtual processors; the number does not change a pre-copy prediction."),
    Key(
      "touched", .oneOf([.size(anySize), .share(anyShare)]), .derived("all of memory"),
      "Memory whose pages are not all zero when first sent; a size, or a share of memory."),
    Key(
      "machine", .text, .derived("the hypervisor's newest"),
      "The machine type, pc-q35-X.Y or pc-i440fx-X.Y; not newer than the hypervisor."),
    Key(
      "cpu-vendor", .text, .optional,
      "The processor that the guest sees: Intel or AMD; another on the destination is refused."),
    Key(
      "disks", .list(.mapping(disk), upTo: 64), .optional,
      "The disks, where storage moves too or is reached over the path."),
    .later("nics", .list(.mapping(nic), upTo: 64), "The guest's own network interfaces."),
  ]

  private static let disk: [Key] = [
    Key("name", .text, .required, "The target's name: vda."),
    Key("size", .size(ByteCount(512)...anySize.upperBound), .required, "The disk's size."),
    Key(
      "allocated", .oneOf([.size(anySize), .share(anyShare)]), .derived("all of it"),
      "How much of it holds data; a size, or a share of the disk's."),
    Key(
      "storage", .words(["shared", "local"]),
      .derived("local where a copy-storage option is given, else shared"),
      "Whether the destination sees it already."),
    Key(
      "backend", .words(Disk.Backend.allCases.map { Word($0.rawValue) }), .default("file"),
      "Where it is kept."),
    Key(
      "shared-over", .words(["path"]), .optional,
      "That the guest reaches it over this very path, and competes with the migration."),
    Key(
      "overlay-allocated", .size(anySize), .derived("what is allocated"),
      "What copy-storage-inc moves."),
  ]

  private static let nic: [Key] = [
    .later("model", .text, "The device: virtio."),
    .later("overlay", .text, "What the guest's own traffic goes through."),
    .later("mtu", .count(68...65_535), "The guest's own MTU."),
  ]
}
