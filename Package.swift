// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "mlopsd",
    products: [
        .executable(name: "mlopsd", targets: ["mlopsd"]),
        .executable(name: "mlopsctl", targets: ["mlopsctl"]),
        .executable(name: "mlopsd-profile", targets: ["mlopsd-profile"]),
        .executable(name: "mlopsd-shim", targets: ["mlopsd-shim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Pure: no I/O, no clock, no async. scripts/layers holds the rules.
        .target(name: "MLOpsSchedule"),
        .target(
            name: "MLOpsCore",
            dependencies: [
                "MLOpsSchedule",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            // The optimiser looks into no value of more than six fields, and copies it whole where one field is asked for
            // or where it is made: a fifth of all that an event costs. This lets it look.
            swiftSettings: [.unsafeFlags(["-Xllvm", "-enable-expand-all"], .when(configuration: .release))]),

        // Optimised also when debugging: its tests compute for minutes otherwise. Overflow still traps.
        .target(
            name: "MLOpsStatistics", dependencies: [.product(name: "RealModule", package: "swift-numerics")],
            swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),

        // Adapters: one outside thing each, never each other.
        .target(
            name: "MLOpsConfig",
            dependencies: [
                "MLOpsCore", "MLOpsSchedule", "MLOpsStatistics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .target(
            name: "MLOpsStore",
            dependencies: [
                "MLOpsCore", "MLOpsSchedule",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]),
        .target(
            name: "CMLOpsLinux",
            linkerSettings: [.linkedLibrary("systemd")]),
        .target(
            name: "MLOpsLinux",
            dependencies: [
                "CMLOpsLinux",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "MLOpsControl"),
        .systemLibrary(name: "CMLOpsData"),
        .systemLibrary(name: "CSnappy", providers: [.apt(["libsnappy-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "MLOpsData", dependencies: ["CMLOpsData", "CSnappy", "CZlib", "CZstd", "MLOpsStatistics"]),

        // Shell: the only place that wires and logs.
        .target(
            name: "MLOpsDaemon",
            dependencies: [
                "MLOpsConfig", "MLOpsControl", "MLOpsCore", "MLOpsData", "MLOpsLinux", "MLOpsSchedule",
                "MLOpsStatistics", "MLOpsStore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "OrderedCollections", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),

        .executableTarget(
            name: "mlopsd",
            dependencies: [
                "MLOpsConfig", "MLOpsDaemon", "MLOpsLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(
            name: "mlopsctl",
            dependencies: [
                "MLOpsConfig", "MLOpsControl", "MLOpsCore", "MLOpsData", "MLOpsSchedule", "MLOpsStatistics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "mlopsd-profile", dependencies: ["MLOpsData", "MLOpsLinux", "MLOpsStatistics"]),
        // C alone: static and without Swift's start files, because its start-up is part of every attempt's.
        .executableTarget(
            name: "mlopsd-shim",
            linkerSettings: [.unsafeFlags(["-static-executable", "-nostartfiles"], .when(configuration: .release))]),

        .target(
            name: "MLOpsTestKit",
            dependencies: [
                "MLOpsCore", "MLOpsSchedule",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            path: "Tests/MLOpsTestKit"),
        .target(name: "MLOpsLinuxTestKit", dependencies: ["CMLOpsLinux"], path: "Tests/MLOpsLinuxTestKit"),
        // Optimised for the same reason as what it simulates the data for.
        .target(
            name: "MLOpsCalibration",
            dependencies: ["MLOpsStatistics", .product(name: "RealModule", package: "swift-numerics")],
            path: "Tests/MLOpsCalibration", swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        .testTarget(name: "MLOpsScheduleTests", dependencies: ["MLOpsSchedule", "MLOpsTestKit"]),
        .testTarget(name: "MLOpsCoreTests", dependencies: ["MLOpsCore", "MLOpsSchedule", "MLOpsTestKit"]),
        .testTarget(
            name: "MLOpsStatisticsTests", dependencies: ["MLOpsCalibration", "MLOpsStatistics"],
            exclude: [
                "Golden/generate.py", "Golden/streams.py", "Golden/detectors.py", "Golden/gates.py",
                "Golden/performance.py", "Golden/components.py",
            ],
            resources: [.copy("Golden")]),
        .testTarget(
            name: "MLOpsConfigTests",
            dependencies: ["MLOpsConfig", "MLOpsCore", "MLOpsSchedule", "MLOpsStatistics", "MLOpsTestKit"],
            exclude: ["Rejected"]),
        .testTarget(
            name: "MLOpsStoreTests",
            dependencies: [
                "MLOpsCore", "MLOpsSchedule", "MLOpsStore", "MLOpsTestKit",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "MLOpsLinuxTests", dependencies: ["CMLOpsLinux", "MLOpsLinux", "MLOpsLinuxTestKit", "mlopsd-shim"]),
        .testTarget(
            name: "MLOpsControlTests",
            dependencies: [
                "MLOpsConfig", "MLOpsControl", "MLOpsData", "MLOpsSchedule", "mlopsctl",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Fixtures", "Golden", "Help"]),
        .testTarget(
            name: "MLOpsDataTests", dependencies: ["CMLOpsData", "MLOpsData", "MLOpsStatistics"],
            resources: [
                .copy("Rows/Golden"), .copy("Decompression/Packed"), .copy("Tables/Peers"), .copy("Profiles/Figures"),
            ]),
        .testTarget(
            name: "MLOpsDaemonTests",
            dependencies: [
                "CMLOpsLinux", "MLOpsConfig", "MLOpsControl", "MLOpsCore", "MLOpsDaemon", "MLOpsLinux",
                "MLOpsLinuxTestKit", "MLOpsSchedule", "MLOpsStatistics", "MLOpsStore", "MLOpsTestKit", "mlopsd-shim",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "MLOpsCore", "MLOpsSchedule", "MLOpsTestKit",
                .product(name: "OrderedCollections", package: "swift-collections"),
            ],
            exclude: ["Seeds.txt"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CMLOpsLinux", "MLOpsControl", "MLOpsLinux", "MLOpsLinuxTestKit", "mlopsctl", "mlopsd",
                "mlopsd-profile", "mlopsd-shim",
            ]),
    ]
)

// Measurements cost an ordinary build nothing.
if Context.environment["MLOPS_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "workload", dependencies: ["MLOpsCore", "MLOpsSchedule", "MLOpsStore"],
            path: "scripts/bench.d/workload"))
    package.targets.append(
        .executableTarget(
            name: "statistics-speed", dependencies: ["MLOpsStatistics"], path: "scripts/bench.d/statistics"))
    package.targets.append(
        .executableTarget(
            name: "detection-evaluation", dependencies: ["MLOpsStatistics"], path: "scripts/evaluate-detection.d",
            exclude: ["detectors.py", "evaluate.py"]))
    package.targets.append(
        .executableTarget(
            name: "estimation-evaluation", dependencies: ["MLOpsStatistics"], path: "scripts/evaluate-estimation.d",
            exclude: ["evaluate.py"]))
    package.targets.append(
        .executableTarget(
            name: "decision-evaluation", dependencies: ["MLOpsCalibration", "MLOpsStatistics"],
            path: "scripts/evaluate-decisions.d"))
    package.targets.append(
        .executableTarget(
            name: "statistics-calibration", dependencies: ["MLOpsCalibration", "MLOpsStatistics"],
            path: "scripts/calibrate.d"))
}

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
}
