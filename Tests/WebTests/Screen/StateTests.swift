import Faults
import HTTP
import Rigs
import StrictJSON
import Testing
import Work

import struct Engine.Refusal

@testable import Engine
@testable import Web

/// What the guests' screen is told, and what it may say.
@Suite(.ahead) struct StateTests {
    @Test func `The screen gets the guests' view, and nothing that only operators see`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            let answer = await booth.get("/api/state")
            #expect(answer.status == 200 && answer.headers["Cache-Control"] == "no-store")
            let state = answer.json
            #expect(state[member: "launch"]?.text == booth.engine.view.now.launch)
            #expect(state[member: "step"]?[member: "step"] == "attract" && state[member: "phase"] == "running")
            for key in ["camera", "printer", "free", "queues", "jobs", "figures", "last"] {
                #expect(state[member: key] == nil, "\(key)")
            }
        }
    }

    @Test func `A command does what it says, once, and gives the view after it`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            let place = try #require(booth.engine.view.now.place)
            let next = OpenBooth.command("next", at: place)
            let first = await booth.post("/api/commands", next)
            #expect(first.status == 200, "\(first.text)")
            #expect(first.json[member: "state"]?[member: "step"]?[member: "step"] == "countdown", "\(first.text)")
            #expect(first.json[member: "state"]?[member: "camera"] == nil)
            let again = await booth.post("/api/commands", next)
            #expect(again.status == 409 && again.json[member: "reason"] == "over", "\(again.text)")
            #expect(again.json[member: "error"]?.text?.isEmpty == false)
        }
    }

    @Test func `A bad answer is told with a hint, and the question stays`() async throws {
        let steps = #"{"step":"attract"},{"step":"email"},{"step":"countdown"},{"step":"capture"},{"step":"save"}"#
        try await OpenBooth(steps).run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.command("next").status == 200)
            try await booth.until("a question") { $0.step?.asks == true }
            let bad = await booth.command("answer", value: "anna")
            #expect(bad.status == 422 && bad.json[member: "reason"] == "badAnswer", "\(bad.text)")
            #expect(bad.json[member: "hint"] == "that is no email address", "\(bad.text)")
            #expect(booth.engine.view.now.step?.word == "email")
            let good = await booth.command("answer", value: "anna@example.org")
            #expect(good.status == 200, "\(good.text)")
        }
    }

    @Test func `One picture is taken anew by its number, which is refused where there is none`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.command("next").status == 200)
            _ = try await booth.time.passing { try await booth.until("the preview") { $0.step?.retakesLeft == 1 } }
            let none = await booth.command("retake", value: "3")
            let hint = none.json[member: "hint"]
            #expect(none.status == 422 && hint == "that picture is not in your print", "\(none.text)")
            let number = await booth.command("retake", value: 2)
            #expect(number.status == 422 && number.text.contains("value"), "\(number.text)")
            let former = booth.engine.view.now.session?.captures.first { $0.shot == 2 }
            let kept = await booth.get("/api/shots/2?of=\(former?.id ?? 0)")
            let begun = await booth.command("retake", value: "2")
            let step = begun.json[member: "state"]?[member: "step"]
            #expect(step?[member: "step"] == "countdown" && step?[member: "shot"]?.number == 2, "\(begun.text)")
            let view = try await booth.time.passing {
                try await booth.until("the preview") { $0.step?.retakesLeft == 0 }
            }
            // Each of the two has its own address.
            let new = try #require(view.session?.captures.last)
            #expect(new.shot == 2 && new.id != former?.id)
            let shown = await booth.get("/api/shots/2?of=\(new.id)")
            #expect(shown.status == 200 && shown.headers["ETag"] != kept.headers["ETag"])
            let again = await booth.get("/api/shots/2?of=\(former?.id ?? 0)")
            #expect(again.headers["ETag"] == kept.headers["ETag"] && again.status == 200)
        }
    }

    @Test(
        arguments: [
            (#"{"command":"dance"}"#, 422, "request: command: \"dance\" is no command"),
            (#"{"command":"next"}"#, 409, "this command needs the place"),
            (#"{"comand":"next"}"#, 422, "request: command: missing"),
            (#"{"command":"next","at":{"session":"x"}}"#, 422, "request: at"),
            (#"{"command":"next","at":{"session":"another","entry":1}}"#, 409, "that step is over"),
            (#"{"command":"#, 422, "request: line 1"), ("", 422, "request"), ("[]", 422, "request"),
        ])
    func `A command that is none, or meant for elsewhere, is refused`(
        body: String, status: Int, problem: String
    ) async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            let before = booth.engine.view.now.step
            let answer = await booth.server.answer(request("POST", "/api/commands", body: body, changing))
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.json[member: "error"]?.text?.hasPrefix(problem) == true, "\(answer.text)")
            #expect(booth.engine.view.now.step == before)
        }
    }

    @Test func `Strangers do not read what only operators may`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            booth.time.advance(by: .seconds(10))
            let remedy = "/media/stick/party is away; plug it in"
            booth.engine.context.troubles.raise(.disk, guest: .host, remedy: remedy)
            let place = try #require(booth.engine.view.now.place)
            await #expect(
                throws: Refusal(.notNow, "nobody can begin now", hint: booth.engine.view.now.step?.text, remedy: remedy)
            ) {
                try await booth.engine.perform(.next, at: place)
            }
            let answer = await booth.command("next")
            #expect(answer.status == 409 && answer.json[member: "hint"]?.text?.isEmpty == false, "\(answer.text)")
            #expect(answer.json[member: "error"] == "nobody can begin now" && !answer.text.contains("stick"))
        }
    }

    @Test func `A drawing may be long, and nothing else`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            let long = String(repeating: "x", count: 200_000)
            #expect(await booth.command("answer", value: .string(long)).status == 409)
            let tooLong = String(repeating: "x", count: 310_000)
            #expect(await booth.command("answer", value: .string(tooLong)).status == 413)
            #expect(
                await booth.post("/api/beat", ["screen": .string(String(repeating: "x", count: 66_000))]).status == 413)
        }
    }

    @Test func `The screen says that it lives, and whoever asks hears for how long it has not`() async throws {
        try await OpenBooth().run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.get("/api/beat").json == [:], "it has said nothing yet")
            #expect(await booth.post("/api/beat", ["screen": "attract", "revision": 3]).status == 204)
            #expect(await booth.get("/api/beat").json[member: "silent"]?.number == 0)
            booth.time.advance(by: .seconds(7))
            #expect(await booth.get("/api/beat").json[member: "silent"]?.number == 7)
            #expect(await booth.post("/api/beat", ["screen": 3]).status == 422)
        }
    }
}
