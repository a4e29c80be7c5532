private func workload(_ parts: String, vm: String = "touched: 1 GiB") -> String {
  Fixture.with(vm: vm, also: "workload: [\(parts)]")
}

private let load = "{pattern: uniform, working-set: 600 MiB, rate: 1 MiB/s}"

/// Contradictions, wrong kinds and values that no migration has.
let refusals: [Slip] = [
  Slip("vm: {memory: 0}\n", "vm.memory: must be more than 0"),
  Slip("vm: {memory: 0 GiB}\n", "vm.memory: must be more than 0"),
  Slip("vm: {memory: 65 TiB}\n", "is more than 64 TiB, the most that makes sense"),
  Slip("vm: {memory: -1 GiB}\n", "is negative"),
  Slip("vm: {memory: [1]}\n", "a size, such as 2 GiB was expected, not a list"),
  Slip("vm: {memory: }\n", "vm.memory: has no value"),
  Slip("vm: 2 GiB\n", "was expected, not text"),
  Slip("path: {bandwidth: 0 Mbit/s}\n", "path.bandwidth: must be more than 0"),
  Slip("path: {bandwidth: 100 Tbit/s}\n", "is more than 10 Tbit/s"),
  Slip(
    "vm: {memory: 1 TiB}\npath: {bandwidth: 1 kbit/s, rtt: 0}\n",
    "path.bandwidth: the first pass alone would take"),
  Slip("expect: {}\n", "expect: expects nothing; give downtime, time-elapsed or outcome"),
  Slip("expect: {downtime: 500}\n", "expect.downtime: \"500\" has no unit"),
  Slip("path: {rtt: 61 min}\n", "path.rtt: \"61 min\" is more than 1 h"),
  Slip("path: {rtt: 99999999999999999999 ms}\n", "more than a time can hold"),
  Slip(Fixture.with(path: "mtu: 0"), "path.mtu: 0 is not between"),
  Slip(Fixture.with(path: "mtu: 1500 B"), "a bare whole number was expected"),
  Slip(Fixture.with(path: "mtu: 140"), "140 leaves 88 B of payload"),
  Slip(Fixture.with(path: "mtu: 200, overlay: vxlan"), "98 B of payload a packet inside vxlan"),
  Slip(
    Fixture.with(path: "mtu: 220, overlay: [wireguard, vxlan]"), "38 B of payload a packet inside"),
  Slip(Fixture.with(path: "overlay: vxlan, inner-mtu: 150"), "path.inner-mtu: 150 leaves 98 B"),
  Slip(Fixture.with(path: "inner-mtu: 1450"), "inner-mtu: is the MTU inside an overlay, and there"),
  Slip(Fixture.with(path: "overlay: stt, inner-mtu: 1450"), "makes no difference to stt"),
  Slip(Fixture.with(path: "overlay: [stt, vxlan]"), "so it must come last, innermost"),
  Slip(Fixture.with(path: "overlay: []"), "path.overlay: has no member; write none"),
  Slip(Fixture.with(path: "overlay: [none]"), "\"none\" is not known here"),
  Slip(Fixture.with(path: "overlay: wiregard"), "did you mean wireguard?"),
  Slip(Fixture.with(path: "overlay: {}"), "one of these: none | vxlan | nvgre"),
  Slip(Fixture.with(path: "queue: 100"), "path.queue: \"100\" has no unit: write one of ms, s"),
  Slip(Fixture.with(path: "queue: 100 Mbit/s"), "units: ms, s"),
  Slip(Fixture.with(path: "queue: 64 TiB"), "takes more than an hour to drain"),
  Slip(Fixture.with(path: "loss: 51 %"), "is more than 50 %"),
  Slip(Fixture.with(path: "jitter: 38 ms"), "path.jitter: 38 ms is more than the round trip"),
  Slip(
    Fixture.with(path: "jitter: 9 ms, changes: [{at: 5 s, rtt: 8 ms}]"),
    "path.jitter: 9 ms is more than the round trip of 8 ms"),
  Slip(
    Fixture.with(path: "changes: [{at: 5 s, jitter: 50 ms}]"),
    "path.changes.0.jitter: 50 ms is more than the round trip of 37 ms"),
  Slip(Fixture.with(path: "changes: [{at: 5 s}]"), "path.changes.0: changes nothing: give"),
  Slip(
    Fixture.with(path: "changes: [{at: 5 s, down: true}, {at: 4 s, down: false}]"),
    "path.changes.1.at: comes after a later one, at 5 s"),
  Slip(Fixture.with(path: "changes: [{at: 5 s, bandwidth: 0}]"), "bandwidth: must be more than 0"),
  Slip(
    Fixture.with(path: "cross-traffic: [{rate: 5 Mbit/s, from: 9 s, to: 9 s}]"),
    "path.cross-traffic.0.to: ends before it begins, at 9 s"),
  Slip(Fixture.with(path: "cross-traffic: [{from: 9 s}]"), "cross-traffic.0.rate: is required"),
  Slip(
    Fixture.with(path: "bandwidth: {forward: 1 Mbit/s}").replacing(
      "bandwidth: 37 Mbit/s, ", with: ""), "path.bandwidth.back: is required"),
  Slip(Fixture.with(path: "changes: [{at: 5}]"), "path.changes.0.at: \"5\" has no unit"),
  Slip(Fixture.with(path: "changes: [{ad: 5 s}]"), "unknown key; did you mean at?"),
  Slip(Fixture.with(path: "bandwith: 5 Mbit/s"), "unknown key; did you mean bandwidth?"),
  Slip(Fixture.with(path: "congestion_control: bbr"), "did you mean congestion-control?"),
  Slip(Fixture.with(path: "downtime-limit: 1 s"), "did you mean migration.downtime-limit?"),
  Slip(Fixture.with(migration: "downtime-limit: 2001 s"), "downtime-limit: \"2001 s\" is more"),
  Slip(Fixture.with(migration: "bandwidth: 0"), "migration.bandwidth: must be more than 0"),
  Slip(
    Fixture.with(migration: "bandwidth: none"),
    "\"none\" is not known here; write unlimited; or a rate"),
  Slip(Fixture.with(migration: "on-timeout: abort"), "is given without a timeout"),
  Slip(Fixture.with(migration: "timeout: 0, on-timeout: abort"), "must be more than 0"),
  Slip(
    Fixture.with(migration: "hypervisor: xen classic, manager: proxmox"),
    "migration.manager: proxmox drives QEMU only, not xen classic"),
  Slip(
    Fixture.with(migration: "hypervisor: xen classic, downtime-limit: 1 s"),
    "migration.downtime-limit: is QEMU's: xen classic has no such limit"),
  Slip(
    Fixture.with(migration: "hypervisor: xen classic, bandwidth: 1 MiB/s"),
    "migration.bandwidth: is QEMU's: xen classic has no such limit"),
  Slip(Fixture.with(migration: "manager: proxmox, p2p: true"), "p2p: is libvirt's alone"),
  Slip(Fixture.with(migration: "manager: none, p2p: true"), "p2p: is libvirt's alone"),
  Slip(
    Fixture.with(migration: "manager: proxmox, method: stop-and-copy"),
    "leaves a guest paused that was paused before"),
  Slip(Fixture.with(migration: "manager: proxmox, timeout: 9 s"), "qm migrate has none"),
  Slip(Fixture.with(migration: "timeout: 999 h, on-timeout: abort"), "is more than 720 h"),
  Slip(Fixture.with(migration: "postcopy-after: 1 s"), "needs method: postcopy or hybrid"),
  Slip(Fixture.with(migration: "compressed: yes"), "true or false was expected, not \"yes\""),
  Slip(Fixture.with(migration: "hypervisor: qemu"), "\"qemu\" is not known here"),
  Slip(Fixture.with(migration: "hypervisor: qemu 7.3"), "did you mean qemu 7.2?"),
  Slip(Fixture.with(vm: "vcpus: 0"), "vm.vcpus: 0 is not between 1 and 4096"),
  Slip(Fixture.with(vm: "vcpus: 1.5"), "a bare whole number was expected"),
  Slip(Fixture.with(vm: "touched: 101 %"), "is more than 100 %"),
  Slip(Fixture.with(vm: "touched: 70"), "vm.touched: "),
  Slip(Fixture.with(vm: "machine: q35"), "write pc-q35-X.Y"),
  Slip(Fixture.with(vm: "machine: pc-q35-7"), "write pc-q35-X.Y"),
  Slip(Fixture.with(vm: "machine: pc-q35-10.1"), "is newer than qemu 10.0"),
  Slip(
    Fixture.with(vm: "machine: pc-q35-8.0", migration: "hypervisor: qemu 7.2"),
    "is newer than qemu 7.2"),
  Slip(Fixture.with(run: "offsets: 0"), "run.offsets: 0 is not between 1 and 99"),
  Slip(Fixture.with(run: "replications: 2"), "run.replications: would all be the same"),
  Slip(
    Fixture.with(run: "fidelity: pages, replications: 1000"),
    "run.fidelity: pages follows 524384 pages in each of 9000 runs"),
  Slip(Fixture.with(run: "fidelity: exact"), "run.fidelity: "),
  Slip(Fixture.with(run: "offsets: 100"), "run.offsets: 100 is not between 1 and 99"),
  Slip(Fixture.with(run: "seed: -1"), "run.seed: -1 is not between"),
  Slip(Fixture.with(run: "seed: 9223372036854775808"), "run.seed: "),
  Slip(workload("\(load), \(load)"), "the working sets are 1.172 GiB together"),
  Slip(workload("{pattern: idle}, {pattern: idle}"), "idle is given twice"),
  Slip(workload("{pattern: idle, rate: 1 MiB/s}"), "workload.0.rate: unknown key"),
  Slip(workload("{pattern: uniform, working-set: 1 MiB}"), "workload.0.rate: is required"),
  Slip(workload("{pattern: uniform, working-set: 0, rate: 0}"), "must be more than 0"),
  Slip(workload("{pattern: uniform, rate: 0}, {pattern: sequential, rate: 0}"), "at most can"),
  Slip(workload("{rate: 1 MiB/s}"), "has no pattern"),
  Slip(workload("{patern: uniform}"), "did you mean pattern?"),
  Slip(workload("idle"), "a mapping with a pattern was expected"),
  Slip(Fixture.with(also: "workload: {pattern: idle}"), "a list of mappings"),
  Slip(
    workload("{pattern: hot-cold, rate: 0, hot-fraction: 110 %, hot-share: 90 %}"),
    "hot-fraction: \"110 %\" is more than 100 %"),
  Slip(
    workload("{pattern: hot-cold, rate: 0, hot-fraction: 10 %, hot-share: 190 %}"),
    "hot-share: \"190 %\" is more than 100 %"),
  Slip(workload("{pattern: hot-cold, rate: 0}"), "hot-share: is required"),
  Slip(
    workload(
      "{pattern: hot-cold, working-set: 16 KiB, rate: 0, hot-fraction: 10 %, hot-share: 90 %}"),
    "\"10 %\" of 4 pages is no page for the hot writes"),
  Slip(
    workload("{pattern: hot-cold, rate: 0, hot-fraction: 100 %, hot-share: 90 %}"),
    "leaves no page for the other writes"),
  Slip("name: \"a\\nb\"\n", "name: has line breaks"),
  Slip(
    Fixture.with(vm: "machine: pc-q35-8.2", migration: "hypervisor: qemu 8.1"),
    "pc-q35-8.2 is newer than qemu 8.1"),
  Slip(Fixture.with(migration: "stop-rule: {}"), "migration.stop-rule: needs pages, rounds, or"),
  Slip(Fixture.with(migration: "stop-rule: {rounds: 0}"), "migration.stop-rule.rounds: 0 is not"),
  Slip(Fixture.with(migration: "stop-rule: {page: 9}"), "did you mean pages?"),
  Slip(Fixture.with(migration: "stop-rule: 5000"), "migration.stop-rule: a mapping with keys"),
  Slip(workload("{pattern: curve}"), "needs pages and exponent, or points"),
  Slip(workload("{pattern: curve, pages: 5}"), "needs pages and exponent, or points"),
  Slip(workload("{pattern: curve, points: []}"), "has no point"),
  Slip(workload("{pattern: curve, points: [[1 s, 9], [1 s, 10]]}"), "times must increase"),
  Slip(workload("{pattern: curve, points: [[0 s, 9]]}"), "times must increase"),
  Slip(workload("{pattern: curve, points: [[1 s, 9], [2 s, 8]]}"), "can't become fewer"),
  Slip(workload("{pattern: curve, points: [[1, 9]]}"), "\"1\" has no unit"),
  Slip(workload("{pattern: curve, points: [1 s]}"), "workload.0.points.0"),
  Slip(
    workload("{pattern: curve, pages: 5, exponent: 1, points: [[1 s, 9]]}"), "not both"),
  Slip(Fixture.with(also: "hosts: {profile: nobody}"), "no profile \"nobody\""),
  Slip(Fixture.with(also: "hosts: {profile: a, host: {stop: 1 s}}"), "use based-on"),
  Slip(Fixture.with(also: "hosts: {host: {stop: 1 s}}"), "lacks host.normal-page-scan"),
  Slip(Fixture.with(also: "hosts: {source: {profile: generic-kvm}}"), "lacks destination"),
  Slip(
    Fixture.with(
      also: "hosts: {source: {profile: generic-kvm, qemu: \"7.2\"}, "
        + "destination: {profile: generic-kvm}}"), "does not agree with hypervisor qemu 10.0"),
]

