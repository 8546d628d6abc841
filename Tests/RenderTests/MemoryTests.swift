import Foundation
import Imaging
import Testing

/// What pictures cost in memory. A program of its own is measured, because in the process of the tests others take memory, too.
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

    /// A short version of `make soak`: what each render takes, it gives back.
    @Test func `memory stays where it is over many renders`() throws {
        let studio = try Studio()
        func peak(ofRenders count: Int) throws -> Int {
            let jobs = (0..<count).map { number in
                #"{"captures":["1.jpg","2.jpg"],"output":"out-\#(number).jpg","animation":"out-\#(number).gif"}"#
            }
            return try self.peak(["--jobs-from", "-", "--jobs", "1"], in: studio, input: jobs.joined(separator: "\n"))
        }
        let few = try peak(ofRenders: 20)
        let many = try peak(ofRenders: 80)
        // One picture's pixels kept of each render would be ten million bytes.
        #expect(many - few <= 3_000_000, "\(few) bytes for 20 renders, \(many) for 80")
    }

    private func peak(of captures: [String], in studio: Studio) throws -> Int {
        try peak(captures + ["-o", "out.jpg"], in: studio)
    }

    /// The most memory of a run of `render`, in bytes. `time` is small; a child of the tests themselves would be counted with
    /// what they had when they started it.
    private func peak(_ arguments: [String], in studio: Studio, input: String = "") throws -> Int {
        let run = try Program.run(
            ["-f", "%M", "-o", studio.path("peak"), Program.path, "--layout", "duo", "--force"] + arguments,
            in: studio, input: input, program: "/usr/bin/time")
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
