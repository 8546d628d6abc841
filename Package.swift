// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
// Kernels are optimised in debug builds too, so that golden tests run what ships; contraction is off because a fused
// multiply-add rounds once where the portable path rounds twice, and every SIMD path must give the same bytes.
let native: [CSetting] = [
    .unsafeFlags(["-O3", "-ffp-contract=off", "-Wall", "-Wextra", "-Wno-unused-parameter"]),
    .treatAllWarnings(as: .error),
]
// pangocairo.pc carries -pthread, which the package manager rejects with a warning at every build; plain include
// paths do not, and CText's public header names no Pango type, so nobody above needs them.
let pango: [CSetting] = [
    .unsafeFlags(
        ["pango-1.0", "cairo", "harfbuzz", "freetype2", "fribidi", "pixman-1", "libpng16"].map {
            "-I/usr/include/\($0)"
        })
]

let package = Package(
    name: "Boothkit",
    products: [
        .executable(name: "render", targets: ["render"]), .executable(name: "booth", targets: ["booth"]),
    ],
    targets: [
        // C libraries, one importer each.
        .systemLibrary(name: "CGLib", path: "Sources/CVips/glib", pkgConfig: "gobject-2.0"),
        .target(
            name: "CVips", dependencies: ["CGLib"], exclude: ["glib"], cSettings: native,
            linkerSettings: ["vips", "jpeg", "png16", "webp", "lcms2", "gobject-2.0", "glib-2.0"].map {
                .linkedLibrary($0)
            }
        ),
        .target(
            name: "CText", dependencies: ["CGLib"], cSettings: native + pango,
            linkerSettings: [
                "pangocairo-1.0", "pangoft2-1.0", "pango-1.0", "harfbuzz", "cairo", "fontconfig", "gobject-2.0",
                "glib-2.0",
            ].map { .linkedLibrary($0) }),
        .target(name: "CRaw", cSettings: native, linkerSettings: [.linkedLibrary("raw_r")]),
        .systemLibrary(name: "CQRCode"),
        .systemLibrary(name: "CCrypto"),
        .systemLibrary(name: "CGPhoto2"),
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CCups"),
        .systemLibrary(name: "CSystem"),
        // Modules, lowest first.
        .target(name: "Files", dependencies: ["CCrypto"], swiftSettings: strict),
        .target(name: "StrictJSON", swiftSettings: strict),
        .target(name: "Terminal", dependencies: ["StrictJSON"], swiftSettings: strict),
        .target(name: "Imaging", dependencies: ["CVips", "CText", "CRaw"], swiftSettings: strict),
        .target(name: "Effects", dependencies: ["Imaging", "Files"], swiftSettings: strict),
        .target(
            name: "Compositor", dependencies: ["Effects", "Imaging", "Files", "StrictJSON", "CQRCode"],
            swiftSettings: strict),
        .target(name: "Capture", dependencies: ["Imaging", "Files", "StrictJSON", "CGPhoto2"], swiftSettings: strict),
        .target(name: "Sessions", dependencies: ["Files", "StrictJSON", "CSQLite"], swiftSettings: strict),
        .target(
            name: "Darkroom", dependencies: ["Sessions", "Compositor", "Effects", "Imaging", "Files", "StrictJSON"],
            swiftSettings: strict),
        .target(
            name: "PrintOut", dependencies: ["CCups", "Imaging", "Files", "StrictJSON"], swiftSettings: strict),
        .target(
            name: "Engine",
            dependencies: [
                "Capture", "Compositor", "CSystem", "Darkroom", "Effects", "Files", "Imaging", "PrintOut", "Sessions",
                "StrictJSON",
            ], swiftSettings: strict),
        .target(
            name: "Statuses",
            dependencies: [
                "Compositor", "Darkroom", "Effects", "Files", "Imaging", "Sessions", "StrictJSON", "Terminal",
            ], swiftSettings: strict),
        // Executables: parse, call, print.
        .executableTarget(
            name: "render",
            dependencies: [
                "Compositor", "Darkroom", "Effects", "Files", "Imaging", "Sessions", "Statuses", "StrictJSON",
                "Terminal",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "booth",
            dependencies: [
                "Capture", "Compositor", "Darkroom", "Effects", "Engine", "Files", "Imaging", "PrintOut", "Sessions",
                "Statuses", "StrictJSON", "Terminal",
            ], swiftSettings: strict),
        .executableTarget(
            name: "floor", cSettings: native, linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("cgif")]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Compositor", "Darkroom", "Effects", "Imaging", "Files", "PrintOut", "Sessions", "Terminal",
            ],
            swiftSettings: strict),
        // Tests.
        .target(  // a camera and a print server for tests
            name: "Rigs", path: "Tests/Rigs", exclude: ["print-server"], swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Files"], swiftSettings: strict),
        .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"], swiftSettings: strict),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Rigs"], swiftSettings: strict),
        .target(  // picture files for tests
            name: "CSamples", dependencies: ["CGLib"], path: "Tests/CSamples", cSettings: native,
            linkerSettings: ["vips", "jpeg", "lcms2"].map { .linkedLibrary($0) }),
        .testTarget(name: "ImagingTests", dependencies: ["Imaging", "CSamples"], swiftSettings: strict),
        .executableTarget(  // a camera's process that misbehaves by order
            name: "CameraStandIn", dependencies: ["Capture", "StrictJSON"], path: "Tests/CameraStandIn",
            swiftSettings: strict),
        .testTarget(
            name: "CaptureTests", dependencies: ["Capture", "Imaging", "StrictJSON", "Rigs", "booth", "CameraStandIn"],
            swiftSettings: strict),
        .testTarget(
            name: "EffectsTests", dependencies: ["Effects", "Imaging", "Files"], exclude: ["Pictures", "Goldens"],
            swiftSettings: strict),
        .target(name: "CFaults", path: "Tests/CFaults", cSettings: native),  // crash points and failing disks
        .executableTarget(
            name: "record-figures", dependencies: ["Sessions", "Files", "StrictJSON", "CFaults"],
            path: "Tests/RecordFigures", swiftSettings: strict),
        .testTarget(
            name: "SessionsTests",
            dependencies: ["Sessions", "Files", "StrictJSON", "Rigs", "record-figures", "booth"],
            swiftSettings: strict),
        .testTarget(
            name: "DarkroomTests",
            dependencies: [
                "Darkroom", "Sessions", "Compositor", "Effects", "Imaging", "Files", "booth", "render",
                "record-figures",
            ], swiftSettings: strict),
        .testTarget(
            name: "CompositorTests", dependencies: ["Compositor", "Effects", "Imaging", "Files", "StrictJSON"],
            swiftSettings: strict),
        .testTarget(
            name: "RenderTests", dependencies: ["render", "Compositor", "Imaging", "Files"], swiftSettings: strict),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "booth", "render", "Capture", "Compositor", "Darkroom", "Effects", "Files", "Imaging",
                "PrintOut",
                "Rigs", "Sessions", "StrictJSON",
            ], swiftSettings: strict),
        .testTarget(
            name: "PrintOutTests", dependencies: ["PrintOut", "booth", "Imaging", "Files", "Rigs", "StrictJSON"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
