import Foundation
import Rigs
import StrictJSON
import Testing

extension BrowserTests {
    /// All of an event's look, by the names of its fields.
    private static let look: KeyValuePairs = [
        "theme.name": "garden", "theme.accent": "#7a8f6a", "theme.background": "Theme/garden.jpg",
        "theme.logo": "Theme/logo.png", "theme.welcome": "de = Schön, dass ihr da seid\nen = So glad you came",
        "theme.sounds.tick": "Theme/tick.wav", "theme.sounds.thanks": "Theme/thanks.wav",
    ]

    @Test func `All of a look is set on one page, and what cannot be is said at its field`() async throws {
        let folder = stage.folder + "/party/Theme"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let pictures = Programs.root + "/Tests/GoldenImages/"
        try FileManager.default.copyItem(atPath: pictures + "captures/party.jpg", toPath: folder + "/garden.jpg")
        try FileManager.default.copyItem(atPath: pictures + "strip.png", toPath: folder + "/logo.png")
        for name in ["tick", "thanks"] {
            let sound = try #require(Recording.named(name))
            try Data(sound).write(to: URL(filePath: "\(folder)/\(name).wav"))
        }
        let before = try settings()
        try await stage.open("event")
        #expect(try await browser.run("return document.querySelector('[name=\"theme.sound\"]').checked"))
        for (key, flaw) in [
            ("theme.accent", "red"), ("theme.background", "../secret.jpg"), ("theme.logo", "logo.exe"),
            ("theme.sounds.tick", "Theme/tick.mid"),
        ] {
            try await write([(key, flaw)])
            try await browser.act("document.querySelector('form.settings').requestSubmit()")
            try await browser.wait(
                until: "document.querySelector('[name=\"\(key)\"][aria-invalid=true]') === document.activeElement")
            let note: String = try await browser.run(
                "return document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent")
            #expect(note.contains("expected"), "\(key): \(note)")
            #expect(try await browser.run("return document.querySelectorAll('[aria-invalid]').length") == 1)
            try await write([(key, "")])
        }
        #expect(try settings() == before)
        try await write(Self.look.map { ($0, $1) })
        try await browser.act("document.querySelector('[name=\"theme.sound\"]').click()")
        try await save()
        let theme = try settings()[member: "theme"]
        #expect(theme?[member: "name"] == "garden" && theme?[member: "accent"] == "#7a8f6a")
        #expect(theme?[member: "background"] == "Theme/garden.jpg" && theme?[member: "logo"] == "Theme/logo.png")
        #expect(theme?[member: "welcome"] == ["de": "Schön, dass ihr da seid", "en": "So glad you came"])
        #expect(theme?[member: "sound"] == false)
        #expect(theme?[member: "sounds"] == ["tick": "Theme/tick.wav", "thanks": "Theme/thanks.wav"])
        // What is shown is what was written; emptied, all of it goes.
        let shown: String = try await browser.run("return document.querySelector('[name=\"theme.welcome\"]').value")
        #expect(shown == "de = Schön, dass ihr da seid\nen = So glad you came")
        try await write(Self.look.map { ($0.key, "") })
        try await browser.act("document.querySelector('[name=\"theme.sound\"]').click()")
        try await save()
        #expect(try settings() == before)
        try await stage.expectNoComplaint("event", allowing: "422")
    }

    /// event.json as it is on the disk.
    private func settings() throws -> JSONValue {
        try JSONValue(
            parsing: Array(Data(contentsOf: URL(filePath: stage.folder + "/party/event.json"))), document: "event.json")
    }

    private func write(_ values: [(String, String)]) async throws {
        for (key, text) in values {
            let value = Scene.text([text])
            try await browser.act("document.querySelector('[name=\"\(key)\"]').value = \(value)[0]")
        }
    }

    /// Saves, and waits until that is said.
    private func save() async throws {
        try await browser.act(
            "window.fields = document.querySelector('fieldset'); document.querySelector('form.settings').requestSubmit()"
        )
        // The form is drawn anew with what was written.
        try await browser.wait(until: "!fields.isConnected")
    }
}
