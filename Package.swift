// swift-tools-version: 6.1
import PackageDescription

/// Every target is strict about what it imports and names existentials for what they are.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Ferry",
  products: [
    .executable(name: "ferry", targets: ["ferry"])
  ],
  traits: [
    // Off by default: whoever only predicts needs no libvirt. The headers are found by the compiler
    // only where the trait is on, so a machine without them builds everything else.
    .trait(name: "Libvirt", description: "Capture real migrations with ferry capture.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/CoreOffice/XMLCoder", from: "0.18.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    .target(name: "Quantities", swiftSettings: strict),
    .target(
      name: "EventKernel",
      dependencies: ["Quantities", .product(name: "HeapModule", package: "swift-collections")],
      swiftSettings: strict),
    .target(
      name: "MigrationModel", dependencies: ["EventKernel", "Quantities"], swiftSettings: strict),
    .target(name: "Records", dependencies: ["Quantities"], swiftSettings: strict),
    .target(
      name: "Scenarios",
      dependencies: [
        "EventKernel", "MigrationModel", "Quantities", "Records",
        .product(name: "XMLCoder", package: "XMLCoder"),
        .product(name: "Yams", package: "Yams"),
      ],
      // Profiles that are used by name wherever the program runs.
      resources: [
        .embedInCode("Profiles/Ready/generic-kvm.yaml"),
        .embedInCode("Profiles/Ready/gigabit-kvm.yaml"),
        .embedInCode("Profiles/Ready/gigabit-kvm-stock.yaml"),
        .embedInCode("Profiles/Ready/ferry-lab.yaml"),
      ],
      swiftSettings: strict),
    .target(
      name: "Answers", dependencies: ["MigrationModel", "Quantities", "Records", "Scenarios"],
      swiftSettings: strict),
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .target(
      name: "Calibration",
      dependencies: [
        "CGSL", "EventKernel", "MigrationModel", "Quantities", "Records", "Scenarios",
      ],
      swiftSettings: strict),
    .systemLibrary(name: "CLibvirt", pkgConfig: "libvirt-qemu", providers: [.apt(["libvirt-dev"])]),
    .target(
      name: "LibvirtRunner",
      dependencies: [
        "EventKernel", "MigrationModel", "Quantities", "Records", "Scenarios",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "XMLCoder", package: "XMLCoder"),
        .target(name: "CLibvirt", condition: .when(traits: ["Libvirt"])),
      ],
      // What runs inside the guest; compiled when its image is built.
      resources: [
        .embedInCode("Guest/init.c"), .embedInCode("Guest/page-writer.c"),
        .embedInCode("Guest/disk-writer.c"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "ferry",
      dependencies: [
        "Answers", "Calibration", "EventKernel", "LibvirtRunner", "MigrationModel", "Quantities",
        "Records", "Scenarios",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["EventKernel", "MigrationModel", "Quantities", "Records", "Scenarios"],
      swiftSettings: strict),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "EventKernel", "MigrationModel", "Quantities", "Records", "Scenarios",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(name: "QuantitiesTests", dependencies: ["Quantities"], swiftSettings: strict),
    .testTarget(name: "HouseTests", swiftSettings: strict),
    .testTarget(
      name: "EventKernelTests", dependencies: ["EventKernel", "Quantities"], swiftSettings: strict),
    .testTarget(
      name: "MigrationModelTests", dependencies: ["EventKernel", "MigrationModel", "Quantities"],
      swiftSettings: strict),
    .testTarget(
      name: "CalibrationTests",
      dependencies: ["Calibration", "MigrationModel", "Quantities", "Records", "Scenarios"],
      swiftSettings: strict),
    .testTarget(
      name: "ScenariosTests",
      dependencies: ["Fuzz", "MigrationModel", "Quantities", "Records", "Scenarios"],
      swiftSettings: strict),
    .testTarget(
      name: "AnswersTests",
      dependencies: ["Answers", "MigrationModel", "Quantities", "Records", "Scenarios"],
      swiftSettings: strict),
    .testTarget(
      name: "RecordsTests", dependencies: ["Records"], exclude: ["Logs"], swiftSettings: strict),
    .testTarget(
      name: "LibvirtRunnerTests",
      dependencies: ["LibvirtRunner", "MigrationModel", "Quantities", "Records", "Scenarios"],
      swiftSettings: strict),
    // What is tested is the built command, as its users run it; so it must be built.
    .testTarget(
      name: "FerryTests", dependencies: ["Records", "ferry"], exclude: ["Snapshots"],
      swiftSettings: strict),
  ]
)
