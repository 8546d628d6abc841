import Capture
import Faults
import Files
import Foundation
import Pages
import PrintOut
import Rigs
import Sessions
import Testing

@testable import Engine

/// What guests read, in the language of their event.
@Suite(.ahead) struct LanguageTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func engine(_ steps: String, locale: String, camera: (any Camera)? = nil) throws -> Engine {
        var event = Event(name: "Emma & Noah", date: "")
        (event.reserve, event.layouts, event.locale) = (0, ["duo"], locale)
        _ = try EventRecord.create(event, workflow: rig.workflow(steps), in: rig.folder)
        return try rig.engine(camera: camera)
    }

    @Test(arguments: ["ja", "J", "yes", "y", "1"]) func `A yes is understood in the language of the event`(
        answer: String
    ) async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"consent"},{"step":"email"},{"step":"capture"}"#, locale: "de-AT")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            #expect(engine.view.now.step?.text == "Zum Starten berühren")
            try await engine.perform(.next)
            let asked = try await engine.until("the question") { $0.step?.asks == true }
            #expect(asked.step?.choices == ["ja", "nein"] && asked.step?.text == "Seid ihr einverstanden?")
            let vague = await #expect(throws: Refusal.self) { try await engine.perform(.answer("vielleicht")) }
            #expect(vague?.hint == "Ja oder nein?")
            try await engine.perform(.answer(answer))
            try await engine.until("the address") { $0.step?.word == "email" && $0.step?.asks == true }
            let refused = await #expect(throws: Refusal.self) { try await engine.perform(.answer("lena@example..org")) }
            #expect(refused?.hint == "Das ist keine E-Mail-Adresse.")
        }
        let session = try #require(try await engine.all().first { !$0.inputs.isEmpty })
        #expect(session.inputs.map(\.value) == ["yes"])
    }

    @Test func `Troubles are told in the language of the event`() async throws {
        let camera = FolderCamera(folder: rig.path + "/none", frameRate: nil, time: rig.time.source)
        let engine = try engine(#"{"step":"attract"},{"step":"capture"}"#, locale: "de", camera: camera)
        try await rig.open(engine) { engine in
            let state = try await engine.until("the break") { $0.step?.word == "attract" && $0.obstacle != nil }
            #expect(state.step?.text == "Die Fotobox macht kurz Pause. Bitte kommt gleich wieder.")
            #expect(
                state.guest.troubles.map(\.guest).allSatisfy { $0.contains("Bitte ruft den Gastgeber") },
                "\(state.guest.troubles)")
        }
    }

    @Test func `A workflow says each text in the languages that it has`() throws {
        let workflow = try rig.workflow(
            #"{"step":"attract","text":{"en":"Touch","de":"Berühren"}},"#
                + #"{"step":"effect","choices":[{"title":{"en":"Sea","de":"Meer"},"effect":"sepia"}]},{"step":"capture"}"#
        )
        func texts(_ locale: String) throws -> [String?] {
            try Script(workflow, locale: locale).steps.map { step in
                if case .effect(let choices) = step.kind { choices[0].title } else { step.text }
            }
        }
        #expect(try texts("de_CH") == ["Berühren", "Meer", nil] && texts("fr") == ["Touch", "Sea", nil])
    }

    @Test func `Every notice to guests is in the words of every language`() throws {
        let folder = Programs.root + "/web/text"
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".json") {
            let words = try Words(locale: String(file.dropLast(5)), in: SearchPath([folder]))
            for notice in GuestNotice.allCases {
                #expect(words[notice] != notice.key && !words.inEnglish.contains(notice.key), "\(file): \(notice)")
            }
        }
    }

    /// Also a condition, which the workflow's author wrote in one of them.
    @Test(arguments: ["Ja, gern", "ja", "2", "Yes, please"])
    func `A survey's choices are shown and kept in the language of the event`(answer: String) async throws {
        let engine = try engine(
            #"{"step":"attract"},"#
                + #"{"step":"survey","key":"news","choices":[{"en":"No","de":"Nein"},{"en":"Yes, please","de":"Ja, gern"}]},"#
                + #"{"step":"email","when":{"survey":"news","is":"Yes, please"}},{"step":"capture"}"#, locale: "de")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            let asked = try await engine.until("the question") { $0.step?.asks == true }
            #expect(asked.step?.choices == ["Nein", "Ja, gern"])
            let vague = await #expect(throws: Refusal.self) { try await engine.perform(.answer("maybe")) }
            #expect(vague?.hint == "Bitte eine der Antworten wählen.")
            try await engine.perform(.answer(answer))
            try await engine.until(step: "email")
        }
        let session = try #require(try await engine.all().first { !$0.inputs.isEmpty })
        #expect(session.inputs.map(\.value) == ["Ja, gern"])
    }

    @Test func `A guest chooses the language of everything, for the own session`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"consent","text":{"en":"Fine?","de":"Gut so?"}},{"step":"email"},"#
                + #"{"step":"capture","interval":0},{"step":"share"}"#, locale: "en")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            #expect(engine.view.now.guest.language == "en" && engine.view.now.step?.text == "Touch to begin")
            let chosen = try await engine.perform(.language("de"))
            #expect(chosen.guest.language == "de" && chosen.step?.text == "Zum Starten berühren")
            #expect(engine.view.now.session?.number == nil, "a language alone makes nobody a guest")
            try await engine.perform(.next)
            let asked = try await engine.until("the question") { $0.step?.asks == true }
            #expect(asked.step?.choices == ["ja", "nein"] && asked.step?.text == "Gut so?")
            // Whoever changes it while a question waits is asked again.
            let french = try await engine.perform(.language("fr"))
            #expect(french.step?.choices == ["oui", "non"] && french.step?.text == "Fine?")
            #expect(french.place == asked.place)
            let vague = await #expect(throws: Refusal.self) { try await engine.perform(.answer("peut-être")) }
            #expect(vague?.hint == engine.allWords["fr"]?["answer.yesOrNo"])
            try await engine.perform(.answer("oui"))
            try await engine.until("the address") { $0.step?.word == "email" && $0.step?.asks == true }
            #expect(engine.view.now.step?.text == engine.allWords["fr"]?["prompt.email"])
            try await engine.perform(.next)
            try await engine.until(step: "share")
            try await engine.perform(.next)
            let next = try await rig.tick(engine, until: "the next guest") {
                $0.step?.word == "attract" && $0.session?.number == nil
            }
            #expect(next.guest.language == "en" && next.step?.text == "Touch to begin")
        }
        let session = try #require(try await engine.all().first { !$0.inputs.isEmpty })
        #expect(session.inputs.map(\.value) == ["yes"] && session.language == "fr")
    }

    @Test func `A survey in the guest's language is kept in that of the event`() async throws {
        let engine = try engine(
            #"{"step":"attract"},{"step":"survey","key":"side","choices":[{"en":"Bride","de":"Braut"},{"en":"Groom","de":"Bräutigam"}]},"#
                + #"{"step":"effect","choices":["none",{"title":{"en":"Old","de":"Alt"},"effect":"sepia"}]},"#
                + #"{"step":"capture","interval":0},{"step":"share"}"#, locale: "en")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.language("de"))
            try await engine.perform(.next)
            try await engine.until("the survey") { $0.step?.choices == ["Braut", "Bräutigam"] }
            try await engine.perform(.answer("Bräutigam"))
            try await engine.until("the effects") { $0.step?.choices == ["none", "Alt"] }
            try await engine.perform(.answer("2"))
            try await engine.until(step: "share")
        }
        let session = try #require(try await engine.all().first { !$0.inputs.isEmpty })
        #expect(session.inputs.map(\.value) == ["Groom"] && session.effects == ["sepia"])
        #expect(session.steps.first { $0.name == "effect" }?.result == "Old")
    }

    @Test func `A language that nobody has written is refused, and so is one for another session`() async throws {
        let engine = try engine(#"{"step":"attract"},{"step":"capture"}"#, locale: "en")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            for word in ["xx", "", "../de", "operator/de", "DE"] {
                let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.language(word)) }
                #expect(refusal?.reason == .notNow && refusal?.words.contains("ar, de, en, es, fr, it") == true)
            }
            let other = Place(session: "another", entry: 1)
            let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.language("de"), at: other) }
            #expect(refusal == .over && engine.view.now.guest.language == "en")
            try await engine.perform(.stop)
            let stopped = await #expect(throws: Refusal.self) { try await engine.perform(.language("de")) }
            #expect(stopped == .stopped)
        }
    }

    /// Whoever chose it has left without a session.
    @Test func `A language that nobody begins with is forgotten after a minute`() async throws {
        let engine = try engine(#"{"step":"attract"},{"step":"capture"}"#, locale: "en")
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.language("it"))
            #expect(engine.view.now.guest.language == "it")
            try await rig.tick(engine, until: "the event's language") { $0.guest.language == "en" }
            #expect(engine.view.now.step?.text == "Touch to begin")
            try await engine.perform(.next)
        }
        #expect(try await engine.all().allSatisfy { $0.language == nil })
    }

    @Test func `Troubles are told in the guest's language`() async throws {
        let camera = FolderCamera(folder: rig.path + "/none", frameRate: nil, time: rig.time.source)
        let engine = try engine(#"{"step":"attract"},{"step":"capture"}"#, locale: "en", camera: camera)
        try await rig.open(engine) { engine in
            try await engine.until("the break") { $0.step?.word == "attract" && $0.obstacle != nil }
            let view = try await engine.perform(.language("de"))
            #expect(view.step?.text == "Die Fotobox macht kurz Pause. Bitte kommt gleich wieder.")
            #expect(view.guest.troubles.allSatisfy { $0.guest.contains("Bitte ruft den Gastgeber") })
            let refusal = await #expect(throws: Refusal.self) { try await engine.perform(.next) }
            #expect(refusal?.hint == "Die Fotobox macht kurz Pause. Bitte kommt gleich wieder.")
        }
    }

    @Test func `A condition on an answer that is no choice in any language is refused`() throws {
        let workflow = try rig.workflow(
            #"{"step":"survey","key":"a","choices":[{"en":"No","de":"Nein"}]},"#
                + #"{"step":"email","when":{"survey":"a","is":"Non"}},{"step":"capture"}"#)
        let error = #expect(throws: EngineError.self) { try Script(workflow, locale: "de") }
        #expect(error?.description.contains("steps[1].when.is") == true, "\(error!)")
    }
}
