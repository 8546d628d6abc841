import Faults
import StrictJSON
import Testing

@testable import Actions

@Suite struct SessionActionTests {
    private func action(_ name: String, _ json: JSONValue) throws -> SessionAction {
        try SessionAction(name, JSONNode(json, at: .document("request")))
    }

    @Test func `Options have the names of the command's, in camelCase`() throws {
        var rerun = Rerun()
        (rerun.effect, rerun.layout) = (["sepia", "film"], "strip")
        (rerun.choices.acceptDamaged, rerun.choices.dryRun) = (true, true)
        #expect(
            try action(
                "rerun", ["effect": ["sepia", "film"], "layout": "strip", "acceptDamaged": true, "dryRun": true])
                == .rerun(rerun))
        var share = Share()
        #expect(try action("share", [:]) == .share(share))
        share.revoke = true
        #expect(try action("share", ["revoke": true]) == .share(share))
        var reprint = Reprint()
        (reprint.queue, reprint.copies, reprint.item) = ("rx1", 2, "FinalPhoto/a.jpg")
        #expect(
            try action("reprint", ["queue": "rx1", "copies": 2, "item": "FinalPhoto/a.jpg"]) == .reprint(reprint))
    }

    @Test(
        arguments: [
            ("share", ["revoked": true], #"request: revoked: unknown key; did you mean "revoke"?"#),
            ("reprint", ["copie": 2], #"request: copie: unknown key; did you mean "copies"?"#),
            ("reprint", ["copies": 0], "request: copies: expected a whole number from 1 to 99, found 0"),
            ("reprint", ["layout": "strip", "item": "a"], "--layout makes a picture and --item names one"),
            ("rerun", [:], "request: effect: missing"),
            ("rerun", ["effect": []], "request: effect: expected at least one effect"),
            ("rerun", ["effect": "sepia"], #"request: effect: expected a list, found "sepia""#),
            (
                "rerun", ["animation": true, "trim": [8, 0.5]],
                "request: trim: expected two times in seconds, the earlier one first"
            ),
            ("delete", ["dry-run": true], "request: dry-run: unknown key"),
            ("shred", [:], "\"shred\": no action on sessions"),
        ] as [(String, JSONValue, String)])
    func `What no action knows is refused`(name: String, body: JSONValue, words: String) {
        let error = #expect(throws: StrictJSONError.self) { try action(name, body) }
        #expect(error?.description.contains(words) == true, "\(error.map { "\($0)" } ?? "")")
    }
}
