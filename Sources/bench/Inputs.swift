internal import Foundation

/// Captures and layouts that the work is done with, and a folder for what comes out.
struct Inputs {
    /// Eight paths; fewer files are used several times.
    var captures: [String]
    /// Four captures of 45 megapixels, or none.
    var large: [String]
    /// Holds a layout folder for each name, and what is rendered. Removed by `remove()`.
    var folder: String

    /// Takes captures from the folder that BOOTHKIT_BENCH names (`captures/cap1_24mp.jpg` … `cap8_24mp.jpg`,
    /// `cap1_45mp.jpg` …; `assets/bg_l1.png`, `ov_l1.png` … in place of the layouts' own pictures), otherwise from
    /// `samples/`, which `scripts/samples samples` draws.
    init() throws(BenchError) {
        let given = ProcessInfo.processInfo.environment["BOOTHKIT_BENCH"].flatMap { $0.isEmpty ? nil : $0 }
        let source = given.map { "\($0)/captures" } ?? "\(Self.repository)/samples"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: source)) ?? []).sorted()
            .filter { $0.hasSuffix(".jpg") }
        let usual = names.filter { !$0.contains("_45mp") }.map { "\(source)/\($0)" }
        guard !usual.isEmpty else { throw .noCaptures(folder: source) }
        captures = (0..<8).map { usual[$0 % usual.count] }
        large = names.filter { $0.contains("_45mp") }.map { "\(source)/\($0)" }
        folder =
            FileManager.default.temporaryDirectory.path + "/boothkit-bench-\(ProcessInfo.processInfo.processIdentifier)"
        for name in ["l1", "l2", "g1"] {
            try copy("\(Self.repository)/bench/layouts/\(name)", to: layout(name))
            for (from, to) in [("bg", "background"), ("ov", "overlay")] {
                let picture = "\(given ?? "")/assets/\(from)_\(name).png"
                guard given != nil, FileManager.default.fileExists(atPath: picture) else { continue }
                try? FileManager.default.removeItem(atPath: "\(layout(name))/\(to).png")
                try copy(picture, to: "\(layout(name))/\(to).png")
            }
        }
    }

    /// The folder of a layout, by its name in `bench/layouts`.
    func layout(_ name: String) -> String { "\(folder)/layouts/\(name)" }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Where the package lies: this is a tool for working on it, never installed.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A program built beside this one.
    static func program(_ name: String) -> String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name).path
    }

    private func copy(_ from: String, to: String) throws(BenchError) {
        do {
            let parent = URL(filePath: to).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: from, toPath: to)
        } catch { throw .noFolder(to, error.localizedDescription) }
    }
}
