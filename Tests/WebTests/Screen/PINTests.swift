import Engine
import Files
import Glibc
import HTTP
import Rigs
import StrictJSON
import Testing

@testable import Web

/// The operator at the guests' screen.
@Suite struct PINTests {
    @Test func `The right PIN lets this browser in until it is closed`() async throws {
        let booth = try OpenBooth()
        try OperatorPIN(folder: booth.path + "/settings").set("2468")
        let answer = await booth.post("/api/pin", ["pin": "2468"])
        let field = try #require(answer.headers["Set-Cookie"])
        #expect(answer.status == 204 && field.contains("; HttpOnly") && field.contains("; SameSite=Strict"))
        #expect(!field.contains("Max-Age") && !field.contains("Expires"))
        let value = String(field.dropFirst("boothkit_operator=".count).prefix { $0 != ";" })
        #expect(await booth.server.answer(request("GET", "/api/sessions", cookie: value)).status == 200)
    }

    @Test func `Five wrong ones close the door for half a minute, for the right one too`() async throws {
        let booth = try OpenBooth()
        try OperatorPIN(folder: booth.path + "/settings").set("2468")
        for wrong in ["1234", "246", "24680", "", "2468 "] {
            let answer = await booth.post("/api/pin", ["pin": .string(wrong)])
            #expect(answer.status == 403 && answer.headers["Set-Cookie"] == nil, "\(wrong)")
        }
        let closed = await booth.post("/api/pin", ["pin": "2468"])
        #expect(closed.status == 429 && closed.headers["Retry-After"] == "30", "\(closed.text)")
        booth.time.advance(by: .seconds(29))
        #expect(await booth.post("/api/pin", ["pin": "2468"]).status == 429)
        booth.time.advance(by: .seconds(2))
        #expect(await booth.post("/api/pin", ["pin": "2468"]).status == 204)
    }

    @Test func `Many who try at once have five attempts in all`() async throws {
        let booth = try OpenBooth()
        try OperatorPIN(folder: booth.path + "/settings").set("2468")
        let statuses = await withTaskGroup(of: Int.self) { group in
            for digits in 1_000..<1_012 {
                group.addTask { await booth.post("/api/pin", ["pin": .string("\(digits)")]).status }
            }
            return await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [403: 5, 429: 7])
    }

    @Test func `Without a PIN nobody is let in, and a damaged one lets nobody in`() async throws {
        let booth = try OpenBooth()
        #expect(await booth.post("/api/pin", ["pin": ""]).status == 403)
        try makeFolder(booth.path + "/settings")
        try booth.put("2468\n", at: "settings/pin")
        let answer = await booth.post("/api/pin", ["pin": "2468"])
        #expect(answer.status == 403 && answer.json[member: "remedy"] == "booth web pin sets one", "\(answer.text)")
    }

    @Test(arguments: [("2468\\n", Int32(0)), ("12\\n", 64), ("", 64)])
    func `A command sets it, also by a pipe`(typed: String, status: Int32) async throws {
        let booth = try OpenBooth()
        let set = await Programs.blocking {
            Programs.run(
                "/bin/sh", ["-c", "printf '\(typed)' | '\(Programs.folder)/booth' web pin"],
                environment: ["XDG_CONFIG_HOME": booth.path])
        }
        #expect(set.status == status, "\(set)")
        let pin = OperatorPIN(folder: booth.path + "/boothkit")
        #expect(pin.matches("2468") == (status == 0 ? true : nil))
        #expect(!set.said.contains("2468") && !set.out.contains("2468"))
    }

    @Test func `What lies on the disk is a hash that only this user may read`() throws {
        let booth = try OpenBooth()
        let pin = OperatorPIN(folder: booth.path + "/settings")
        for wrong in ["123", "1234567890123", "12a4", "", "١٢٣٤", " 1234"] {
            #expect(throws: PINError.notDigits, "\(wrong)") { try pin.set(wrong) }
        }
        #expect(access(pin.path, F_OK) != 0)
        try pin.set("24680")
        let first = try readAll(pin.path, limit: 1_000)
        #expect(!String(decoding: first, as: UTF8.self).contains("24680"))
        var facts = stat()
        #expect(stat(pin.path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(pin.matches("24680") == true && pin.matches("24681") == false)
        try pin.set("24680")
        // Another salt.
        #expect(try readAll(pin.path, limit: 1_000) != first)
    }
}
