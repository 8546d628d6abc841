import Compositor
import Files
import Foundation
import Imaging
import Motion
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Darkroom

/// Films of sessions: of their captures, and of what moved before the camera.
@Suite(.onOwnThreads) struct FilmTests {
    let scratch: Scratch
    init() throws {
        scratch = try Scratch()
        for (name, more) in [("swing", #""order":"boomerang""#), ("orbit", #""from":"clip""#)] {
            try scratch.put(
                """
                {"paper":"card","slots":[{"x":0,"y":0,"w":"100%","h":"100%"}],
                 "animation":{"width":160,"height":120,"format":"mp4","delay":100,"minSeconds":1,\(more)}}
                """, at: "layouts/\(name)/layout.json")
        }
    }

    /// A live view of ten pictures, kept as the booth keeps it.
    private func record(in id: String, _ record: EventRecord) async throws -> Sessions.Capture {
        let path = scratch.folder.path + "/Captures/.live.part"
        let writer = try RecordingWriter(path)
        for seed in 0..<10 { try writer.append(picture(seed).bytes, at: seed * 9_000) }
        try writer.finish(length: 90_000)
        return try await record.keep(
            file: StagedCapture(at: path, fileExtension: "mov", source: "live view"), in: id)
    }

    private func probe(_ path: String) throws -> [String] {
        let child = Process()
        child.executableURL = URL(filePath: "/usr/bin/env")
        child.arguments =
            ["ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0"]
            + [scratch.folder.path + "/" + path]
        let out = Pipe()
        child.standardOutput = out
        try child.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        child.waitUntilExit()
        return text.split(separator: "\n").map(String.init)
    }

    @Test func `Captures of last year become a film, with a poster, once`() async throws {
        let record = try scratch.record()
        let session = try await visit(record, captures: 4)
        var options = Darkroom.Options()
        options.finalPhoto = false
        let darkroom = Darkroom(record: record, library: scratch.library, options: options)
        let prepared = try darkroom.prepared("swing")
        let made = try await darkroom.develop(session.id, with: prepared)
        #expect(made.map(\.kind) == [.video] && made.map(\.state) == [.added])
        let path = try #require(made[0].path)
        #expect(path.wholeMatch(of: #/Video/000001-swing-[0-9a-f]{8}\.mp4/#) != nil)
        #expect(try probe(path) == ["h264,160,120"])
        let after = try await record.session(session.id)
        let film = try #require(after.renditions.first { $0.path == path })
        let poster = try #require(after.poster(of: film))
        #expect(poster.path?.wholeMatch(of: #/Video/000001-swing-[0-9a-f]{8}\.jpg/#) != nil && !poster.isPicture)
        let facts = try JSONValue(parsing: Array(film.parameters.utf8), document: "parameters")[member: "film"]
        #expect(
            facts == ["type": "video/mp4", "width": 160, "height": 120, "milliseconds": 1_200],
            "two passes of six pictures, 100 ms each")
        #expect(after.motion?.path == path)
        #expect(try await darkroom.develop(session.id, with: prepared).map(\.state) == [.unchanged])
        #expect(try await record.check(grace: .zero) == [])
        try FileManager.default.removeItem(atPath: scratch.folder.path + "/" + #require(poster.path))
        #expect(try await darkroom.develop(session.id, with: prepared).first?.path == path, "the same bytes again")
        #expect(try await record.check(grace: .zero) == [], "the poster is there again")
    }

    @Test func `A recording is a capture of no slot, and the film shows it instead of the pictures`() async throws {
        let record = try scratch.record()
        let session = try await record.start(SessionPlan(workflow: .standard))
        let clip = try await self.record(in: session.id, record)
        _ = try await record.keep(picture(1), in: session.id)
        let whole = try #require(try await record.end(.stop))
        #expect(whole.selectedCaptures.count == 1 && whole.clips == [clip] && whole.captures.count == 2)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("orbit"))
        #expect(made.map(\.kind) == [.final, .video] && made.map(\.state) == [.added, .added])
        let film = try #require(try await record.session(session.id).renditions.first { $0.path == made[1].path })
        let parameters = try JSONValue(parsing: Array(film.parameters.utf8), document: "parameters")
        #expect(parameters[member: "clip"] == .string(clip.path))
        #expect(parameters[member: "film"]?[member: "milliseconds"] == 1_000)
        #expect(try await darkroom.develop(session.id, with: darkroom.prepared("swing")).count == 2)
    }

    @Test func `Another part of the clip is another film, beside the first`() async throws {
        let record = try scratch.record()
        let session = try await record.start(SessionPlan(workflow: .standard))
        _ = try await self.record(in: session.id, record)
        _ = try await record.end(.stop)
        let whole = Darkroom(record: record, library: scratch.library)
        let prepared = try whole.prepared("orbit")
        let first = try await whole.develop(session.id, with: prepared)
        var options = Darkroom.Options()
        options.trim = 0.3...0.7
        let trimmed = Darkroom(record: record, library: scratch.library, options: options)
        let made = try await trimmed.develop(session.id, with: prepared)
        #expect(made.map(\.state) == [.added] && made[0].path != first[0].path)
        let film = try #require(try await record.session(session.id).renditions.first { $0.path == made[0].path })
        let parameters = try JSONValue(parsing: Array(film.parameters.utf8), document: "parameters")
        #expect(parameters[member: "trim"] == [0.3, 0.7])
        #expect(parameters[member: "film"]?[member: "milliseconds"] == 1_200, "three passes of four pictures")
        #expect(try await trimmed.develop(session.id, with: prepared).map(\.state) == [.unchanged])
    }

    @Test func `A session of a clip alone has a film and no FinalPhoto, one without a clip the other way round`()
        async throws
    {
        let record = try scratch.record()
        let first = try await record.start(SessionPlan(workflow: .standard))
        _ = try await self.record(in: first.id, record)
        _ = try await record.end(.stop)
        let second = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("orbit")
        #expect(try await darkroom.develop(first.id, with: prepared).map(\.kind) == [.video])
        let made = try await darkroom.develop(second.id, with: prepared)
        #expect(
            made.map(\.state) == [.added, .skipped] && made[1].warnings == ["has no clip that layout orbit could show"])
        var options = Darkroom.Options()
        options.finalPhoto = false
        let only = Darkroom(record: record, library: scratch.library, options: options)
        await #expect(throws: DarkroomError.self) { try await only.develop(second.id, with: prepared) }
    }
}
