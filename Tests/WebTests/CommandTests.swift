import Compositor
import Foundation
import HTTP
import Rigs
import Sessions
import Testing
import Work

@testable import Web

/// `booth web` and `booth run --web`, as they are run in a shell.
@Suite struct WebCommandTests {
    private let party: Party
    init() throws { party = try Party() }

    private var environment: [String: String] {
        ["XDG_STATE_HOME": party.path + "/state-home", "CUPS_SERVER": "127.0.0.1:1"]
    }

    private func booth(_ words: String...) async -> Programs.Run {
        let (environment, path) = (environment, party.path)
        return await Programs.blocking {
            Programs.run(Programs.folder + "/booth", words, environment: environment, in: path)
        }
    }

    /// Runs a server until `body` returns; it gets what the server has said.
    private func serving(
        _ words: [String], lines: Int, _ body: ([String]) async throws -> Void
    ) async throws -> Int32 {
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: Programs.folder + "/booth"), words)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(filePath: party.path)
        let pipe = Pipe()
        (process.standardOutput, process.standardError, process.standardInput) = (pipe, pipe, FileHandle.nullDevice)
        try process.start()
        let said = await offPool {
            var said = ""
            while said.count(where: { $0 == "\n" }) < lines {
                let data = pipe.fileHandleForReading.availableData
                guard !data.isEmpty else { break }
                said += String(decoding: data, as: UTF8.self)
            }
            return said
        }
        do { try await body(said.split(separator: "\n").map(String.init)) } catch {
            process.terminate()
            throw error
        }
        process.terminate()
        await offPool { process.waitUntilExit() }
        return process.terminationStatus
    }

    private func address(_ line: String) throws -> Address {
        let match = try #require(line.firstMatch(of: /https?:\/\/([0-9.]+:[0-9]+)/), "\(line)")
        return try Address(parsing: String(match.1))
    }

    @Test func `Each listener is said in a line, and a link logs one browser in`() async throws {
        let session = try await party.session()
        let status = try await serving(["web", "party", "--web", "0", "--share", "0"], lines: 2) { lines in
            #expect(lines[0].hasPrefix("operators: http://127.0.0.1:"), "\(lines)")
            #expect(lines[0].hasSuffix("/ (log in: booth web login party)"), "\(lines)")
            #expect(lines[1].hasPrefix("guests: http://127.0.0.1:") && lines[1].hasSuffix("/s/"), "\(lines)")
            let (operators, guests) = (try address(lines[0]), try address(lines[1]))
            #expect(try await RawClient.get(operators, "/api/status").status == 401)
            #expect(try await RawClient.get(guests, "/s/\(session.token!)/").status == 200)
            let login = await booth("web", "login", "party")
            let link = try #require(login.out.split(separator: "\n").first.map(String.init))
            #expect(login.status == 0 && link.hasPrefix("http://\(operators)/login/"), "\(login)")
            #expect(login.out.contains(try QRCode(content: link, correction: .low).blocks()))
            let path = String(link.dropFirst("http://\(operators)".count))
            let first = try await RawClient.get(operators, path)
            #expect(first.status == 200 && first.head.contains("Set-Cookie: boothkit_operator="))
            #expect(try await RawClient.get(operators, path).status == 403)
            // A second server on the port.
            let taken = await booth("web", "party", "--web", "\(operators.port)")
            #expect(taken.status == 73, "\(taken)")
            #expect(
                taken.said
                    == "booth: \(operators): another program listens there already; choose another port, or 0 for a free one\n"
            )
        }
        #expect(status == SIGTERM)
        let none = await booth("web", "login", "party")
        #expect(none.status == 69 && none.said.contains("party: nobody serves its pages"), "\(none)")
    }

    @Test func `In a network operators are spoken to by TLS, or stand behind a proxy`() async throws {
        _ = try await serving(["web", "party", "--web", "0.0.0.0:0"], lines: 2) { lines in
            #expect(lines[0].hasPrefix("operators: https://"), "\(lines)")
            let fingerprint = lines[1].firstMatch(of: /fingerprint: (([0-9A-F]{2}:){31}[0-9A-F]{2})$/)
            #expect(fingerprint != nil, "\(lines)")
            let port = try #require(lines[0].firstMatch(of: /:([0-9]+)\//)).1
            let run = await Programs.blocking {
                Programs.run("/bin/sh", ["-c", "curl -sk https://127.0.0.1:\(port)/api/status"])
            }
            #expect(run.out.contains("you are not logged in"), "\(run)")
        }
        _ = try await serving(["web", "party", "--web", "0", "--share", "0.0.0.0:0"], lines: 2) { lines in
            #expect(
                lines[1].hasPrefix("guests: http://") && !lines[1].contains("0.0.0.0"), "nobody can open that: \(lines)"
            )
        }
        _ = try await serving(["web", "party", "--web", "0.0.0.0:0", "--host", "booth.example"], lines: 1) { lines in
            #expect(lines[0].hasPrefix("operators: https://booth.example/, which is to lead to 0.0.0.0:"), "\(lines)")
            let login = await booth("web", "login", "party")
            #expect(login.out.hasPrefix("https://booth.example/login/"), "\(login)")
        }
    }

    @Test(
        arguments: [
            (["web", "party"], Int32(64), "say --web PORT, --share PORT or both"),
            (["web"], 64, "name the folder of an event"),
            (["web", "party", "--web", "house"], 64, "\"house\": no address to listen at; write PORT or HOST:PORT"),
            (["web", "party", "--web", "0", "--tls", "one"], 64, "--tls: expected CERT,KEY"),
            (["web", "party", "--web", "0", "--tls", "one,two"], 78, "one: cannot be used for TLS (no such file"),
            (["web", "party", "party", "--web", "0"], 64, "party: the same event as party; name each event once"),
            (["web", "nothing", "--web", "0"], 66, "nothing: no event"),
            (["web", "party", "--web", "192.0.2.1:0"], 78, "192.0.2.1:0: this machine has no such address"),
            (["web", "login"], 64, "name the event"),
            (["run", "party", "--host", "booth.example"], 64, "--tls and --host are about --web"),
        ])
    func `What cannot be is said in one line`(words: [String], status: Int32, said: String) async throws {
        let (environment, path) = (environment, party.path)
        let run = await Programs.blocking {
            Programs.run(Programs.folder + "/booth", words, environment: environment, in: path)
        }
        #expect(run.status == status && run.said.contains(said), "\(run)")
    }

    @Test func `Several events stand under their ids, with a list`() async throws {
        _ = await booth("event", "new", "other", "--name", "Other", "--layout", "strip")
        let (one, other) = (party.record.event.id, try Event(in: EventFolder(party.path + "/other")).id)
        _ = try await serving(["web", "party", "other", "--web", "0"], lines: 1) { lines in
            let place = try address(lines[0])
            let link = try #require(await booth("web", "login", "other").out.split(separator: "\n").first)
            let path = String(link.dropFirst("http://\(place)".count))
            let login = try await RawClient.get(place, path)
            let cookie = try #require(login.head.firstMatch(of: /Set-Cookie: ([^;]+)/)).1
            for id in [one, other] {
                let answer = try await RawClient.get(place, "/e/\(id)/api/sessions", "Cookie: \(cookie)\r\n")
                #expect(answer.status == 200 && answer.body.contains("\"sessions\":[]"), "\(answer)")
            }
            #expect(try await RawClient.get(place, "/api/sessions", "Cookie: \(cookie)\r\n").status == 404)
            #expect(try await RawClient.get(place, "/e/nothing/api/sessions", "Cookie: \(cookie)\r\n").status == 404)
            #expect(try await RawClient.get(place, "/e/", "Cookie: \(cookie)\r\n").status == 200)
            #expect(try await RawClient.get(place, "/").head.contains("Location: /e/"))
        }
    }

    @Test func `A duplicate is served at once beside others, and else it is said how`() async throws {
        _ = await booth("event", "new", "other", "--name", "Other", "--layout", "strip")
        let one = party.record.event.id
        func duplicate(_ place: Address, _ base: String, _ cookie: Substring, _ folder: String) async throws -> String {
            let body = "{\"name\":\"Next\",\"folder\":\"\(folder)\"}"
            return try await RawClient.ask(
                place,
                "POST \(base)/api/event/duplicate HTTP/1.1\r\nHost: \(place)\r\nOrigin: http://\(place)\r\nX-Booth: 1\r\n"
                    + "Content-Type: application/json\r\nCookie: \(cookie)\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            ).body
        }
        func logIn(_ place: Address) async throws -> Substring {
            let link = try #require(await booth("web", "login", "party").out.split(separator: "\n").first)
            let login = try await RawClient.get(place, String(link.dropFirst("http://\(place)".count)))
            return try #require(login.head.firstMatch(of: /Set-Cookie: ([^;]+)/)).1
        }
        _ = try await serving(["web", "party", "other", "--web", "0", "--share", "0"], lines: 2) { lines in
            let place = try address(lines[0])
            let cookie = try await logIn(place)
            let made = try await duplicate(place, "/e/\(one)", cookie, "next")
            #expect(made.contains("\"served\":true"), "\(made)")
            let id = try #require(made.firstMatch(of: /"id":"([^"]+)"/)).1
            let listed = try await RawClient.get(place, "/api/served", "Cookie: \(cookie)\r\n")
            #expect(listed.body.contains("\"name\":\"Next\""), "\(listed)")
            let sessions = try await RawClient.get(place, "/e/\(id)/api/sessions", "Cookie: \(cookie)\r\n")
            #expect(sessions.status == 200, "\(sessions)")
            #expect(await booth("web", "login", "next").out.hasPrefix("http://\(place)/login/"))
        }
        _ = try await serving(["web", "party", "--web", "0"], lines: 1) { lines in
            let place = try address(lines[0])
            let made = try await duplicate(place, "", try await logIn(place), "later")
            #expect(made.contains("\"served\":false") && made.contains("booth web"), "\(made)")
        }
    }

    @Test func `A booth serves its own event, and nothing listens unless it is told to`() async throws {
        _ = await booth("event", "add-layout", "party", "strip")
        let words = ["run", "party", "--unattended", "--printer", "none", "--web", "0", "--share", "0"]
        _ = try await serving(words, lines: 4) { lines in
            let operators = try #require(lines.first { $0.contains("operators: ") })
            let place = try address(operators)
            let link = try #require(await booth("web", "login", "party").out.split(separator: "\n").first)
            let login = try await RawClient.get(place, String(link.dropFirst("http://\(place)".count)))
            let cookie = try #require(login.head.firstMatch(of: /Set-Cookie: ([^;]+)/)).1
            let state = try await RawClient.get(place, "/api/status", "Cookie: \(cookie)\r\n")
            #expect(state.status == 200 && state.body.contains("\"running\":true"), "\(state)")
            // The port of the guests' pages is known only once they are served.
            let guests = try address(try #require(lines.first { $0.contains("guests: ") }))
            var view = try await RawClient.get(place, "/api/state").body
            while !view.contains("\"session\":{") { view = try await RawClient.get(place, "/api/state").body }
            #expect(view.contains("\"linkReach\":\"here\""), "\(view)")
            #expect(view.contains("http://\(guests)/s/"), "\(view)")
        }
    }
}
