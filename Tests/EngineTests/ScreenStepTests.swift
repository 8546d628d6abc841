import Capture
import Compositor
import Darkroom
import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Engine

/// What the guests' screen is told of each step, and the steps that are made for it.
@Suite(.ahead) struct ScreenStepTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    @Test func `A layout says where its captures stand, and what the next picture is framed by`() async throws {
        let engine = try rig.screen(
            #"{"step":"attract"},{"step":"countdown"},{"step":"capture","interval":3},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let visit = try #require(engine.view.now.guest.session)
            #expect(visit.layout == "duo" && visit.outline?.aspect == 4.0 / 3)
            #expect(
                visit.outline?.boxes == [
                    .init(x: 0, y: 0, width: 0.5, height: 0.5), .init(x: 0.5, y: 0, width: 0.5, height: 0.5),
                ])
            #expect(visit.linkReach == .everywhere && engine.view.now.step?.isLive == false)
            try await engine.perform(.next)
            let counting = try await engine.until("the countdown") { $0.step?.fireAt != nil }
            #expect(counting.step?.aspect == 4.0 / 3 && counting.step?.isLive == true)
            try await rig.pass(engine, until: "the end") { $0.step?.word == "share" }
            #expect(engine.view.now.step?.aspect == nil && engine.view.now.step?.isLive == false)
        }
    }

    @Test func `Each question tells what is to be shown of it`() async throws {
        let engine = try rig.screen(
            #"{"step":"attract"},{"step":"consent","required":true},{"step":"survey","key":"a","stars":true},"#
                + #"{"step":"email"},{"step":"phone"},{"step":"effect","choices":["none","sepia"]},"#
                + #"{"step":"capture","shots":3,"interval":0},{"step":"select"},{"step":"print","most":3},{"step":"share"}"#
        ) { event in
            (event.phonePrefix, event.mailDomains, event.theme.background) = ("+49", ["example.org"], "live")
        }
        try await rig.open(engine) { engine in
            func asked(_ word: String) async throws -> GuestView.Step {
                let view = try await engine.until("\(word) to ask") { $0.step?.word == word && $0.step?.asks == true }
                return try #require(view.step)
            }
            try await engine.until(step: "attract")
            #expect(engine.view.now.step?.isLive == true, "the theme shows the live view at rest")
            try await engine.perform(.next)
            #expect(try await asked("consent").isRequired)
            try await engine.perform(.answer("yes"))
            let stars = try await asked("survey")
            #expect(stars.hasStars && stars.choices == ["1", "2", "3", "4", "5"])
            try await engine.perform(.answer("4"))
            #expect(try await asked("email").domains == ["example.org"])
            try await engine.perform(.next)
            #expect(try await asked("phone").prefix == "+49")
            try await engine.perform(.next)
            let effect = try await asked("effect")
            #expect(effect.pictures == .live && effect.isLive)
            try await engine.perform(.next)
            let select = try await asked("select")
            #expect(select.pictures == .shots && select.count == 2 && !select.isLive)
            try await engine.perform(.next)
            let print = try await asked("print")
            #expect(print.usual == 1 && print.choices == ["0", "1", "2", "3"] && print.pictures == nil)
            try await engine.perform(.answer("2"))
            try await engine.until(step: "share")
            #expect(engine.view.now.guest.session?.print?.copies == 2)
            try await rig.tick(engine, until: "the prints") { $0.guest.session?.print?.state == .printed }
        }
        let session = try #require(try await engine.all().first { $0.number != nil })
        #expect(session.inputs.map(\.value) == ["yes", "4"])
    }

    @Test(arguments: [BoothCommand.next, .start]) func `Nobody waits for the thanks`(command: BoothCommand) async throws
    {
        let engine = try rig.screen(#"{"step":"attract"},{"step":"capture","interval":0},{"step":"thanks"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let thanks = try await engine.until("the thanks") { $0.step?.word == "thanks" && $0.step?.deadline != nil }
            #expect(thanks.step?.text == "Thank you, and goodbye!")
            try await engine.perform(command)
            try await engine.until("the end") { $0.figures.completed == 1 }
        }
    }

    @Test func `The thanks end by themselves`() async throws {
        let engine = try rig.screen(#"{"step":"capture","interval":0},{"step":"thanks"}"#, sessions: 1)
        let begun = rig.time.now
        try await rig.play(engine)
        #expect(rig.time.now - begun >= .seconds(5))
        #expect(try await engine.all().first?.endReason == .completed)
    }

    /// By the clock of the machine that the test runs on.
    @Test func `Outside of the event's hours only an operator begins`() async throws {
        let engine = try rig.screen(#"{"step":"attract"},{"step":"capture","interval":0},{"step":"thanks"}"#) {
            $0.hours = OpeningHours(from: 18 * 60, until: 2 * 60)
        }
        func set(_ hour: Int) {
            let day = rig.time.wall / 86_400_000 * 86_400_000
            rig.time.setWall(day + hour * 3_600_000 - LocalTime.offset() * 1_000)
        }
        set(12)
        try await rig.open(engine) { engine in
            let closed = try await engine.until("the closed booth") { $0.step?.text?.contains("18:00") == true }
            #expect(closed.step?.text == "The booth opens at 18:00. See you then!" && closed.step?.isClosed == true)
            #expect(engine.view.now.guest.json(now: .now)[member: "step"]?[member: "closed"] == true)
            let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.next) }
            #expect(refusal?.reason == .notNow && refusal?.hint == "The booth opens at 18:00. See you then!")
            let german = try await engine.perform(.language("de"))
            #expect(german.step?.text == "Die Fotobox öffnet um 18:00. Bis dann!")
            #expect(german.step?.isClosed == true)
            try await engine.perform(.start)
            try await engine.until(step: "thanks")
            #expect(engine.view.now.step?.isClosed == false)
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the next guest") {
                $0.step?.word == "attract" && $0.session?.number == nil
            }
            set(23)
            try await rig.tick(engine, until: "the open booth") { $0.step?.text == "Touch to begin" }
            #expect(engine.view.now.guest.json(now: .now)[member: "step"]?[member: "closed"] == nil)
            set(3)
            try await rig.tick(engine, until: "the closed booth") { $0.step?.isClosed == true }
            set(19)
            try await rig.tick(engine, until: "the open booth") { $0.step?.isClosed == false }
            try await engine.perform(.next)
        }
    }

    @Test func `The moving picture is told once it is there`() async throws {
        let engine = try rig.screen(
            #"{"step":"attract"},{"step":"capture","interval":0},{"step":"save"},{"step":"gif"},{"step":"share"}"#)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await engine.until(step: "share")
            let view = try await rig.tick(engine, until: "the moving picture") { $0.guest.session?.motion != nil }
            #expect(view.guest.session?.motion?.count == 16)
        }
    }

    @Test(
        arguments: [
            ("https://photos.example/s/", nil, "https://photos.example/s/", .everywhere),
            ("http://192.168.1.7:8080/s/", nil, "http://192.168.1.7:8080/s/", .here),
            ("http://192.168.1.7:8080/s/", "https://pics.example/", "https://pics.example/", .everywhere),
            (nil, nil, "http://10.0.0.2:81/s/", .here),
        ] as [(String?, String?, String, LinkReach)])
    func `A link tells whether it works elsewhere, and one that does not is on no print`(
        base: String?, branded: String?, shown: String, reach: LinkReach
    ) async throws {
        let engine = try rig.screen(#"{"step":"capture","interval":0},{"step":"share"}"#) {
            ($0.linkBase, $0.brandedBase) = (base, branded)
        }
        _ = engine
        let booth = try rig.engine { $0.sessions = nil }
        booth.beginLinks(with: "http://10.0.0.2:81/s/")
        try await rig.open(booth) { engine in
            try await engine.until(step: "share")
            let visit = try #require(engine.view.now.guest.session)
            #expect(visit.link?.hasPrefix(shown) == true && visit.linkReach == reach)
            try await engine.perform(.next)
            rig.time.advance(by: .seconds(1))
            try await engine.until("the end") { $0.figures.completed == 1 }
        }
        let session = try #require(try await booth.all().first { $0.endReason == .completed })
        let parameters = session.renditions.first { $0.kind == .final }?.parameters ?? ""
        #expect(parameters.contains("share.url") == (reach == .everywhere), "\(parameters)")
    }

    @Test func `Whether a link will come is told from the beginning`() async throws {
        _ = try rig.screen(#"{"step":"attract"},{"step":"capture"}"#) { $0.linkBase = nil }
        for base in [nil, "http://10.0.0.2:81/s/"] as [String?] {
            let booth = try rig.engine()
            // As whoever serves guests' pages says it, once it is known where.
            if let base { booth.beginLinks(with: base) }
            try await rig.open(booth) { engine in
                try await engine.until(step: "attract")
                let visit = try #require(engine.view.now.guest.session)
                #expect(visit.linkReach == base.map { _ in .here } && (visit.link == nil) == (base == nil))
            }
        }
    }

    @Test(arguments: [
        (##"{"command":"answer"}"##, "is no command"), (##"{"command":"language"}"##, "is no command"),
        (##"{"command":"next","value":"x"}"##, "is no command"), (##"{"command":"next","to":1}"##, "unknown key"),
        (##"{"command":"answer","value":3}"##, "command: value"), (##"{"value":"x"}"##, "command: command: missing"),
        (##"{"command":"next","at":{"session":"a"}}"##, "command: at.entry"), ("[]", "expected an object"),
    ])
    func `What is no command is refused with its place`(line: String, problem: String) {
        let error = #expect(throws: StrictJSONError.self) {
            try CommandRequest(JSONNode(parsing: Array(line.utf8), document: "command"))
        }
        #expect("\(error!)".contains(problem), "\(error!)")
    }
}

extension Rig {
    /// An upright layout of one slot and a place to sign, beside the two of the rig.
    func solo() throws {
        try put(
            #"""
            {"paper":"card","slots":[{"capture":1,"x":0,"y":0,"w":400,"h":200}],
             "drawings":[{"x":20,"y":210,"w":320,"h":80}]}
            """#, at: "layouts/solo/layout.json")
    }

    /// A booth on a new event, changed before.
    func screen(
        _ steps: String, sessions: Int? = nil, _ change: (inout Event) -> Void = { _ in }
    ) throws -> Engine {
        var event = Event(name: "Emma & Noah", date: "")
        (event.reserve, event.layouts, event.linkBase) = (0, ["duo"], "https://photos.example/s/")
        change(&event)
        _ = try EventRecord.create(event, workflow: workflow(steps), in: folder)
        return try engine(sessions: sessions)
    }
}