/// Disks that can't be, or can't be copied so.
let diskSlips: [Slip] = [
  Slip(Fixture.with(vm: "disks: [{name: vda}]"), "vm.disks.0.size"),
  Slip(Fixture.with(vm: "disks: [{size: 1 GiB}]"), "vm.disks.0.name"),
  Slip(
    Fixture.with(vm: "disks: [{name: vda, size: 1 GiB, allocated: 2 GiB}]"),
    "\"2 GiB\" is more than the disk has (1 GiB)"),
  Slip(
    Fixture.with(vm: "disks: [{name: vda, size: 1 GiB}, {name: vda, size: 2 GiB}]"),
    "\"vda\" is given twice"),
  Slip(
    Fixture.with(vm: "disks: [{name: vda, size: 1 GiB, shared-over: path}]"),
    "nfs, iscsi or ceph"),
  Slip(
    Fixture.with(
      vm: "disks: [{name: vda, size: 1 GiB, storage: local, backend: nfs, shared-over: path}]"),
    "is of shared storage"),
  Slip(Fixture.with(migration: "copy-storage-all: true"), "needs disks to copy"),
  Slip(Fixture.with(migration: "method: two-step"), "needs disks to copy beforehand"),
  Slip(
    Fixture.with(
      vm: "disks: [{name: vda, size: 1 GiB}]",
      migration: "copy-storage-all: true, copy-storage-inc: true"), "choose one"),
  Slip(
    Fixture.with(migration: "copy-storage-synchronous-writes: true"),
    "needs copy-storage-all or copy-storage-inc"),
  Slip(Fixture.with(migration: "migrate-disks: vda"), "needs copy-storage-all or copy-storage-inc"),
  Slip(
    Fixture.with(
      vm: "disks: [{name: vda, size: 1 GiB}]",
      migration: "copy-storage-all: true, migrate-disks: \"vda,vdz\""),
    "\"vdz\" is no disk of vm.disks"),
  Slip(
    Fixture.with(
      vm: "disks: [{name: vda, size: 1 GiB}]",
      migration: "copy-storage-all: true, manager: none"), "bare QEMU copies no disk"),
  Slip(workload("{pattern: disk-write, disk: vdz, rate: 1 MiB/s}"), "is no disk of the guest"),
]

