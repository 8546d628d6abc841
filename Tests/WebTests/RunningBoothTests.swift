import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Web

/// A booth that runs in another process, as `booth run` beside `booth web`.
@Suite(.timeLimit(.minutes(2))) struct RunningBoothTests {
    private func run(_ event: ServedEvent) throws -> Process {
        let booth = Process()
        booth.executableURL = URL(filePath: Programs.folder + "/booth")
        booth.arguments = ["run", "party", "--unattended", "--printer", "none"]
        booth.currentDirectoryURL = URL(filePath: event.path)
        (booth.standardInput, booth.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
        booth.standardError = FileHandle.nullDevice
        try booth.start()
        return booth
    }

    private func status(_ event: ServedEvent, until isMet: (JSONValue) -> Bool) async -> JSONValue {
        while true {
            let status = await event.ask(.get, "/api/status").json
            if isMet(status) { return status }
        }
    }

    @Test func `Commands reach it by its socket, and its refusals come back`() async throws {
        let event = try await ServedEvent(held: 0)
        let booth = try run(event)
        defer { booth.terminate() }
        let waiting = await status(event) { $0[member: "step"]?[member: "step"] == "attract" }
        #expect(waiting[member: "running"] == true && waiting[member: "phase"] == "running", "\(waiting)")
        let refused = await event.ask(.post, "/api/booth/answer", ["value": "yes"])
        #expect(refused.status == 409 && refused.json[member: "reason"] == "notNow", "\(refused)")
        let late = await event.ask(.post, "/api/booth/next", ["at": ["session": "another", "entry": 1]])
        #expect(late.status == 409 && late.json[member: "reason"] == "over", "\(late)")
        let unknown = await event.ask(.post, "/api/booth/next", ["att": [:]])
        #expect(unknown.status == 422 && unknown.error == "request: att: unknown key", "\(unknown)")
        let spoken = await event.ask(.post, "/api/booth/language", ["value": "de"])
        #expect(spoken.status == 200 && spoken.json[member: "language"] == "de", "\(spoken)")
        let silent = await event.ask(.post, "/api/booth/language")
        #expect(silent.status == 422 && silent.error.contains("value"), "\(silent)")
        let strange = await event.ask(.post, "/api/booth/language", ["value": "xx"])
        #expect(strange.status == 409 && strange.error.contains("there are ar, de, en, es, fr, it"), "\(strange)")
        let picture = await event.ask(.post, "/api/booth/retake", ["value": "1"])
        #expect(picture.status == 409 && picture.json[member: "reason"] == "notNow", "\(picture)")
        let begun = await event.ask(.post, "/api/booth/next")
        #expect(begun.status == 200 && begun.json[member: "step"]?[member: "step"] == "countdown", "\(begun)")
        let stopped = await event.ask(.post, "/api/booth/stop")
        #expect(stopped.status == 200 && stopped.json[member: "phase"] == "stopped", "\(stopped)")
        let settings = await event.ask(.get, "/api/event/settings").json
        #expect(settings[member: "running"] == true)
        booth.terminate()
        _ = await status(event) { $0[member: "running"] == false }
        #expect(await event.ask(.post, "/api/booth/start").status == 503)
    }

    @Test func `A folder that vanishes is one clear answer, and the server stays`() async throws {
        let event = try await ServedEvent(sessions: 1)
        #expect(await event.ask(.get, "/api/sessions").status == 200)
        try FileManager.default.moveItem(atPath: event.folder.path, toPath: event.path + "/away")
        for (method, address) in [
            (Route.Method.get, "/api/sessions"), (.get, "/api/sessions/1"), (.get, "/api/event"), (.get, "/api/outbox"),
            (.post, "/api/sessions/1/share"), (.post, "/api/sessions/1/delete"), (.get, "/api/doctor"),
            (.get, "/api/status"),
        ] {
            let answer = await event.ask(method, address)
            #expect(answer.status >= 400 && !answer.error.isEmpty, "\(method) \(address): \(answer)")
            #expect(answer.error.contains("party"), "\(address): \(answer)")
        }
        try FileManager.default.moveItem(atPath: event.path + "/away", toPath: event.folder.path)
        #expect(await event.ask(.get, "/api/sessions").json[member: "total"]?.number == 1)
        #expect(await event.ask(.post, "/api/sessions/1/share").status == 200)
    }
}
