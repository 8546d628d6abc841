import Compositor
import Files
import Imaging
import Rigs
import Testing

@testable import Motion

/// A film's file as players take it: judged by its boxes, not by what was asked for.
@Suite(.onOwnThreads) struct FilmFileTests {
    let studio: FilmStudio

    init() throws { studio = try FilmStudio() }

    private func file(sound: Bool = false) throws -> BoxFile {
        let template = try studio.template(#""from": "clip""#)
        try studio.film(template, [try studio.clip("a.mp4", frames: 45, sound: sound)])
        return try BoxFile(readAll(studio.path("out.mp4"), limit: 1 << 26))
    }

    @Test func `the index stands before the data, and there is no edit list`() throws {
        let file = try file(sound: true)
        #expect(file.names == ["ftyp", "moov", "mdat"])
        #expect(file.all("edts").isEmpty && file.all("elst").isEmpty)
        #expect(file.all("trak").count == 2, "the film is played twice, and so is its sound")
        #expect(file.all("stss").count == 1 && file.all("ctts").isEmpty)
    }

    @Test func `the picture is H.264 High in BT.709 limited range, and says so`() throws {
        let file = try file()
        let entry = try #require(file.all("stsd").first)
        #expect(Array(entry[12..<16]) == Array("avc1".utf8))
        let avcC = try #require(entry.position(of: "avcC"))
        #expect(entry[avcC + 5] == 100, "High")
        let colr = try #require(entry.position(of: "nclx"))
        #expect(Array(entry[colr + 4..<colr + 11]) == [0, 1, 0, 1, 0, 1, 0])
        #expect(
            try studio.probe(
                "out.mp4", "stream=profile,pix_fmt,color_range,color_space,color_transfer,color_primaries,has_b_frames")
                == ["High", "0", "yuv420p", "tv", "bt709", "bt709", "bt709"])
        #expect(try studio.probe("out.mp4", "stream=r_frame_rate") == ["30/1"])
    }

    @Test func `it is three seconds long at least, and every sample is where the index says`() throws {
        _ = try file()
        let length = try #require(studio.probe("out.mp4", "format=duration").first.flatMap(Double.init))
        #expect(length == 3)
        let errors = try studio.complaints("out.mp4")
        #expect(errors == "")
        #expect(try studio.numbers("out.mp4") == Array(0..<45) + Array(0..<45))
    }

    @Test func `groups are closed: each part begins with a key frame`() throws {
        let template = try studio.template(#""order": "boomerang", "delay": 34"#)
        try studio.film(template, try studio.captures(20))
        let flags = try studio.probe("out.mp4", "packet=flags").map { $0.contains("K") }
        let keys = flags.indices.filter { flags[$0] }
        #expect(keys == [0, 20, 38, 58, 76, 96])
    }

    @Test func `sound is AAC-LC of 48 kHz beside the picture`() throws {
        let template = try studio.template(#""from": "clip", "minSeconds": 0"#)
        try studio.film(template, [try studio.clip("a.mp4", frames: 60, sound: true)])
        #expect(
            try studio.probe("out.mp4", "stream=codec_name,profile,sample_rate,channels", stream: "a")
                == ["aac", "LC", "48000", "2"])
        let lengths = try studio.probe("out.mp4", "stream=duration", stream: "a").compactMap(Double.init)
        #expect(lengths.allSatisfy { abs($0 - 2) < 0.05 } && lengths.count == 1)
        #expect(try studio.complaints("out.mp4") == "")
    }

    @Test func `odd sides become even`() throws {
        let template = try studio.template(#""minSeconds": 0"#, width: 321, height: 241)
        try studio.film(template, try studio.captures(1))
        #expect(try studio.probe("out.mp4", "stream=width,height") == ["320", "240"])
    }
}

/// Boxes of an MP4 file.
struct BoxFile {
    private let bytes: [UInt8]
    private var boxes: [(name: String, range: Range<Int>, depth: Int)] = []

    private static let containers: Set = ["moov", "trak", "mdia", "minf", "stbl", "edts", "udta", "dinf"]

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        walk(0..<bytes.count, depth: 0)
    }

    private mutating func walk(_ range: Range<Int>, depth: Int) {
        var at = range.lowerBound
        while at + 8 <= range.upperBound {
            let size = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            guard size >= 8, at + size <= range.upperBound else { return }
            let name = String(decoding: bytes[at + 4..<at + 8], as: UTF8.self)
            boxes.append((name, at + 8..<at + size, depth))
            if Self.containers.contains(name) { walk(at + 8..<at + size, depth: depth + 1) }
            at += size
        }
    }

    /// At the top.
    var names: [String] { boxes.filter { $0.depth == 0 }.map(\.name) }
    /// What is in boxes of that name.
    func all(_ name: String) -> [[UInt8]] { boxes.filter { $0.name == name }.map { Array(bytes[$0.range]) } }
}

extension [UInt8] {
    fileprivate func position(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        return indices.first { self[$0] == wanted[0] && self[$0...].starts(with: wanted) }
    }
}
