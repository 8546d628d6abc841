import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Engine

/// event.json changes while a booth runs on the event.
@Suite(.ahead) struct SettingsTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private static let steps =
        #"{"step":"attract"},{"step":"capture","interval":0},{"step":"save"},{"step":"share"}"#

    /// As another program would. On a thread of its own, because whoever has the folder just now may need this one to be done.
    private func change(_ body: @escaping @Sendable (inout Event) -> Void) async throws {
        let folder = rig.folder
        try await rig.time.source.offPool { () throws(SessionsError) in _ = try Event.change(in: folder, body) }
    }

    /// Lets time pass until a line of the log has this text.
    private func hear(_ text: String, in log: AsyncStream<String>) async {
        await rig.time.passing {
            for await line in log where line.contains(text) { return }
            Issue.record("nobody said \(text)")
        }
    }

    @Test func `What is changed while nobody is there holds for the next guest`() async throws {
        let engine = try rig.engine(Self.steps)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let waiting = engine.view.now.session?.id
            try await change { ($0.name, $0.words["prompt.attract"]) = ("Lena & Max", "Come in") }
            try await rig.tick(engine, until: "the new words") { $0.step?.text == "Come in" }
            #expect(engine.view.now.session?.id != waiting && engine.record.event.name == "Lena & Max")
            try await engine.perform(.next)
            try await engine.until(step: "share")
        }
        let sessions = try await engine.all()
        #expect(sessions.map(\.number) == [1], "nobody's session is left behind")
        let final = try #require(sessions.first?.renditions.first { $0.kind == .final && $0.state == .ready })
        #expect(final.parameters.contains("Lena & Max"), "\(final.parameters)")
    }

    @Test func `A session that is under way keeps its settings, and the next one has the new ones`() async throws {
        let engine = try rig.engine(Self.steps)
        let log = engine.log()
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "share")
            let first = engine.view.now.session?.id
            try await change { ($0.name, $0.brandedBase, $0.locale) = ("Ida & Jon", "https://p.example/", "de") }
            await hear("event.json has changed: name, brandedBase from the next session on", in: log)
            #expect(engine.view.now.session?.id == first && engine.record.event.name == "Emma & Noah")
            #expect(engine.view.now.session?.link?.hasPrefix("https://photos.example/s/") == true)
            try await engine.perform(.next)
            try await engine.until(step: "attract")
            #expect(engine.record.event.name == "Ida & Jon" && engine.record.event.locale == "en")
            #expect(engine.view.now.session?.link?.hasPrefix("https://p.example/") == true)
        }
    }

    @Test func `What holds only from the next launch is said so`() async throws {
        let engine = try rig.engine(Self.steps)
        let log = engine.log()
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let waiting = engine.view.now.session?.id
            try await change { $0.destinations[.print] = "rx1" }
            await hear("event.json has changed: destinations when the booth is started again", in: log)
            #expect(engine.view.now.session?.id == waiting && engine.record.event.destinations.isEmpty)
        }
    }

    @Test(
        arguments: [
            ("reserve", "much", "event.json: reserve: expected a whole number"), ("layouts", ["nonesuch"], "nonesuch"),
            ("words", ["prompt.atract": "x"], "event.json: words.prompt.atract: nothing"),
            ("effects", ["sepja"], "sepja"),
        ] as [(String, JSONValue, String)])
    func `What cannot be used is told, and the booth goes by what it had`(
        key: String, value: JSONValue, words: String
    ) async throws {
        let engine = try rig.engine(Self.steps)
        let good = try String(contentsOfFile: engine.record.folder.settings, encoding: .utf8)
        guard case .object(let members) = engine.record.event.json else { return }
        let bad = JSONValue.object(members.filter { $0.key != key } + [.init(key, value)]).text()
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try Data(bad.utf8).write(to: URL(filePath: rig.folder.settings))
            let view = try await rig.tick(engine, until: "the trouble") { $0.troubles.contains { $0.about == .event } }
            let remedy = view.troubles.first { $0.about == .event }?.remedy ?? ""
            #expect(remedy.contains(words), "\(remedy)")
            #expect(view.guest.troubles.isEmpty && view.obstacle == nil)
            try await engine.perform(.next)
            try await engine.until(step: "share")
            #expect(engine.record.event.name == "Emma & Noah")
            try Data(good.utf8).write(to: URL(filePath: rig.folder.settings))
            try await rig.tick(engine, until: "the end of the trouble") { $0.troubles.isEmpty }
        }
    }

    /// What stood in the way may be a file beside it.
    @Test func `What could not be used is tried again without another change`() async throws {
        let engine = try rig.engine(Self.steps)
        let layout = "\(rig.folder.path)/Layouts/late/layout.json"
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await change { $0.layouts = ["late"] }
            try await rig.tick(engine, until: "the trouble") { $0.troubles.contains { $0.about == .event } }
            let duo = try String(contentsOfFile: "\(rig.path)/layouts/duo/layout.json", encoding: .utf8)
            try rig.put(duo, at: "event/Layouts/late/layout.json")
            #expect(FileManager.default.fileExists(atPath: layout))
            try await rig.tick(engine, until: "the end of the trouble") { $0.troubles.isEmpty }
        }
    }
}
