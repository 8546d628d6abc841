import Capture
import Files
import Foundation
import Motion
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Engine

// Clips of other cameras: a phone, an action camera, a spinner.
extension FilmStepTests {
    private var spin: String { #"{"step":"attract"},{"step":"video","from":"clips","timeout":60},{"step":"share"}"# }

    private func arrive(_ name: String, to place: String? = nil) throws {
        try FileManager.default.moveItem(atPath: rig.path + "/" + name, toPath: rig.path + "/in/" + (place ?? name))
    }

    @Test func `A clip goes to the guest who waits for one; the next one becomes a session of its own`() async throws {
        try FileManager.default.createDirectory(atPath: rig.path + "/in", withIntermediateDirectories: true)
        try await clip("in/old.mp4")
        try await clip("one.mp4", hue: 90)
        try await clip("two.mp4", hue: 180)
        let engine = try engine(spin, layout: "orbit", mode: "spin360", clips: rig.path + "/in")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "video")
            // What lay there before is nobody's.
            await rig.time.passing { try? await rig.time.source.sleep(for: .seconds(5)) }
            #expect(engine.view.now.step?.word == "video")
            try arrive("one.mp4")
            try await rig.tick(engine, until: "the share step") { $0.step?.word == "share" }
            #expect(try #require(try await engine.record.active()).clips.map(\.source) == ["one.mp4"])
            try arrive("two.mp4")
            try await rig.tick(engine, until: "the second session") { $0.figures.captures == 2 }
            try await settled(engine)
        }
        let all = try await engine.all()
        #expect(all.count == 2 && all.allSatisfy { $0.clips.count == 1 && $0.motion != nil && $0.mode == .spin360 })
        #expect(all.first?.clips.map(\.source) == ["two.mp4"] && all.first?.state == .finished)
        #expect(rig.names("in") == ["old.mp4", "one.mp4", "two.mp4"], "they are copied")
        #expect(try await engine.record.check(grace: .zero) == [])
    }

    @Test func `A clip counts from the moment at which the booth is open, however old the file is`() async throws {
        try FileManager.default.createDirectory(atPath: rig.path + "/in", withIntermediateDirectories: true)
        try await clip("in/old.mp4")
        try await clip("one.mp4", hue: 90)
        let engine = try engine(spin, layout: "orbit", mode: "spin360", clips: rig.path + "/in")
        let lines = engine.log()
        let moving = Task {
            for await line in lines where line.contains("the booth is open") { return try arrive("one.mp4") }
        }
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await moving.value
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the share step") { $0.step?.word == "share" }
            #expect(try #require(try await engine.record.active()).clips.map(\.source) == ["one.mp4"])
        }
    }

    @Test func `A file counts when it has stood still and is whole`() async throws {
        try FileManager.default.createDirectory(atPath: rig.path + "/in", withIntermediateDirectories: true)
        try await clip("whole.mp4")
        let bytes = try readAll(rig.path + "/whole.mp4", limit: 1 << 24)
        let engine = try engine(spin, layout: "orbit", mode: "spin360", clips: rig.path + "/in")
        let lines = engine.log()
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "video")
            let file = URL(filePath: rig.path + "/in/phone.mp4")
            for part in [0.2, 0.4, 0.6] {
                try Data(bytes.prefix(Int(Double(bytes.count) * part))).write(to: file)
                await rig.time.passing { try? await rig.time.source.sleep(for: .seconds(1)) }
            }
            // It has stopped half-way: that is said, and the guest's clip is still awaited.
            await rig.time.passing { try? await rig.time.source.sleep(for: .seconds(5)) }
            #expect(engine.view.now.step?.word == "video")
            try Data(bytes).write(to: file)
            try await rig.tick(engine, until: "the share step") { $0.step?.word == "share" }
            #expect(try #require(try await engine.record.active()).clips.count == 1)
        }
        var said: [String] = []
        for await line in lines { said.append(line) }
        #expect(said.count { $0.contains("phone.mp4") && $0.contains("not complete") } == 1)
    }

    @Test func `Clips of a card are found in its folders, and no link is followed into one`() async throws {
        let folder = rig.path + "/in/DCIM/100MEDIA"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: folder + "/again", withDestinationPath: rig.path + "/in")
        try await clip("one.mp4")
        let engine = try engine(spin, layout: "orbit", mode: "spin360", clips: rig.path + "/in")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "video")
            try arrive("one.mp4", to: "DCIM/100MEDIA/SPIN0001.MP4")
            try await rig.tick(engine, until: "the share step") { $0.step?.word == "share" }
            let session = try #require(try await engine.record.active())
            #expect(session.clips.map(\.source) == ["DCIM/100MEDIA/SPIN0001.MP4"])
            #expect(session.clips.allSatisfy { $0.path.hasSuffix(".mp4") })
        }
    }

    /// The booth was cut off after a guest had come, and started anew.
    @Test func `A clip that came while there was no booth is taken, and the same bytes once`() async throws {
        try FileManager.default.createDirectory(atPath: rig.path + "/in", withIntermediateDirectories: true)
        try await clip("in/old.mp4")
        try await clip("one.mp4", hue: 90)
        // By this machine's clock, since files have its times.
        rig.time.setWall(Moment.now.milliseconds)
        let engine = try engine(
            #"{"step":"attract"},{"step":"capture"},{"step":"thanks"}"#, layout: "orbit", mode: "spin360",
            clips: rig.path + "/in")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the end") { $0.figures.completed == 1 }
        }
        try arrive("one.mp4")
        try FileManager.default.copyItem(atPath: rig.path + "/in/one.mp4", toPath: rig.path + "/in/one (1).mp4")
        let next = try self.engine(
            #"{"step":"attract"},{"step":"capture"},{"step":"thanks"}"#, layout: "orbit", mode: "spin360",
            clips: rig.path + "/in")
        let lines = next.log()
        try await rig.open(next) { engine in
            try await engine.until(step: "attract")
            try await rig.tick(engine, until: "the clip") { $0.figures.captures == 1 }
            await rig.time.passing { try? await rig.time.source.sleep(for: .seconds(5)) }
            try await settled(engine)
        }
        let clips = try await next.all().flatMap(\.clips).map(\.source)
        #expect(clips == ["one (1).mp4"] || clips == ["one.mp4"])
        var said: [String] = []
        for await line in lines { said.append(line) }
        #expect(said.count { $0.contains("is a clip of session") && $0.contains("already") } == 1)
        #expect(said.contains { $0.contains("1 file that is there already stays where it is") })
    }

    @Test func `A folder that cannot be read takes nothing from the others`() async throws {
        // As long as a path may be: with a slash behind it, it is too long to be entered.
        var root = rig.path + "/card"
        while root.utf8.count < 3_850 { root += "/" + String(repeating: "d", count: min(200, 3_900 - root.utf8.count)) }
        let inner = String(repeating: "x", count: 4_094 - root.utf8.count)
        try #require(inner.utf8.count < 256)
        for folder in [root, root + "/DCIM", root + "/" + inner] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        try await clip("one.mp4")
        try FileManager.default.moveItem(atPath: rig.path + "/one.mp4", toPath: root + "/DCIM/one.mp4")
        let listing = try await offPool { [root] in ClipFolder.look(root) }.get()
        #expect(listing.files.keys.sorted() == ["DCIM/one.mp4"])
        #expect(listing.unread.keys.sorted() == [inner + "/"])
        #expect(await offPool { ClipFolder.look("/nowhere/clips") }.isFailure)
    }
}

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
