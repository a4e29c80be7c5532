extension HostProfile {
  /// The profiles that need no file, by name.
  static let builtIn: [(name: String, yaml: String)] = [("generic-kvm", genericKVM)]

  /// Stated assumptions for a pair of ordinary KVM hosts; calibrate for better.
  private static let genericKVM = """
    profile: generic-kvm
    host:
      normal-page-scan: {value: 1 us, origin: assumed}
      zero-page-scan: {value: 0.5 us, origin: assumed}
      preparation: {value: 0.5 s, origin: assumed, meaning: "libvirt's Begin to QEMU's start"}
      stop: {value: 5 ms, origin: assumed}
      load: {value: 15 ms, origin: assumed}
      resume: {value: 5 ms, origin: assumed, meaning: libvirt's Finish and cont}
      device-state: {value: 150 kB, origin: assumed, meaning: a plain guest with virtio devices}
      tcp-segment-cost: {value: 4352 B, origin: assumed, meaning: an ordinary distribution kernel}
      tcp-wmem-max: {value: 4 MiB, origin: assumed, meaning: Linux's default}
      tcp-rmem-max: {value: 6 MiB, origin: assumed, meaning: Linux's default}
      tcp-rmem-window: {value: 50 %, origin: assumed, meaning: tcp_adv_win_scale 1}
      rate-limit-slack: {value: 1 ms, origin: assumed}
      turnaround: {value: 0.2 ms, origin: assumed}
      wake-up: {value: 0.2 ms, origin: assumed}
    guest:
      background-pages: {value: 600, origin: assumed}
      background-time: {value: 1.5 s, origin: assumed}
      load-pages: {value: 50, origin: assumed}
      load-time: {value: 20 ms, origin: assumed}
    residuals: {time_elapsed: 5 %, downtime: 30 %}
    """
}