/// Every feature that is to come, and the word by which it is named.
let unsupported: [Slip] = [
  Slip(Fixture.with(vm: "nics: [{model: virtio, mtu: 1450}]"), "nics"),
  Slip(Fixture.with(also: "paths: [{}]"), "paths"),
  Slip(
    Fixture.with(migration: "method: postcopy, postcopy-after: first-pass"),
    "method postcopy, postcopy-after"),
  Slip(Fixture.with(migration: "auto-converge: true"), "auto-converge"),
  Slip(Fixture.with(migration: "tls: true"), "tls"),
  Slip(workload("{stress-ng: \"--vm 1 --vm-ops 9\"}"), "stress-ng --vm-ops"),
  Slip(workload("{pattern: uniform, rate: 0, compress-ratio: 1.0}"), "compress-ratio"),
  Slip(Fixture.with(also: "faults: [{at: 10 s, kind: link-down, for: 5 s}]"), "faults"),
  Slip(Fixture.with(also: "expect: {outcome: lost}"), "outcome lost"),
  Slip(Fixture.with(also: "vms: []"), "vms"),
  Slip(Fixture.with(also: "service: {probes: 3}"), "service"),
  Slip(
    Fixture.with(
      also: "hosts: {source: {profile: a, cpu-vendor: AMD}, destination: {profile: b}}"),
    "different profiles of source and destination"),
]

