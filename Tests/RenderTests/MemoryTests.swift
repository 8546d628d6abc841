import Foundation
import Imaging
import Testing

/// What a large picture costs in memory: a strip of it, and never all of it.
@Suite(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/time"), "time is not installed"),
    .disabled(if: ProcessInfo.processInfo.environment["TSAN_OPTIONS"] != nil, "sanitizers take memory of their own"))
struct MemoryTests {
    private static let pictures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Pictures").path

    @Test func `a large HEIC or WebP is decoded piece by piece`() throws {
        let studio = try Studio()
        let heic = "\(Self.pictures)/grid-of-50-megapixels.heic"
        try studio.write(slopes(side: 5000).encoded(as: .webp, quality: 20, metadata: Metadata()), "large.webp")
        for name in [heic, studio.path("large.webp")] {
            #expect(try peak(of: [name, name], in: studio) < 130 << 20, "\(name)")
        }
    }

    /// The most memory of a render of these captures, in bytes. `time` is small; a child of the tests themselves would be
    /// counted with what they had when they started it.
    private func peak(of captures: [String], in studio: Studio) throws -> Int {
        let run = try Program.run(
            ["-f", "%M", "-o", studio.path("peak"), Program.path, "--layout", "duo"] + captures
                + ["-o", "out.jpg", "--force"], in: studio, program: "/usr/bin/time")
        #expect(run.status == 0, "\(run.err)")
        let kilobytes = String(decoding: try studio.read("peak"), as: UTF8.self).split(separator: "\n").last
        return try #require(kilobytes.flatMap { Int($0) }) * 1024
    }

    private func slopes(side: Int) throws -> Image {
        try Image(width: side, height: side, bands: 3) { out in
            for at in out.indices {
                let (x, y) = (at / 3 % side, at / 3 / side)
                out[at] = UInt8(truncatingIfNeeded: at % 3 == 0 ? x / 20 : at % 3 == 1 ? y / 20 : (x ^ y) >> 5)
            }
        }
    }
}
