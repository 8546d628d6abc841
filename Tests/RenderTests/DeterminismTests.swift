import Foundation
import Testing

@Suite struct DeterminismTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    /// The C library takes its other paths, which round otherwise.
    private static let noFusing = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX2_Usable,-FMA_Usable"

    @Test(arguments: [
        "contrast:amount=0.5", "exposure:stops=1.3", "white-balance:temperature=0.4", "dream", "glam", "vintage",
        "beauty",
        "cinematic",
    ])
    func `effects do not depend on how the processor multiplies`(effect: String) throws {
        for (name, environment) in [("a.png", [:]), ("b.png", ["GLIBC_TUNABLES": Self.noFusing])] {
            let run = try studio.render(["--effect", effect, "1.jpg", "-o", name], environment: environment)
            #expect(run.status == 0 && run.err.isEmpty)
        }
        #expect(try studio.read("a.png") == studio.read("b.png"))
    }

    /// What a run must not depend on.
    private static let circumstances: [(String, [String: String], [String])] = [
        ("one thread", [:], ["--jobs", "1"]),
        ("two threads", [:], ["--jobs", "2"]),
        ("eight threads", [:], ["--jobs", "8"]),
        ("no vector instructions", ["BOOTHKIT_SIMD": "portable"], []),
        ("no fused multiply-adds", ["GLIBC_TUNABLES": noFusing], []),
        ("another time zone", ["TZ": "Pacific/Kiritimati"], []),
        ("another language", ["LANG": "ja_JP.UTF-8", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "de"], []),
        ("no home", ["HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent"], []),
        ("many threads of libraries", ["VIPS_CONCURRENCY": "7", "OMP_NUM_THREADS": "5"], []),
    ]

    private static let usual = Result { try outputs(in: Studio()) }

    /// All that can be written, by its name.
    private static func outputs(
        in studio: Studio, options: [String] = [], environment: [String: String] = [:]
    ) throws -> [String: [UInt8]] {
        for names in [["a.jpg", "a.gif"], ["a.png", "b.webp"], ["c.webp", "c.gif"]] {
            let run = try studio.render(
                ["--layout", "duo", "1.jpg", "2.jpg", "--value", "table=7", "-o", names[0], "--animation", names[1]]
                    + options, environment: environment)
            #expect(run.status == 0 && run.err.isEmpty)
        }
        return Dictionary(uniqueKeysWithValues: try studio.leftovers().map { ($0, try studio.read($0)) })
    }

    @Test(arguments: circumstances)
    func `the same inputs give the same bytes`(
        name: String, environment: [String: String], options: [String]
    ) throws {
        let usual = try Self.usual.get()
        let outputs = try Self.outputs(in: studio, options: options, environment: environment)
        #expect(usual.count == 6 && usual.keys == outputs.keys)
        for (output, bytes) in outputs { #expect(usual[output] == bytes, "\(output) with \(name)") }
    }

    @Test func `folder, names of the captures and order of a batch change nothing`() throws {
        let other = try Studio()
        try other.copy("1.jpg", to: "set/x.jpg")
        try other.copy("2.jpg", to: "set/y.jpg")
        #expect(
            try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "a.jpg", "--animation", "a.gif").status == 0)
        let lines = (1...6).map { number in
            let names = number == 4 ? #""set/x.jpg", "set/y.jpg""# : #""2.jpg", "1.jpg""#
            return #"{"captures": [\#(names)], "output": "\#(number).JPG", "animation": "\#(number).gif"}"#
        }
        let run = try other.render(
            "--layout", "duo", "--jobs-from", "-", "--jobs", "3", input: lines.reversed().joined(separator: "\n"))
        #expect(run.status == 0)
        #expect(try other.read("4.JPG") == studio.read("a.jpg"))
        #expect(try other.read("4.gif") == studio.read("a.gif"))
        #expect(try other.read("3.JPG") != studio.read("a.jpg"))
    }

    @Test func `outputs carry no date but the capture's`() throws {
        #expect(
            try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "a.jpg", "--animation", "a.webp").status == 0)
        for name in ["a.jpg", "a.webp"] {
            let text = try String(decoding: studio.read(name), as: UTF8.self)
            let dates = text.matches(of: /\d{4}:\d\d:\d\d \d\d:\d\d:\d\d/).map { String($0.output) }
            #expect(Set(dates).isSubset(of: ["2026:06:14 20:15:01"]))
        }
    }
}
