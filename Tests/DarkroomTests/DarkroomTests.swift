import Compositor
import Effects
import Faults
import Files
import Foundation
import Imaging
import Rigs
import Sessions
import Synchronization
import Testing

@testable import Darkroom

/// An event and a layout of a test's own, gone when the test is.
final class Scratch: Sendable {
    let path: String
    var folder: EventFolder { EventFolder(path + "/event") }
    var library: LayoutLibrary { LayoutLibrary(folders: [path + "/layouts"]) }

    init() throws {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm")
        let base = memory ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory
        path = base.appending(path: "darkroom-tests-\(UUID().uuidString)").path
        try put(
            """
            {"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":200,"h":150},{"capture":2,"x":200,"y":0,"w":200,"h":150}],
             "texts":[{"text":"{event.name} #{session.number}, {date:d MMM yyyy HH:mm}","x":10,"y":160,"w":280,"h":40,
                       "font":{"family":"DejaVu Sans","weight":700}}, {"text":"{survey.table|-}","x":10,"y":210,"w":200,"h":40}],
             "codes":[{"content":"{share.url|none}","x":300,"y":160,"module":2}],
             "animation":{"width":80,"height":60,"delay":200}}
            """, at: "layouts/duo/layout.json")
        try put(#"{"width":400,"height":300,"dpi":100}"#, at: "layouts/papers/card.json")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func put(_ text: String, at name: String) throws {
        let file = URL(filePath: path + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func put(_ bytes: [UInt8], at name: String) throws {
        try FileManager.default.createDirectory(
            at: URL(filePath: path + "/" + name).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path + "/" + name))
    }

    func record() throws -> EventRecord {
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.reserve, event.linkBase) = (0, "https://photos.example/s/")
        return try EventRecord.create(event, workflow: .standard, in: folder)
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: folder.path + "/" + name)) }
}

func picture(_ seed: Int) throws -> NewCapture {
    let image = try Image(width: 320, height: 240, bands: 3) { pixels in
        for index in 0..<pixels.count {
            pixels[index] = UInt8(truncatingIfNeeded: index / 7 * (seed + 3) + index / 960)
        }
    }
    return NewCapture(
        bytes: try image.encoded(as: .jpeg, metadata: Metadata()), fileExtension: "jpg", source: "test camera")
}

func visit(
    _ record: EventRecord, captures: Int = 2, effects: [String] = [], table: String = "12",
    end reason: Session.EndReason = .stop
) async throws -> Session {
    var plan = SessionPlan(workflow: .standard)
    (plan.layout, plan.slots, plan.effects, plan.utcOffset) = ("duo", 2, effects, 7_200)
    plan.renditions = [.final, .gif]
    let session = try await record.start(plan, at: Moment("2026-06-14T20:15:00.000Z")!)
    for seed in 0..<captures { _ = try await record.keep(picture(seed), in: session.id) }
    _ = try await record.keep(.survey, name: "table", value: table, in: session.id)
    return try await record.end(reason)!
}

