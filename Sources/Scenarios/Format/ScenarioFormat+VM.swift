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
    .later("disks", .list(.mapping(disk), upTo: 64), "The disks, where storage moves too."),
    .later("nics", .list(.mapping(nic), upTo: 64), "The guest's own network interfaces."),
  ]

  private static let disk: [Key] = [
    .later("name", .text, "The target's name: vda."),
    .later("size", .size(anySize), "The disk's size."),
    .later("allocated", .size(anySize), "How much of it is allocated."),
    .later("storage", .words(["shared", "local"]), "Whether the destination sees it already."),
    .later("backend", .words(["file", "nfs", "iscsi", "ceph"]), "Where it is kept."),
    .later("shared-over", .words(["path"]), "That the guest reaches it over this very path."),
    .later("overlay-allocated", .size(anySize), "What copy-storage-inc moves."),
  ]

  private static let nic: [Key] = [
    .later("model", .text, "The device: virtio."),
    .later("overlay", .text, "What the guest's own traffic goes through."),
    .later("mtu", .count(68...65_535), "The guest's own MTU."),
  ]
}