/// The format as its specification shows it, with every key in one file.
let wholeFormat = """
  name: 2 GiB Debian 12 VM
  vm:
    memory: 2 GiB
    vcpus: 1
    touched: 1400 MiB
    machine: pc-q35-7.2
    cpu-vendor: Intel
    disks:
      - {name: vda, size: 10 GiB, allocated: 3 GiB, storage: local, backend: file}
      - {name: vdb, size: 1 GiB, storage: shared, shared-over: path, overlay-allocated: 400 MiB}
    nics: [{model: virtio, overlay: vxlan, mtu: 1450}]
  workload:
    - {pattern: idle}
    - {pattern: uniform, working-set: 100 MiB, rate: 20 MiB/s, pacing: catch-up, cpu: 5 %,
       changed-bytes: 8, compress-ratio: 1.0, zero: 0 %}
    - {pattern: sequential, working-set: 10 MiB, rate: 20 MiB/s}
    - {pattern: hot-cold, working-set: 51 MiB, rate: 2 MiB/s, hot-fraction: 10 %, hot-share: 90 %}
    - {pattern: zipf, working-set: 100 MiB, rate: 5 MiB/s, exponent: 0.99}
    - {pattern: curve, pages: 11440, exponent: 0.67, working-set: 25 %}
    - {pattern: trace, points: [[0 s, 1 MiB/s]], working-set: 10 MiB}
    - {pattern: phases, parts: [{for: 2 s, pattern: idle}]}
    - {stress-ng: "--vm 1 --vm-bytes 80%", running-for: 13 s}
    - {pattern: disk-read, disk: vda, rate: 1 MiB/s}
    - {pattern: disk-write, disk: vda, working-set: 1 GiB, rate: 2 MiB/s, block: 4 KiB,
       order: uniform, flush-every: 1 s, pacing: steady}
  path:
    bandwidth: 37 Mbit/s
    measured-at: goodput
    rtt: 36.784 ms
    jitter: 0 ms
    loss: 0 %
    bottleneck: router
    queue: 100 ms
    burst: 64 KiB
    mtu: 1500
    ip: v4
    congestion-control: cubic
    overlay: none
    inner-mtu: auto
    changes: [{at: 60 s, rtt: 80 ms}, {at: 90 s, down: true}, {at: 95 s, down: false}]
    cross-traffic: [{rate: 5 Mbit/s, from: 10 s, to: 60 s}]
  migration:
    hypervisor: qemu 10.0
    manager: libvirt
    p2p: false
    method: hybrid
    downtime-limit: 300 ms
    bandwidth: unlimited
    timeout: 300 s
    on-timeout: abort
    postcopy-after: 0.5 s
    postcopy-recover: true
    stop-rule: {pages: 5000, rounds: 50}
    auto-converge: true
    auto-converge-initial: 20
    auto-converge-increment: 10
    compressed: true
    comp-methods: xbzrle
    comp-xbzrle-cache: 64 MiB
    parallel: true
    parallel-connections: 2
    copy-storage-all: true
    copy-storage-inc: true
    copy-storage-synchronous-writes: true
    tls: true
    tunnelled: true
  hosts:
    source: {profile: generic-kvm, cpu-vendor: AMD, qemu: "10.0", libvirt: "9.0"}
    destination: {profile: generic-kvm}
  faults: [{at: 10 s, kind: link-down, for: 5 s}, {phase: postcopy, kind: source-crash}]
  expect: {downtime: 500 ms, time-elapsed: 10 min, outcome: completed}
  vms: [{vm: {memory: 1 GiB}}]
  schedule: {parallel: 2, order: as-listed}
  service: {probes: [ping]}
  run: {seed: 1, replications: 1, offsets: 9, fidelity: fluid}
  """