@Suite struct DarkroomTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func aSessionIsDevelopedOnceAndThenSkipped() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        let made = try await darkroom.develop(session.id, with: prepared)
        #expect(made.map(\.state) == [.added, .added] && made.map(\.kind) == [.final, .gif])
        let after = try await record.session(session.id)
        #expect(after.renditions.map(\.state) == [.ready, .ready], "the kept places are taken")
        #expect(after.renditions[0].path!.wholeMatch(of: #/FinalPhoto/000001-duo-[0-9a-f]{8}\.jpg/#) != nil)
        #expect(try await darkroom.develop(session.id, with: prepared).map(\.state) == [.unchanged, .unchanged])
        #expect(try await record.check(grace: .zero) == [])
    }

    /// Nothing is printed of an event that it does not have: no code, when there is no link.
    @Test func layoutsShowTheValuesOfTheirEvent() async throws {
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.reserve, event.values) = (0, ["hashtag": "#emmaandnoah"])
        let record = try EventRecord.create(event, workflow: .standard, in: scratch.folder)
        #expect(try Event(in: scratch.folder).values == ["hashtag": "#emmaandnoah"])
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        _ = try await darkroom.develop(session.id, with: darkroom.prepared("duo"))
        let parameters = try #require(try await record.session(session.id).renditions.first { $0.kind == .final })
            .parameters
        #expect(parameters.contains(##""value.hashtag":"#emmaandnoah""##) && !parameters.contains("share.url"))
    }

    /// The layout, its paper and the event's name have changed, tokens were added: the picture is the same to the byte.
    @Test func aLaterRenderGivesTheSameBytesAsTheFirst() async throws {
        let record = try scratch.record()
        let session = try await visit(record, effects: ["sepia"])
        let darkroom = Darkroom(record: record, library: scratch.library)
        let path = try #require(try await darkroom.develop(session.id, with: darkroom.prepared("duo"))[0].path)
        let before = try scratch.bytes(path)
        try scratch.put(#"{"paper":"card","slots":[]}"#, at: "layouts/duo/layout.json")
        try scratch.put(#"{"width":500,"height":300,"dpi":100}"#, at: "layouts/papers/card.json")
        var event = record.event
        event.name = "Somebody else"
        try event.write(to: scratch.folder)
        let later = try EventRecord(scratch.folder)
        _ = try await later.share(session.id, revoking: true)
        var options = Darkroom.Options()
        options.force = true
        let again = Darkroom(record: later, library: scratch.library, options: options)
        #expect(
            try await again.develop(session.id, with: again.prepared("duo")).map(\.state) == [.unchanged, .unchanged])
        try FileManager.default.removeItem(atPath: scratch.folder.path + "/" + path)
        _ = try await again.develop(session.id, with: again.prepared("duo"))
        #expect(try scratch.bytes(path) == before)
    }

    @Test func frozenLayoutsBringTheirFontsAndPapers() throws {
        let record = try scratch.record()
        #expect(try Darkroom(record: record, library: scratch.library).freeze("duo") == "duo")
        let files = try FileManager.default.subpathsOfDirectory(atPath: scratch.folder.path + "/Layouts/duo").sorted()
        #expect(files.contains("papers/card.json") && files.contains("fonts/DejaVuSans-Bold.ttf"))
        let text = String(decoding: try scratch.bytes("Layouts/duo/layout.json"), as: UTF8.self)
        #expect(text.contains("fonts/DejaVuSans-Bold.ttf") && text.contains("fonts/Lato") && !text.contains("family"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path + "/Layouts") == ["duo"])
    }

    /// A layout that somebody copied into the event finds its paper with the booth's.
    @Test func aLayoutPutThereByHandFindsThePapersOfTheBooth() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        try scratch.put(
            #"{"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":"100%","h":"100%"}]}"#,
            at: "event/Layouts/hand/layout.json")
        let darkroom = Darkroom(record: record, library: scratch.library)
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("hand"))
        #expect(made.first?.state == .added)
    }

    /// What stands behind a font is frozen with it.
    @Test func fallbacksOfFontsAreFrozenToo() async throws {
        try scratch.put(
            ##"{"paper":"card","texts":[{"text":"{event.name}","x":0,"y":0,"w":"100%","h":60,"font":{"family":"Dancing Script","fallback":{"family":"DejaVu Serif","fallback":{"family":"Lato","weight":700}}}}]}"##,
            at: "layouts/script/layout.json")
        let record = try scratch.record()
        _ = try Darkroom(record: record, library: scratch.library).freeze("script")
        let text = String(decoding: try scratch.bytes("Layouts/script/layout.json"), as: UTF8.self)
        #expect(
            !text.contains("family") && text.contains("fonts/DejaVuSerif.ttf") && text.contains("fonts/Lato-Bold.ttf"))
        #expect(FileManager.default.fileExists(atPath: scratch.folder.path + "/Layouts/script/fonts/DejaVuSerif.ttf"))
    }

    /// A guest's name in a script that the layout's fonts lack: the font comes into the event before the first render, and
    /// those of later guests go behind it.
    @Test func fontsForGuestsNamesAreFrozenWithTheFirstRender() async throws {
        let record = try scratch.record()
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        let folder = scratch.folder.path + "/Layouts/duo/fonts/fallback"
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        let first = try await visit(record, table: "שלום")
        let path = try #require(try await darkroom.develop(first.id, with: prepared)[0].path)
        let frozen = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(frozen.count == 1 && frozen[0].hasPrefix("001-"))
        let second = try await visit(record, table: "ทดสอบ")
        let warnings = try await darkroom.develop(second.id, with: prepared)[0].warnings
        #expect(warnings.allSatisfy { !$0.contains("no installed font") })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        let before = try scratch.bytes(path)
        var options = Darkroom.Options()
        options.force = true
        let later = Darkroom(record: record, library: LayoutLibrary(folders: []), options: options)
        #expect(
            try await later.develop(first.id, with: later.prepared("duo")).map(\.state) == [.unchanged, .unchanged])
        #expect(try scratch.bytes(path) == before)
    }

    @Test func filesOfEffectsAreFrozenToo() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let background = scratch.path + "/beach.jpg"
        try Data(picture(7).bytes).write(to: URL(filePath: background))
        let call = try EffectCall(name: "green-screen", parameters: ["background": background])
        let made = try await darkroom.treat(session.id, effects: [call])
        #expect(made.map(\.state) == [.added, .added])
        let effect = try #require(try await record.session(session.id).renditions.last?.effect)
        #expect(effect.wholeMatch(of: #/green-screen:background=Assets/[0-9a-f]{8}-beach.jpg/#) != nil, "\(effect)")
        #expect(try await darkroom.treat(session.id, effects: [call]).map(\.state) == [.unchanged, .unchanged])
        // The same name, another picture: another effect. And what the event has needs no file outside.
        try Data(picture(8).bytes).write(to: URL(filePath: background))
        #expect(try await darkroom.treat(session.id, effects: [call]).map(\.state) == [.added, .added])
        try FileManager.default.removeItem(atPath: background)
        let again = try await darkroom.treat(session.id, effects: [EffectCall(parsing: effect)])
        #expect(again.map(\.state) == [.unchanged, .unchanged])
        let composed = try await darkroom.develop(
            session.id, with: darkroom.prepared("duo"), effects: [EffectCall(parsing: effect)])
        #expect(composed.map(\.state) == [.added, .added])
    }

    @Test func guestsWhoLeftEarlyAreSkippedAmongMany() async throws {
        let record = try scratch.record()
        _ = try await visit(record)
        _ = try await visit(record, captures: 1, end: .restart)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let states = Mutex<[Int: [Darkroom.State]]>([:])
        await darkroom.develop([1, 2], .pictures(layout: nil, effects: nil), jobs: 2) { number, result in
            states.withLock { $0[number] = (try? result.get())?.map(\.state) }
        }
        #expect(states.withLock { $0 } == [1: [.added, .added], 2: [.skipped]])
    }

    @Test func anotherLayoutAddsAPictureAndKeepsTheOld() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        _ = try await darkroom.develop(session.id, with: darkroom.prepared("duo"))
        try scratch.put(
            #"{"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":"100%","h":"100%"}]}"#,
            at: "layouts/solo/layout.json")
        let made = try await darkroom.develop(session.id, with: darkroom.prepared("solo"))
        #expect(made.map(\.state) == [.added])
        #expect(try await record.session(session.id).renditions.filter { $0.state == .ready }.count == 3)
        let sepia = try await darkroom.develop(
            session.id, with: darkroom.prepared("solo"), effects: [EffectCall(name: "sepia")])
        #expect(sepia.map(\.state) == [.added])
        #expect(try await darkroom.develop(session.id, with: darkroom.prepared("solo")).map(\.state) == [.unchanged])
    }

    @Test func effectsAreRerunOnTheSameCaptures() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let effects = [try EffectCall(name: "sepia")]
        #expect(try await darkroom.treat(session.id, effects: effects).map(\.state) == [.added, .added])
        #expect(try await darkroom.treat(session.id, effects: effects).map(\.state) == [.unchanged, .unchanged])
        let made = try await record.session(session.id).renditions.filter { $0.kind == .effect && $0.state == .ready }
        #expect(made.map(\.parent) == session.captures.map(\.path))
        #expect(try await record.check(grace: .zero) == [])
    }

    @Test func aDryRunMakesNothing() async throws {
        let record = try scratch.record()
        let session = try await visit(record)
        var options = Darkroom.Options()
        options.dryRun = true
        let darkroom = Darkroom(record: record, library: scratch.library, options: options)
        #expect(try await darkroom.develop(session.id, with: darkroom.prepared("duo")).map(\.state) == [.due, .due])
        #expect(
            try await darkroom.treat(session.id, effects: [EffectCall(name: "mirror")]).map(\.state) == [.due, .due])
        #expect(try await record.session(session.id) == session)
    }

    @Test func tooFewCapturesAreSaidAndNothingIsLeftBehind() async throws {
        let record = try scratch.record()
        let session = try await visit(record, captures: 1)
        let darkroom = Darkroom(record: record, library: scratch.library)
        let prepared = try darkroom.prepared("duo")
        await #expect(throws: DarkroomError.self) { try await darkroom.develop(session.id, with: prepared) }
        #expect(try await record.session(session.id) == session)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path + "/FinalPhoto").isEmpty)
        #expect(throws: DarkroomError.self) { try darkroom.prepared("nowhere") }
    }
}
