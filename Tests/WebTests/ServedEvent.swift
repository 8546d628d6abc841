import Actions
import Files
import Foundation
import Rigs
import Sessions
import StrictJSON

@testable import Web

/// An event as a server has it, with sessions that a booth has held on test pictures; gone when the test is.
final class ServedEvent: Sendable {
    let path: String
    let site: EventSite
    var folder: EventFolder { EventFolder(path + "/party") }

    /// A print server that is not there, whatever the machine has.
    private static let noServer = ["CUPS_SERVER": "127.0.0.1:1"]
    private static let installation = Installation(program: Programs.folder + "/booth")

    /// With sessions that have a capture and a FinalPhoto, which nobody has composed.
    convenience init(sessions: Int) async throws {
        try await self.init { folder in
            let record = try EventRecord(folder)
            for seed in 1...max(1, sessions) where seed <= sessions { try await record.visit(seed) }
            try await record.saveHistory()
        }
    }

    /// With sessions that a booth has held on test pictures, so that they can be made again and printed.
    convenience init(held sessions: Int) async throws {
        try await self.init { folder in
            guard sessions > 0 else { return }
            let words = [
                "run", folder.path, "--unattended", "--sessions", "\(sessions)", "--pace", "1000", "--printer", "none",
            ]
            let run = await Programs.blocking {
                Programs.run(Programs.folder + "/booth", words, environment: Self.noServer)
            }
            guard run.status == 0 else { throw APIError(status: 500, "\(run)") }
        }
    }

    private init(_ fill: (EventFolder) async throws -> Void) async throws {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm")
        let root = memory ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory
        path = root.appending(path: "web-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        (event.reserve, event.linkBase) = (0, "https://photos.example/s/")
        event.destinations[.print] = "file:\(path)/printed"
        let folder = EventFolder(path + "/party")
        _ = try await EventEditor(folder, Self.installation).found(event, .standard, layouts: ["single-frame"])
        try await fill(folder)
        site = try EventSite(folder, Self.installation)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What the route of the table answers, errors included.
    func ask(
        _ method: Route.Method, _ address: String, _ body: JSONValue? = nil, ifMatch: String? = nil
    ) async -> APIAnswer {
        let sides = address.split(separator: "?", maxSplits: 1).map(String.init)
        let parts = sides[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var query: [String: String] = [:]
        for pair in sides.dropFirst().first?.split(separator: "&") ?? [] {
            let both = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            query[both[0]] = both.count > 1 ? both[1].removingPercentEncoding : ""
        }
        for route in Route.api where route.method == method {
            guard let places = route.places(in: parts), case .api(let work) = route.work else { continue }
            do {
                return try await work(
                    APIRequest(path: places, query: query, body: body, ifMatch: ifMatch), site)
            } catch { return APIError(error).answer }
        }
        return APIError(status: 404, "no route \(method.rawValue) \(address)").answer
    }

    /// Waits until the job has ended that an answer tells of.
    func ended(_ answer: APIAnswer) async throws -> JSONValue {
        guard answer.status == 202, case .string(let id)? = answer.json[member: "job"] else {
            throw APIError(status: answer.status, answer.text)
        }
        _ = await site.jobs.end(of: id)
        return await ask(.get, "/api/jobs/\(id)").json
    }

    func names(_ shelf: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + shelf)) ?? [])
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.path + "/" + name) }
}

extension APIAnswer {
    var json: JSONValue { (try? JSONValue(parsing: Array(text.utf8), document: "answer")) ?? .null }
    var error: String { json[member: "error"]?.text ?? "" }
}

extension JSONValue {
    var rows: [JSONValue] { if case .array(let rows) = self { rows } else { [] } }
    var text: String? { if case .string(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let number) = self { Int(number) } else { nil } }
}

extension EventRecord {
    /// A whole visit.
    fileprivate nonisolated func visit(_ seed: Int) async throws {
        var plan = SessionPlan(workflow: .standard)
        (plan.layout, plan.slots) = ("single-frame", 1)
        let session = try await start(plan)
        let capture = NewCapture(bytes: try Party.picture(seed * 40), fileExtension: "jpg", source: "test")
        _ = try await keep(capture, in: session.id)
        let jpeg = try Party.picture(seed * 40 + 20)
        let path = "FinalPhoto/\(EventFolder.prefix(seed))single-frame-\(ContentHash(of: jpeg).prefix8).jpg"
        try writeDurably(jpeg, to: folder.path + "/" + path)
        let final = Rendition(
            .final, at: path, sha256: ContentHash(of: jpeg).description, bytes: jpeg.count, parameters: "{}")
        _ = try await end(.stop)
        _ = try await add(final, to: session.id)
    }
}
