import Actions
import Files
import Foundation
import Outgoing
import Rigs
import Sessions
import Testing

@testable import HTTP
@testable import Web

/// The page behind a link as it is sent elsewhere, beside what the booth itself serves there.
@Suite struct PageElsewhereTests {
    /// The files of a session's page as they lie in a folder, by name.
    private func sent(_ party: Party, _ session: Session) async throws -> [String: [UInt8]] {
        let stick = party.path + "/stick"
        try makeFolder(stick)
        let text =
            #"{"destinations":[{"name":"stick","kind":"folder","path":"\#(stick)"},{"name":"gallery","kind":"pages","through":"stick"}]}"#
        try writeDurably(Array(text.utf8), to: party.folder.path + "/destinations.json")
        let sender = try Installation(program: Programs.folder + "/booth").sender(of: party.record)
        let route = try #require(sender.routes.first { $0.destination == "gallery" })
        try await party.record.queue(session.id)
        while let item = try await party.record.claim([.page], lease: .seconds(60)) {
            let outcome = await route.transport(item)
            #expect(outcome == .done(remote: nil))
            try await party.record.settle(item, outcome)
        }
        let folder = stick + "/" + (session.token ?? "")
        var files: [String: [UInt8]] = [:]
        for name in try entries(ofFolder: folder) { files[name] = try readAll(folder + "/" + name, limit: 1 << 24) }
        return files
    }

    @Test(arguments: [nil, "de"])
    func `It has the same bytes, and nothing that only the booth can do`(language: String?) async throws {
        let party = try Party { event in
            event.destinations = [.page: "gallery"]
            (event.linkBase, event.guestDelete) = ("https://photos.example/s/", .now)
        }
        let session = try await party.session()
        try await party.record.choose(language: language, in: session.id)
        let files = try await sent(party, session)
        let server = try party.server()
        let token = try #require(session.token)
        func served(_ name: String) async throws -> [UInt8] {
            let answer = await server.guests.answer(request("GET", "/s/\(token)/\(name)", host: "photos.example"))
            #expect(answer.status == 200, "\(name)")
            if case .file(let file) = answer.body {
                return Array(try FileHandle(fileDescriptor: file.descriptor).readToEnd() ?? Data())
            }
            return answer.bytes
        }
        let page = String(decoding: try #require(files["index.html"]), as: UTF8.self)
        let own = String(decoding: try await served(""), as: UTF8.self)
        #expect(page.contains("<html lang=\"\(language ?? "en")\""))
        let names = page.matches(of: /(?:href|src)="([^"]+)"/).map { String($0.1) }
        #expect(
            Set(names).union(["index.html"]) == Set(files.keys),
            "all that it names lies beside it, and nothing else does")
        for (name, bytes) in files where name != "index.html" {
            let isSame = try await served(name) == bytes
            #expect(isSame, "\(name)")
        }
        #expect(
            files.keys.contains { $0.hasPrefix("picture-1-") } && files.keys.contains { $0.hasPrefix("original-2-") })
        // What the booth's own page has beyond it: its icon, all in one file, sending it on, and deleting it.
        let links = /<link rel="icon"[^>]*>\n|<p class="more">.*?<\/p>|\n<p><a class="quiet"[^>]*>.*?<\/a><\/p>/
            .dotMatchesNewlines()
        #expect(own.contains("all.zip") && own.contains("\"live\"") && own.contains("\"delete\""))
        #expect(own.replacing(links, with: "") == page)
    }
}
