// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
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

/// A module of `Sources/` and, where `tests` says what else they stand on, its tests in `Tests/`. Modules are optimised in debug
/// builds, too, which keep their checks all the same: it takes a fifth off the time of the tests. Tests that compute pixel by
/// pixel are optimised, else they would take minutes.
func module(
    _ name: String, on dependencies: [String] = [], tests: [String]? = nil, testsAreOptimised: Bool = false,
    exclude: [String] = []
) -> [Target] {
    let module = Target.target(
        name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, swiftSettings: strict + optimised)
    guard let tests else { return [module] }
    let tested = suite(name + "Tests", on: [name] + tests, isOptimised: testsAreOptimised, exclude: exclude)
    return [module, tested]
}

func suite(_ name: String, on dependencies: [String], isOptimised: Bool = false, exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, exclude: exclude,
        swiftSettings: strict + (isOptimised ? optimised : []))
}

/// Its functions run where they are called from: on the main thread, which may block, as long as nobody begins a task.
func program(_ name: String, on dependencies: [String], path: String? = nil) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies.map { .init(stringLiteral: $0) }, path: path,
        swiftSettings: strict + [.enableUpcomingFeature("NonisolatedNonsendingByDefault")])
}

func native(
    _ name: String, on dependencies: [Target.Dependency] = [], path: String? = nil, exclude: [String] = [],
    settings: [CSetting] = [], libraries: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path, exclude: exclude, cSettings: native + settings,
        linkerSettings: libraries.map { .linkedLibrary($0) })
}

// C libraries, one importer each.
let libraries: [Target] = [
    .systemLibrary(name: "CGLib", path: "Sources/CVips/glib", pkgConfig: "gobject-2.0"),
    native(
        "CVips", on: ["CGLib"], exclude: ["glib"],
        libraries: ["vips", "heif", "de265", "jpeg", "png16", "webp", "lcms2", "gobject-2.0", "glib-2.0"]),
    native(
        "CText", on: ["CGLib"], settings: pango,
        libraries: [
            "pangocairo-1.0", "pangoft2-1.0", "pango-1.0", "harfbuzz", "cairo", "fontconfig", "gobject-2.0", "glib-2.0",
        ]),
    native("CRaw", libraries: ["raw_r"]), native("CCurl", libraries: ["curl"]), native("COnnx"),
    .systemLibrary(name: "CQRCode"), .systemLibrary(name: "CCrypto"), .systemLibrary(name: "CGPhoto2"),
    .systemLibrary(name: "CSQLite"), .systemLibrary(name: "CCups"), .systemLibrary(name: "CClock"),
    .systemLibrary(name: "CSystem"), .systemLibrary(name: "CProcess"), .systemLibrary(name: "CMicroHTTPD"),
    .systemLibrary(name: "CGnuTLS"), .systemLibrary(name: "CZlib"),
]

