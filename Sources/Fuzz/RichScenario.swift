/// One scenario with about everything in it, for mutants to start from.
enum RichScenario {
  static let yaml = """
    name: everything
    vm:
      memory: 2 GiB
      vcpus: 2
      touched: 70 %
      machine: pc-q35-7.2
      disks: [{name: vda, size: 10 GiB, allocated: 2 GiB, storage: local, backend: file}]
    workload:
      - {pattern: idle}
      - {pattern: uniform, working-set: 100 MiB, rate: 2 MiB/s, pacing: catch-up}
      - pattern: hot-cold
        working-set: 5 %
        rate: 1 MiB/s
        hot-fraction: 10 %
        hot-share: 90 %
      - {pattern: disk-write, disk: vda, working-set: 1 GiB, rate: 64 KiB/s, block: 8 KiB}
      - {pattern: curve, points: [[0.5 s, 900], [1 s, 1500]]}
    path:
      bandwidth: 37 Mbit/s
      measured-at: tc
      rtt: 36.784 ms
      queue: 1 MiB
      mtu: 1500
      ip: v4
      overlay: vxlan
      inner-mtu: 1400
      congestion-control: bbr
    migration:
      hypervisor: qemu 10.0
      downtime-limit: 300 ms
      bandwidth: 8 MiB/s
      timeout: 300 s
      on-timeout: abort
      auto-converge: false
      copy-storage-all: true
    hosts:
      based-on: generic-kvm
      host: {stop: {value: 9 ms, origin: assumed}}
    run: {seed: 1, offsets: 9, fidelity: fluid}
    """
}
