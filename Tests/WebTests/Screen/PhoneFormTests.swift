import Engine
import HTTP
import Rigs
import Sessions
import StrictJSON
import Testing

@testable import Web

/// The question in hand, answered on a guest's own phone.
@Suite struct PhoneFormTests {
    static let steps =
        #"{"step":"attract"},{"step":"email"},{"step":"survey","key":"table","choices":["near","far"]},{"step":"countdown"},{"step":"capture"},{"step":"save"}"#

    /// As a phone sends it.
    private func phone(
        _ booth: OpenBooth, _ method: String, _ target: String, body: String = "", _ more: Headers = Headers()
    ) async -> Answer {
        await booth.server.guests.answer(request(method, target, body: body, host: "192.168.1.5:8081", more))
    }

    /// The address that the code on the screen stands for.
    private func address(_ booth: OpenBooth) async throws -> String {
        booth.server.welcome(phones: "http://192.168.1.5:8081")
        #expect(await booth.get("/api/codes/form").status == 200)
        let place = try #require(booth.engine.view.now.place)
        return "/f/" + booth.site.questions.token(for: place)
    }

    private func asked(_ body: @escaping (OpenBooth) async throws -> Void) async throws {
        try await OpenBooth(Self.steps).run { booth in
            try await booth.until(step: "attract")
            #expect(await booth.command("next").status == 200)
            try await booth.until("a question") { $0.step?.asks == true }
            try await body(booth)
        }
    }

    @Test func `The phone answers by a form without a script, and the booth goes on`() async throws {
        try await asked { booth in
            let address = try await address(booth)
            let page = await phone(booth, "GET", address)
            #expect(page.status == 200 && page.text.contains("type=\"email\"") && !page.text.contains("<script"))
            #expect(page.headers["Content-Security-Policy"]?.contains("script-src 'none'") == true)
            let bad = await phone(booth, "POST", address, body: "answer=anna+%26+co")
            #expect(bad.status == 422 && bad.text.contains("that is no email address"), "\(bad.text)")
            #expect(bad.text.contains("value=\"anna &amp; co\""))
            let good = await phone(booth, "POST", address, body: "answer=anna%40example.org", ["Origin": "null"])
            #expect(good.status == 200 && good.text.contains("Thank you"), "\(good.text)")
            try await booth.until("the next question") { $0.step?.word == "survey" && $0.step?.asks == true }
            for method in ["GET", "POST"] {
                let late = await phone(booth, method, address, body: "answer=eve%40example.org")
                #expect(late.status == 404 && late.text.contains("This question is over"), "\(late.text)")
            }
            let session = try await booth.engine.record.session(booth.engine.view.now.session?.id ?? "")
            #expect(session.inputs.map(\.value) == ["anna@example.org"])
        }
    }

    @Test func `Choices are buttons, and each question has an address of its own`() async throws {
        try await asked { booth in
            let first = try await address(booth)
            #expect(await booth.command("next").status == 200)
            try await booth.until("the next question") { $0.step?.word == "survey" && $0.step?.asks == true }
            let second = try await address(booth)
            #expect(first != second && second.count == "/f/".count + 22)
            #expect(await phone(booth, "GET", first).status == 404)
            let page = await phone(booth, "GET", second)
            #expect(
                page.text.contains("<button class=\"save\" name=\"answer\" value=\"far\">far</button>"), "\(page.text)")
            #expect(await phone(booth, "POST", second, body: "answer=far").status == 200)
            try await booth.until("the countdown") { $0.step?.word == "countdown" }
        }
    }

    @Test func `Another site's form, a wrong link and a wrong method change nothing`() async throws {
        try await asked { booth in
            let address = try await address(booth)
            let before = booth.engine.view.now.step
            let foreign = await phone(
                booth, "POST", address, body: "answer=a%40b.example", ["Origin": "http://evil.example"])
            #expect(foreign.status == 403)
            #expect(await phone(booth, "POST", address, body: "reply=a%40b.example").status == 403)
            #expect(await phone(booth, "POST", address, body: "answer=%ff").status == 403)
            #expect(await phone(booth, "DELETE", address).status == 405)
            #expect(await phone(booth, "GET", address + "/x").status == 404)
            #expect(booth.engine.view.now.step?.entry == before?.entry && booth.engine.view.now.step?.word == "email")
            for attempt in 1...21 {
                let miss = await phone(booth, "GET", "/f/" + String(repeating: "a", count: 22))
                #expect(miss.status == (attempt <= 20 ? 404 : 429), "\(attempt)")
            }
            // Others of the same network are not to suffer.
            #expect(await phone(booth, "GET", address).status == 200)
        }
    }

    @Test func `Without guests' listener, or a question that phones answer, there is no code`() async throws {
        try await asked { booth in
            #expect(await booth.get("/api/codes/form").status == 404)
            _ = try await address(booth)
            #expect(await booth.command("stop").status == 200)
            #expect(await booth.get("/api/codes/form").status == 404)
        }
    }
}
