import Compositor
import Faults
import Files
import Foundation
import Imaging
import Rigs
import Testing
import Work

@testable import Motion

/// What no film can be made of: one line, the right status, no half file, no child left.
@Suite(.onOwnThreads) struct BadClipTests {
    let studio: FilmStudio

    init() throws { studio = try FilmStudio() }

    private func template() throws -> Template { try studio.template(#""from": "clip""#) }

    /// The error of a film of `clip`.
    private func refusal(
        _ clip: String, acceptDamaged: Bool = false, change: (inout FilmRenderer, inout RenderJob) -> Void = { _, _ in }
    ) throws -> MotionError? {
        do throws(any Error) {
            try studio.film(template(), [clip], acceptDamaged: acceptDamaged, change: change)
            return nil
        } catch {
            return try #require(error as? MotionError)
        }
    }

    private func expectNothingLeft(_ at: SourceLocation = #_sourceLocation) {
        #expect(!studio.names.contains { $0.hasPrefix("out") || $0.hasPrefix(".") }, sourceLocation: at)
        #expect(studio.childrenLeft == [], sourceLocation: at)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var name = "bad.mp4"
        var make: @Sendable (FilmStudio) throws -> [UInt8]
        var status = ExitStatus.badData
        var says: String
    }

    private static func cut(_ studio: FilmStudio, _ change: (inout [UInt8]) -> Void) throws -> [UInt8] {
        // Long enough that most of the file is behind the index.
        let clip = try studio.clip(
            "whole.mp4", frames: 60,
            options: [
                "-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-pix_fmt", "yuv420p", "-movflags", "faststart",
            ])
        var bytes = try readAll(clip, limit: 1 << 26)
        unlink(clip)
        change(&bytes)
        return bytes
    }

    private static let cases = [
        Case(testDescription: "0 bytes", make: { _ in [] }, says: "the file is empty"),
        Case(testDescription: "text", make: { _ in Array("hello, this is no video".utf8) }, says: "not a video"),
        Case(
            testDescription: "a playlist that names another file",
            make: { _ in Array("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n".utf8) }, says: "not a video"),
        Case(
            testDescription: "a list that names another file",
            make: { _ in Array("ffconcat version 1.0\nfile '/etc/hostname'\n".utf8) }, says: "not a video"),
        Case(
            testDescription: "no index, since the recording did not end",
            make: { studio in
                let clip = try studio.clip("whole.mp4", frames: 20)
                defer { unlink(clip) }
                let bytes = try readAll(clip, limit: 1 << 26)
                let moov = try #require(bytes.indices.first { bytes[$0...].starts(with: "moov".utf8) })
                return Array(bytes.prefix(moov - 4))
            }, says: "its index is missing"),
        Case(
            testDescription: "cut behind the index",
            make: { try cut($0) { $0.removeLast($0.count * 3 / 5) } }, says: "frames are missing or spoiled"),
        Case(
            testDescription: "flipped bytes",
            make: {
                try cut($0) { bytes in
                    for at in stride(from: bytes.count / 3, to: bytes.count - 50, by: 997) { bytes[at] ^= 0x55 }
                }
            }, says: "frames are missing or spoiled"),
        Case(
            testDescription: "sound only",
            make: { studio in
                let file = studio.path("tone.m4a")
                try studio.ffmpeg(["-f", "lavfi", "-i", "sine=duration=1", file])
                defer { unlink(file) }
                return try readAll(file, limit: 1 << 24)
            }, says: "sound, but no picture"),
        Case(
            testDescription: "HDR",
            make: { studio in
                let clip = try studio.clip(
                    "hdr.mp4", frames: 3,
                    options: ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-color_trc", "arib-std-b67"])
                defer { unlink(clip) }
                return try readAll(clip, limit: 1 << 24)
            }, says: "HDR"),
        Case(
            testDescription: "a picture called a video",
            make: { _ in try FilmStudio.numbered(1).encoded(as: .jpeg, metadata: Metadata()) }, says: "not a video"),
    ]

    @Test(arguments: cases)
    func `it is refused in one line`(bad: Case) throws {
        let clip = try studio.write(bad.make(studio), bad.name)
        let error = try #require(try refusal(clip))
        #expect(error.status == bad.status)
        #expect("\(error)".contains(bad.says) && "\(error)".hasPrefix(clip), "\(error)")
        #expect(!"\(error)".contains("\n") && "\(error)".count < 300)
        expectNothingLeft()
    }

    @Test func `a clip that is not there is 66`() throws {
        #expect(try refusal(studio.path("none.mp4"))?.status == .inputMissing)
        expectNothingLeft()
    }

    @Test(arguments: [0, 1])
    func `what is damaged is taken as it is when that is said`(kind: Int) throws {
        let bytes = try Self.cut(studio) { bytes in
            if kind == 0 { bytes.removeLast(bytes.count * 3 / 5) } else { bytes[bytes.count / 2] ^= 0x55 }
        }
        let clip = try studio.write(bytes, "bad.mp4")
        #expect(try refusal(clip, acceptDamaged: true) == nil)
        #expect(try studio.frames("out.mp4").count >= 90)
    }

    @Test(arguments: ["\"ramp\": [{ \"speed\": 4 }]", "\"trim\": [0, 0.3]"])
    func `a file that was cut off is refused also where what is shown of it is whole`(part: String) throws {
        // Of 60 frames in quick succession, some 20 are left, of which the last is no more than a part.
        let bytes = try Self.cut(studio) { $0.removeLast($0.count * 3 / 5) }
        let template = try studio.template("\"from\": \"clip\", \(part)")
        let clip = try studio.write(bytes, "bad.mp4")
        let error = #expect(throws: MotionError.self) { try studio.film(template, [clip]) }
        #expect("\(try #require(error))".contains("frames are missing or spoiled"))
        expectNothingLeft()
        try studio.film(template, [clip], acceptDamaged: true)
    }

    @Test func `limits come before work`() throws {
        let clip = try studio.clip("a.mp4", frames: 30)
        func limited(_ change: @escaping (inout ClipLimits) -> Void) throws -> String {
            let error = try refusal(clip) { studio, _ in change(&studio.limits) }
            #expect(error?.status == .badData)
            return "\(try #require(error))"
        }
        #expect(try limited { $0.pixels = 70_000 }.contains("320x240 pixels are more than the limit"))
        #expect(try limited { $0.seconds = 0 }.contains("1 s are more than the limit of 0"))
        #expect(try limited { $0.rate = 10 }.contains("frames a second are more than the limit of 10"))
        #expect(try limited { $0.bytes = 1_000 }.contains("bytes are more than the limit of 1000"))
        expectNothingLeft()
    }

    @Test func `odd sizes, full colour and a variable rate are shown`() throws {
        let odd = try studio.clip(
            "odd.mkv", frames: 8, width: 321, height: 243, options: ["-c:v", "ffv1", "-pix_fmt", "yuv444p"])
        #expect(try refusal(odd) == nil)
        try studio.clip("even.mp4", frames: 30)
        // Every third frame is left out, and the others keep their times.
        try studio.ffmpeg(
            [
                "-i", studio.path("even.mp4"), "-vf", "select=mod(n\\,3)", "-fps_mode", "vfr", "-c:v", "libx264",
                studio.path("variable.mp4"),
            ])
        let template = try studio.template(#""from": "clip", "minSeconds": 0"#)
        try studio.film(template, [studio.path("variable.mp4")])
        let numbers = try studio.numbers("out.mp4")
        #expect(numbers.count == 29)
        #expect(Array(numbers.prefix(8)) == [1, 2, 2, 4, 5, 5, 7, 8])
    }

    @Test func `a trim that leaves nothing is said`() throws {
        let clip = try studio.clip("a.mp4", frames: 10)
        let error = try refusal(clip) { $1.trim = 5...6 }
        #expect("\(try #require(error))".contains("the trim leaves nothing"))
        expectNothingLeft()
    }

    @Test func `without ffmpeg the package is named`() throws {
        let clip = try studio.clip("a.mp4", frames: 10)
        let missing = try refusal(clip) { studio, _ in studio.tools.ffmpeg = "/nowhere/ffmpeg" }
        #expect(missing?.status == .configuration)
        #expect("\(try #require(missing))".contains("apt-get install ffmpeg"))
        let probe = try refusal(clip) { studio, _ in studio.tools.ffprobe = "/nowhere/ffprobe" }
        #expect(probe?.status == .configuration)
        expectNothingLeft()
    }

    /// A decoder or an encoder that misbehaves, as a program in the place of ffmpeg. `$*` tells what is asked of it.
    @Test(arguments: [
        ("killed at its start", "decod", "kill -9 $$"),
        ("killed midway", "decod", "head -c 400000 /dev/zero; kill -9 $$"),
        ("hangs", "decod", "sleep 60"), ("writes nonsense and fails", "decod", "head -c 999 /dev/urandom; exit 1"),
        ("killed at its start", "encod", "kill -9 $$"),
        ("killed midway", "encod", "head -c 400000 >/dev/null; kill -9 $$"),
        ("killed at its end", "encod", "cat >/dev/null; kill -9 $$"), ("hangs", "encod", "sleep 60"),
        ("writes nonsense", "encod", "cat >/dev/null; head -c 9999 /dev/urandom"),
        ("stops reading", "encod", "exec <&-; exit 0"),
    ])
    func `a child that misbehaves ends the film and nothing else`(how: String, stage: String, script: String) throws {
        let clip = try studio.clip("a.mp4", frames: 60)
        let isDecoder = stage == "decod" ? "showinfo" : "libx264"
        let fake = """
            #!/bin/sh
            case "$*" in *\(isDecoder)*) \(script);; *) exec ffmpeg "$@";; esac
            """
        let program = try studio.write(fake.utf8, "fake")
        chmod(program, 0o755)
        let error = try refusal(clip) { studio, _ in
            studio.tools.ffmpeg = program
            studio.tools.patience = .milliseconds(700)
        }
        #expect(error?.status == .badData, "\(how): \(String(describing: error))")
        unlink(program)
        expectNothingLeft()
    }

    @Test func `a film that is stopped leaves nothing`() throws {
        let clip = try studio.clip("a.mp4", frames: 60)
        let error = try refusal(clip) { studio, _ in studio.tools.isStopped = { true } }
        #expect(error?.status == .failed)
        expectNothingLeft()
    }

    @Test(arguments: ["showinfo", "libx264"])
    func `an end that is asked for does not wait for a child that hangs`(program: String) throws {
        let clip = try studio.clip("a.mp4", frames: 60)
        let begun = studio.path("begun")
        let fake = """
            #!/bin/sh
            case "$*" in *\(program)*) touch \(begun); exec sleep 1000;; *) exec ffmpeg "$@";; esac
            """
        let script = try studio.write(fake.utf8, "fake")
        chmod(script, 0o755)
        let error = try refusal(clip) { studio, _ in
            studio.tools.ffmpeg = script
            studio.tools.patience = .seconds(1_000)
            studio.tools.isStopped = { access(begun, F_OK) == 0 }
        }
        guard case .stopped? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        unlink(script)
        unlink(begun)
        expectNothingLeft()
    }

    @Test(.enabled(if: SmallDisk.canBeMounted, Comment(rawValue: SmallDisk.needsRoot)))
    func `a disk that is full leaves no half film`() throws {
        let disk = try SmallDisk(megabytes: 1)
        let captures = try studio.captures(3, width: 640, height: 480)
        let template = try studio.template(#""delay": 40"#, width: 640, height: 480)
        // Full before the first byte; and full when all is encoded and the file is put together.
        for fill in [true, false] {
            if fill { disk.fill() } else { disk.makeRoom() }
            if !fill { disk.leave(30_000) }
            var error: (any Error)?
            do {
                try studio.film(template, captures) { $1.animation = disk.path + "/out.mp4" }
            } catch let failure {
                error = failure
            }
            #expect((error as? MotionError)?.status == .ioError, "\(String(describing: error))")
            #expect((try? FileManager.default.contentsOfDirectory(atPath: disk.path))?.filter { $0 != "filler" } == [])
        }
        #expect(studio.childrenLeft == [])
    }

    @Test func `captures for a clip's layout, and a clip for captures', are told apart`() throws {
        let captures = try studio.captures(2)
        let error = try refusal(captures[0])
        #expect("\(try #require(error))".contains("shows a clip, and pictures were given"))
        let clip = try studio.clip("a.mp4", frames: 5)
        let listed = try studio.template(#""frames": [{ "capture": 1 }]"#)
        #expect(throws: MotionError.self) { try studio.film(listed, [clip]) }
        let both = try studio.template("")
        #expect(throws: MotionError.self) { try studio.film(both, [clip, captures[0]]) }
    }
}

extension FilmStudio {
    /// Processes whose words name this folder.
    var childrenLeft: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.filter { Int($0) != nil && $0 != "\(getpid())" }.compactMap { number in
            guard let words = try? Data(contentsOf: URL(filePath: "/proc/\(number)/cmdline")), !words.isEmpty else {
                return nil
            }
            let text = String(decoding: words.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
            return text.contains(folder) ? text : nil
        }
    }
}