// Lowest first; what stands in `tests` is what the tests need beyond the module itself.
let modules: [[Target]] = [
    module("Faults", tests: []),
    module("Work", on: ["CProcess", "Faults"], tests: ["Faults", "Rigs"]),
    module("Checks", on: ["Faults", "Work"], tests: ["Faults", "Rigs"]),
    module("Files", on: ["CCrypto", "Faults", "Work"], tests: ["Faults"]),
    module("StrictJSON", on: ["Faults"], tests: ["Faults"]),
    module(
        "HTTP", on: ["CGnuTLS", "CMicroHTTPD", "CZlib", "Faults", "Files", "Work"],
        tests: ["CGnuTLS", "CZlib", "Faults", "Files", "Rigs", "Work"]),
    module(
        "Matting", on: ["COnnx", "Faults", "Files", "Work"],
        tests: ["Faults", "Files", "MatteStandIn", "render", "Rigs", "Work"]),
    module("Terminal", on: ["Faults", "StrictJSON", "Work"], tests: ["Faults", "Rigs", "Work"]),
    module("Pages", on: ["Faults", "Files", "StrictJSON"], tests: ["Faults", "Files", "StrictJSON"]),
    module(
        "Imaging", on: ["CVips", "CText", "CRaw", "Faults", "Work"], tests: ["CSamples", "Faults"],
        testsAreOptimised: true, exclude: ["Pictures"]),
    module(
        "Effects", on: ["Faults", "Files", "Imaging", "Matting", "Work"],
        tests: ["Faults", "Files", "Imaging", "Matting", "render", "Rigs"],
        testsAreOptimised: true, exclude: ["Pictures", "Goldens"]),
    module(
        "Compositor", on: ["CQRCode", "Checks", "Effects", "Faults", "Files", "Imaging", "StrictJSON", "Work"],
        tests: ["Effects", "Faults", "Files", "Imaging", "StrictJSON"], testsAreOptimised: true),
    module(
        "Motion", on: ["Compositor", "Effects", "Faults", "Files", "Imaging", "StrictJSON", "Work"],
        tests: ["Compositor", "Effects", "Faults", "Files", "Imaging", "render", "Rigs", "StrictJSON", "Work"],
        testsAreOptimised: true),
    module(
        "Capture", on: ["CGPhoto2", "Checks", "Faults", "Files", "Imaging", "StrictJSON", "Work"],
        tests: ["booth", "CameraStandIn", "Faults", "Imaging", "Rigs", "StrictJSON", "Work"]),
    module(
        "Sessions", on: ["CClock", "CSQLite", "Checks", "Faults", "Files", "StrictJSON", "Work"],
        tests: ["booth", "Faults", "Files", "record-figures", "Rigs", "StrictJSON", "Work"],
        exclude: ["EarlierEvents"]),
    module(
        "Darkroom",
        on: [
            "Compositor", "Effects", "Faults", "Files", "Imaging", "Matting", "Motion", "Pages", "Sessions",
            "StrictJSON", "Work",
        ],
        tests: [
            "booth", "Compositor", "Effects", "Faults", "Files", "Imaging", "Motion", "record-figures", "render",
            "Rigs",
            "Sessions", "StrictJSON",
        ]),
    module(
        "PrintOut", on: ["CCups", "Checks", "Faults", "Files", "Imaging", "StrictJSON", "Work"],
        tests: ["booth", "Checks", "Faults", "Files", "Imaging", "Rigs", "StrictJSON", "Work"]),
    module(
        "Delivery", on: ["CCurl", "Faults", "Files", "StrictJSON", "Work"],
        tests: ["CCurl", "Faults", "Files", "Rigs", "StrictJSON", "Work"], exclude: ["far-sides"]),
    module(
        "Outgoing",
        on: [
            "Darkroom", "Delivery", "Faults", "Files", "Pages", "Sessions", "StrictJSON", "Work",
        ]),
    module(
        "Engine",
        on: [
            "Capture", "Checks", "Compositor", "CSystem", "Darkroom", "Delivery", "Effects", "Faults", "Files",
            "Imaging", "Matting", "Motion", "Outgoing", "Pages", "PrintOut", "Sessions", "StrictJSON", "Work",
        ],
        tests: [
            "booth", "render", "Capture", "Compositor", "Darkroom", "Delivery", "Effects", "Faults", "Files", "Imaging",
            "Motion", "Outgoing", "Pages", "PrintOut", "Rigs", "Sessions", "StrictJSON", "Work",
        ]),
    module(
        "Doctor",
        on: [
            "Capture", "Checks", "Compositor", "Delivery", "Engine", "Faults", "Files", "Outgoing", "Pages", "PrintOut",
            "Sessions", "Work",
        ],
        tests: [
            "booth", "Capture", "Checks", "Compositor", "Engine", "Faults", "Files", "Outgoing", "Pages", "PrintOut",
            "Rigs",
            "Sessions", "StrictJSON", "Work",
        ]),
    module(
        "Actions",
        on: [
            "Capture", "Checks", "Compositor", "Darkroom", "Delivery", "Doctor", "Effects", "Engine", "Faults", "Files",
            "Motion", "Outgoing", "Pages", "PrintOut", "Sessions", "StrictJSON", "Work",
        ],
        tests: ["booth", "Darkroom", "Faults", "Files", "Rigs", "Sessions", "StrictJSON", "Work"]),
    module(
        "Web",
        on: [
            "Actions", "Capture", "Checks", "Compositor", "Darkroom", "Doctor", "Effects", "Engine", "Faults", "Files",
            "HTTP", "Imaging", "Pages", "PrintOut", "Sessions", "StrictJSON", "Work",
        ],
        tests: [
            "booth", "Actions", "Capture", "Compositor", "Darkroom", "Engine", "Faults", "Files", "HTTP", "Imaging",
            "Outgoing", "PrintOut", "Rigs", "Sessions", "StrictJSON", "Work",
        ]),
    module(
        "Kiosk", on: ["Engine", "Faults", "Files", "Sessions", "StrictJSON", "Web", "Work"],
        tests: [
            "booth", "Actions", "Engine", "Faults", "Files", "HTTP", "Rigs", "Sessions", "StrictJSON", "Web", "Work",
        ]),
    module("Rendering", on: ["Darkroom", "Faults", "Sessions", "StrictJSON", "Terminal"]),
]

