import Testing

@testable import Motion

@Suite struct DecodeLogTests {
    private func frame(_ number: Int, isKey: Bool = false) -> String {
        "[Parsed_showinfo_1 @ 0x55] [info] n:\(number) pts:\(number) fmt:yuv420p iskey:\(isKey ? 1 : 0) type:P"
    }
    private let flaw = "[h264 @ 0x55] [error] error while decoding MB 3 4, bytestream -7"

    private func spoiled(_ lines: [String]) -> Int { DecodeLog(lines.joined(separator: "\n")).spoiled }

    @Test func `a whole clip has no spoiled frame`() {
        #expect(spoiled([frame(0, isKey: true), frame(1), frame(2)]) == 0)
    }

    @Test func `damage in a key frame counts for every frame until the next`() {
        #expect(spoiled([flaw, frame(0, isKey: true), frame(1), frame(2), frame(3, isKey: true), frame(4)]) == 3)
    }

    @Test func `damage in another frame counts from there on`() {
        #expect(spoiled([frame(0, isKey: true), flaw, flaw, frame(1), frame(2), frame(3, isKey: true)]) == 2)
    }

    @Test func `what is only said counts as nothing`() {
        #expect(spoiled(["Stream #0:0: Video: h264", frame(0, isKey: true), "[out#0] [info] done"]) == 0)
    }
}

@Suite struct ClipKindTests {
    @Test(arguments: [
        ([0, 0, 0, 24] + Array("ftypisom".utf8), ClipKind.mov), ([0x1A, 0x45, 0xDF, 0xA3], .matroska),
        (Array("RIFF\0\0\0\0AVI LIST".utf8), .avi),
    ])
    func `a video is known by its first bytes`(bytes: [UInt8], kind: ClipKind) { #expect(ClipKind(bytes) == kind) }

    @Test(arguments: [
        "", "#EXTM3U\nfile:///etc/passwd", "ffconcat version 1.0\nfile '/etc/passwd'", "hello", "RIFF1234WEBP",
        "GIF89a",
    ])
    func `a playlist, a text and a picture are none`(text: String) { #expect(ClipKind(Array(text.utf8)) == nil) }

    @Test func `a stream of packets is known by each packet's first byte`() {
        var bytes = [UInt8](repeating: 0, count: 188 * 5)
        for packet in 0..<5 { bytes[packet * 188] = 0x47 }
        #expect(ClipKind(bytes) == .mpegts)
        bytes[188] = 0
        #expect(ClipKind(bytes) == nil)
    }
}
