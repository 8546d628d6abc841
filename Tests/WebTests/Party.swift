import Actions
import Files
import Foundation
import Glibc
import HTTP
import Imaging
import Rigs
import Sessions
import StrictJSON
import Work

@testable import Web

/// An event that is served, with sessions whose guests have their pictures. Gone when the test is.
final class Party: Sendable {
    static let memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    let path = "\(Party.memory)/web-tests-\(UInt64.random(in: 0 ... .max))"
    let time = ManualTime()
    let record: EventRecord
    var folder: EventFolder { EventFolder(path + "/party") }

    init(_ change: (inout Event) -> Void = { _ in }) throws {
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        event.reserve = 0
        change(&event)
        try makeFolder(path)
        record = try EventRecord.create(event, workflow: .standard, in: EventFolder(path + "/party"))
    }

    deinit { removeTree(path) }

    var options: WebServer.Options {
        let root = Programs.root
        var options = WebServer.Options(
            state: path + "/state", settings: path + "/settings", pages: SearchPath([root + "/web"]),
            texts: SearchPath([root + "/web/text"]))
        options.time = time.source
        return options
    }

    func site() throws -> EventSite {
        try EventSite(folder, Installation(program: Programs.folder + "/booth"), time: time.source)
    }

    func server(_ change: (inout WebServer.Options) -> Void = { _ in }) throws -> WebServer {
        var options = options
        change(&options)
        return WebServer([try site()], options: options)
    }

    /// A finished session with two captures and its FinalPhoto.
    @discardableResult
    func session(table: String = "12", in given: EventRecord? = nil) async throws -> Session {
        let record = given ?? record
        var plan = SessionPlan(workflow: .standard)
        (plan.layout, plan.slots) = ("strip", 2)
        let session = try await record.start(plan)
        for seed in 1...2 {
            let jpeg = try Self.picture(seed * 40)
            _ = try await record.keep(NewCapture(bytes: jpeg, fileExtension: "jpg", source: "test"), in: session.id)
        }
        _ = try await record.keep(.survey, name: "table", value: table, in: session.id)
        let jpeg = try Self.picture(200)
        let hash = ContentHash(of: jpeg)
        let number = try await record.session(session.id).number ?? 0
        let path = "FinalPhoto/\(EventFolder.prefix(number))strip-\(hash.prefix8).jpg"
        try writeDurably(jpeg, to: folder.path + "/" + path)
        let final = Rendition(
            .final, at: path, sha256: hash.description, bytes: jpeg.count, parameters: "{\"layout\":\"strip\"}")
        _ = try await record.end(.stop)
        _ = try await record.add(final, to: session.id)
        return try await record.session(session.id)
    }

    static func picture(_ grey: Int) throws -> [UInt8] {
        let image = try Image(width: 600, height: 400, bands: 3) { pixels in
            for index in 0..<pixels.count { pixels[index] = UInt8(truncatingIfNeeded: grey + index / 7_200) }
        }
        return try image.encoded(as: .jpeg, metadata: Metadata())
    }
}

/// A request as a browser sends it that shows the booth's own page.
func request(
    _ method: String, _ target: String, cookie: String? = nil, body: String = "", host: String? = "127.0.0.1:8080",
    _ more: Headers = Headers()
) -> Request {
    let place = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = place[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
        $0.removingPercentEncoding ?? ""
    }
    var headers = more
    if let host { headers["Host"] = host }
    if let cookie { headers["Cookie"] = "other=1; boothkit_operator=\(cookie)" }
    var query: [String: String] = [:]
    for pair in (place.count > 1 ? place[1] : "").split(separator: "&") {
        let sides = pair.split(separator: "=", maxSplits: 1)
        query[String(sides[0])] = sides.count > 1 ? String(sides[1]) : ""
    }
    return Request(
        method, path: path, query: query, headers: headers, body: Array(body.utf8),
        local: Address(host: "127.0.0.1", port: 8080))
}

/// What the booth's own pages send with a change.
let changing: Headers = ["Content-Type": "application/json", "X-Booth": "1", "Origin": "http://127.0.0.1:8080"]

extension WebServer {
    /// The cookie of an operator who has logged in.
    func login() throws -> String { try secret.value() }
}

extension Answer {
    var bytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