// Executables: parse, call, print.
let programs: [Target] = [
    program(
        "render",
        on: [
            "Compositor", "Darkroom", "Effects", "Faults", "Files", "Imaging", "Matting", "Motion", "Rendering",
            "Sessions", "StrictJSON", "Terminal", "Work",
        ]),
    program(
        "booth",
        on: [
            "Actions", "Capture", "Checks", "Compositor", "Darkroom", "Delivery", "Doctor", "Effects", "Engine",
            "Faults", "Files", "HTTP", "Imaging", "Kiosk", "Motion", "Outgoing", "Pages", "PrintOut", "Rendering",
            "Sessions", "StrictJSON", "Terminal", "Web", "Work",
        ]),
    program(
        "bench",
        on: [
            "Compositor", "Darkroom", "Effects", "Faults", "Imaging", "Files", "Motion", "PrintOut", "Sessions",
            "Terminal", "Work",
        ]),
    .executableTarget(
        name: "floor", cSettings: native, linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("cgif")]),
]

// What tests need beyond the modules.
let rigs: [Target] = [
    // a clock, a camera, a print server, a browser and a client of HTTP for tests
    .target(
        name: "Rigs", dependencies: ["Files", "HTTP", "Sessions", "Work"], path: "Tests/Rigs",
        exclude: ["print-server"],
        swiftSettings: strict),
    native(  // picture files for tests
        "CSamples", on: ["CGLib"], path: "Tests/CSamples", libraries: ["vips", "jpeg", "lcms2"]),
    native("CFaults", path: "Tests/CFaults"),  // crash points and failing disks
    // a camera's process that misbehaves by order
    program("CameraStandIn", on: ["Capture", "StrictJSON"], path: "Tests/CameraStandIn"),
    // a process of a model that misbehaves by order
    program("MatteStandIn", on: ["Matting"], path: "Tests/MatteStandIn"),
    // what Delivery reaches beside the curl command, and far sides on slow lines
    program(
        "delivery-figures", on: ["Delivery", "Files", "Rigs", "StrictJSON", "Work"], path: "Tests/DeliveryFigures"),
    // the guests' screen in a real browser, beside what it should reach
    program(
        "screen-figures",
        on: [
            "Actions", "Capture", "Engine", "Files", "HTTP", "Imaging", "Kiosk", "Rigs", "Sessions", "StrictJSON",
            "Web",
            "Work",
        ], path: "Tests/ScreenFigures"),
    program("record-figures", on: ["Sessions", "Files", "StrictJSON", "Work", "CFaults"], path: "Tests/RecordFigures"),
    suite("RenderTests", on: ["render", "Compositor", "Imaging", "Files"], exclude: ["Pictures"]),
    // pages in a real browser
    suite(
        "BrowserTests",
        on: [
            "booth", "Actions", "Capture", "Compositor", "Engine", "Files", "HTTP", "Imaging", "Motion", "Pages",
            "PrintOut",
            "Rigs", "Sessions", "StrictJSON", "Web", "Work",
        ]),
    // what an operator asks of an event by the command line
    suite("BoothTests", on: ["booth", "Files", "Rigs", "Sessions", "StrictJSON", "Work"]),
]

// Only for scripts/fuzz: libFuzzer brings the main function, so nothing else could build it.
let isFuzzing = Context.environment["BOOTHKIT_FUZZ"] != nil
let fuzzers: [Target] =
    isFuzzing
    ? [
        .executableTarget(
            name: "fuzz", dependencies: ["Effects", "Files", "Imaging", "StrictJSON"], path: "Tests/Fuzz",
            exclude: ["Corpora"], swiftSettings: [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
    ] : []

let package = Package(
    name: "Boothkit",
    products: [
        .executable(name: "render", targets: ["render"]), .executable(name: "booth", targets: ["booth"]),
    ],
    targets: libraries + modules.flatMap { $0 } + programs + rigs + fuzzers,
    swiftLanguageModes: [.v6]
)
