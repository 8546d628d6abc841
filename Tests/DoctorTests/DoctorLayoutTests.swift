import Checks
import Files
import Foundation
import Sessions
import Testing

/// What is said about layouts, and about layouts and workflow together.
@Suite struct DoctorLayoutTests {
    @Test func `A layout that cannot be used fails, and the next one is looked at all the same`() async throws {
        let event = try await DoctorEvent { $0.layouts = ["broken", "gone", "fontless", "card"] }
        try event.layout("broken", #", "slotz": []"#)
        try event.layout(
            "fontless",
            #", "texts": [{ "text": "Hi", "x": 300, "y": 300, "w": 300, "h": 99, "font": { "file": "no.ttf" } }]"#)
        let findings = try await event.examine()
        #expect(findings.says("layout broken", .failure, "slotz: unknown key"))
        #expect(findings.says("layout gone", .failure, "not found"))
        #expect(findings.says("layout fontless", .failure, "no.ttf: no such file"))
        #expect(findings.tells("layout fontless", to: "put it there"))
        #expect(findings.grade("layout card") == .ok)
    }

    @Test func `A family of fonts that is not installed fails`() async throws {
        let event = try await DoctorEvent()
        try event.layout(
            "card",
            #", "texts": [{ "text": "Hi", "x": 300, "y": 300, "w": 300, "h": 99, "font": { "family": "Nowhere Sans" } }]"#
        )
        #expect(try await event.examine().says("layout card", .failure, "Nowhere Sans"))
    }

    @Test func `What a print would suffer from is a warning, with the event's own texts`() async throws {
        let event = try await DoctorEvent { $0.name = "Emma \u{10fffd} Noah" }
        let text = #""text": "{event.name}", "x": 300, "w": 600, "h": 99"#
        try event.layout("card", #", "texts": [{ \#(text), "y": 300 }, { \#(text), "y": 600 }]"#)
        let findings = try await event.examine()
        #expect(findings.failures == [])
        #expect(findings.says("layout card", .warning, "texts[0], texts[1]: no installed font can show"))
        #expect(findings.of("layout card").count == 1)
    }

    @Test func `A name with letters that the font lacks is a warning that names letters and font`() async throws {
        let event = try await DoctorEvent { $0.name = "Dvořák & Łukasz" }
        let text = #""text": "{event.name}", "x": 300, "y": 300, "w": 600, "h": 99"#
        try event.layout("card", #", "texts": [{ \#(text), "font": { "family": "Dancing Script" } }]"#)
        let findings = try await event.examine()
        #expect(findings.says("layout card", .warning, #"texts[0]: font Dancing Script has no "ř", "Ł", so "#))
        #expect(findings.tells("layout card", to: "name a \"fallback\" beside the font"))
    }

    @Test func `A code of the event's own link that is too dense is a warning`() async throws {
        let code = #", "codes": [{ "content": "{share.url}", "x": 300, "y": 300, "size": 250 }]"#
        let short = try await DoctorEvent { $0.linkBase = "https://photos.example/s/" }
        try short.layout("card", code)
        #expect(try await short.examine().grade("layout card") == .ok)
        let long = try await DoctorEvent {
            $0.linkBase = "https://photos.example/" + String(repeating: "gallery/", count: 30)
        }
        try long.layout("card", code)
        let findings = try await long.examine()
        #expect(findings.says("layout card", .warning, "codes[0]: modules of 3 pixels are too small to scan, 0.25 mm"))
        #expect(findings.tells("layout card", to: "its content, 285 characters, shorter"))
    }

    @Test func `A layout that was put there by hand finds the papers of the booth`() async throws {
        let event = try await DoctorEvent()
        try event.put(
            #"{ "paper": "house", "slots": [{ "x": 0, "y": 0, "w": "100%", "h": "100%" }] }"#,
            at: "Layouts/card/layout.json")
        let missing = try await event.examine()
        #expect(missing.says("layout card", .failure, "none is in \(event.folder.layouts)/card/papers, "))
        try event.put(#"{ "width": 1200, "height": 1800 }"#, at: "booth/papers/house.json")
        #expect(try await event.examine(layouts: [event.folder.path + "/booth"]).grade("layout card") == .ok)
    }

    @Test func `A layout with much to say leaves room for the rest of the page`() async throws {
        let event = try await DoctorEvent()
        let texts = (0..<9).map {
            #"{ "text": "number \#($0) is much too long", "x": 300, "y": 300, "w": 60, "h": 40, "size": 30 }"#
        }
        try event.layout("card", #", "texts": [\#(texts.joined(separator: ", "))]"#)
        let findings = try await event.examine().of("layout card")
        #expect(findings.count == 5 && findings.last?.found == "5 more things to look at")
        #expect(findings.last?.remedy?.hasPrefix("render --validate /") == true)
    }

    @Test func `A link that leads nowhere is found before guests do`() async throws {
        let code = #", "codes": [{ "content": "{share.url}", "x": 300, "y": 300, "size": 400 }]"#
        let event = try await DoctorEvent()
        try event.layout("card", code)
        let bare = try await event.examine()
        #expect(bare.says("layout card", .warning, "its code is left out") && bare.of("layout card").count == 2)
        #expect(bare.tells("layout card", to: "booth event set \(event.folder.path) linkBase URL"))
        try event.layout(
            "card", #", "texts": [{ "text": "{share.url}", "x": 300, "y": 300, "w": 600, "h": 99 }]"#)
        #expect(try await event.examine().says("layout card", .warning, "shows guests a link"))
        let linked = try await DoctorEvent { $0.linkBase = "https://photos.example/" }
        try linked.layout("card", code)
        #expect(try await linked.examine().grade("layout card") == .ok)
    }

    @Test(arguments: [
        (#"{ "step": "capture" }"#, Finding.Grade.ok), (#"{ "step": "capture", "shots": 2 }"#, .failure),
        (#"{ "step": "capture", "shots": 3 }"#, .ok), (#"{ "step": "capture", "shots": 4 }"#, .warning),
        (#"{ "step": "capture", "shots": 2 }, { "step": "capture", "shots": 1, "name": "more" }"#, .ok),
        (#"{ "step": "capture", "shots": 6 }, { "step": "select" }"#, .ok), (#"{ "step": "share" }"#, .failure),
    ])
    func `A workflow takes as many pictures as the layout shows`(steps: String, grade: Finding.Grade) async throws {
        let event = try await DoctorEvent()
        let slots = (1...3).map { #"{ "capture": \#($0), "x": 0, "y": \#($0 * 400), "w": 600, "h": 300 }"# }
        try event.put(
            #"{ "paper": { "width": 1200, "height": 1800 }, "slots": [\#(slots.joined(separator: ", "))] }"#,
            at: "Layouts/card/layout.json")
        try event.workflow(steps)
        let findings = try await event.examine()
        #expect(findings.grade("layout card") == grade)
        let remedy = steps.contains("capture") ? "\"shots\": 3" : "add a capture step"
        #expect(grade == .ok || findings.tells("layout card", to: remedy))
    }

    @Test func `A gif step wants a layout with an animation`() async throws {
        let event = try await DoctorEvent()
        try event.workflow(#"{ "step": "capture" }, { "step": "gif" }"#)
        #expect(try await event.examine().says("layout card", .warning, "has no animation"))
        try event.layout("card", #", "animation": { "width": 200, "height": 300 }"#)
        #expect(try await event.examine().grade("layout card") == .ok)
    }

    @Test func `A green screen that the booth has never seen empty is told`() async throws {
        let event = try await DoctorEvent()
        #expect(try await event.examine().of("green screen") == [])
        let slot = #""x": 0, "y": 0, "w": 1200, "h": 1800"#
        try event.put(
            ##"{ "paper": { "width": 1200, "height": 1800 }, "slots": [{ \##(slot), "effects": [{ "name": "green-screen", "colour": "#112233" }] }] }"##,
            at: "Layouts/card/layout.json")
        #expect(try await event.examine().grade("green screen") == .warning)
        try event.layout("card", "")
        try event.workflow(
            #"{ "step": "effect", "choices": ["none", "green-screen:colour=#112233"] }, { "step": "capture" }"#)
        let findings = try await event.examine()
        #expect(findings.says("green screen", .warning, "has not seen the screen without guests"))
        #expect(findings.tells("green screen", to: "booth event calibrate \(event.folder.path) empty.jpg"))
        var settings = try Event(in: event.folder)
        settings.calibrate(EmptyScreenShot(path: "Screen/empty.jpg", taken: .now))
        try settings.write(to: event.folder)
        #expect(try await event.examine().of("green screen") == [])
    }

    @Test func `A cut-out whose model is not installed is told`() async throws {
        let event = try await DoctorEvent()
        #expect(try await event.examine().of("model") == [])
        try event.layout("card", "")
        try event.workflow(
            #"{ "step": "effect", "choices": ["none", "cut-out:model=nosuch"] }, { "step": "capture" }"#)
        let findings = try await event.examine()
        #expect(findings.says("model", .failure, "the model nosuch is not in"))
        #expect(findings.tells("model", to: "scripts/models installs it, or name another with model=FILE.onnx"))
    }

    @Test func `An event without a layout, and one whose layout is still to be copied, are told`() async throws {
        let bare = try await DoctorEvent { $0.layouts = [] }
        let library = try await DoctorEvent()
        try library.layout("later", "")
        let findings = try await bare.examine(layouts: [library.folder.layouts])
        #expect(findings.says("layouts", .failure, "no FinalPhoto can be made"))
        #expect(findings.tells("layouts", to: "booth event add-layout \(bare.folder.path) card"))
        try bare.put(#"{ "name": "x", "mode": "roaming", "steps": [{ "step": "capture" }] }"#, at: "workflow.json")
        #expect(try await bare.examine().grade("layouts") == .warning)
        let late = try await DoctorEvent { $0.layouts = ["later"] }
        let others = try await late.examine(layouts: [library.folder.layouts])
        #expect(others.says("layout later", .ok, "the booth copies it when it starts"))
    }
}
