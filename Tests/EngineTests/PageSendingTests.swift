import Files
import Foundation
import Outgoing
import Pages
import Rigs
import Sessions
import Testing
import Work

@testable import Capture
@testable import Engine

/// Pages behind links, as they are sent to where others serve them.
@Suite struct PageSendingTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    /// An attempt that was cut off may have left a part of the page there.
    @Test(arguments: [1, 2])
    func `A page whose link was taken back is not sent, and what may be there of it goes`(attempts: Int) async throws {
        let engine = try rig.sending({ $0.destinations = [.page: "gallery"] }, rig.stick, rig.gallery)
        let record = engine.record
        let sender = engine.context.sender
        let route = try #require(sender.routes.first { $0.destination == "gallery" })
        let session = try await record.start(.init(workflow: Workflow(in: rig.folder)))
        try await record.queue(session.id, upTo: .pages)
        var item = try #require(try await record.claim([.page], lease: .seconds(60)))
        _ = try await record.share(session.id, revoking: true)
        func removals() async throws -> Int {
            try await record.outbox(limit: 1_000).count { $0.item.kind == .removal && $0.item.subject == item.subject }
        }
        let before = try await removals()
        item.attempts = attempts
        #expect(await route.transport(item) == .refused("its link leads nowhere now"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: rig.path + "/stick") == [".keep"])
        #expect(try await removals() == before + attempts - 1)
    }

    @Test func `A change of the words is in the pages that follow`() async throws {
        let engine = try rig.sending({ $0.destinations = [.page: "gallery"] }, rig.stick, rig.gallery)
        let sender = engine.context.sender
        let route = try #require(sender.routes.first { $0.destination == "gallery" })
        let record = engine.record
        let session = try await record.start(.init(workflow: Workflow(in: rig.folder)))
        try await record.queue(session.id, upTo: .pages)
        let item = try #require(try await record.claim([.page], lease: .seconds(60)))
        func page() throws -> String {
            try String(contentsOfFile: "\(rig.path)/stick/\(item.subject)/index.html", encoding: .utf8)
        }
        _ = await route.transport(item)
        #expect(try !page().contains("Come back soon"))
        engine.context.spoken.take(
            try Words(
                locale: "en", in: SearchPath([Programs.root + "/web/text"]), own: ["gallery.waiting": "Come back soon"])
        )
        _ = await route.transport(item)
        #expect(try page().contains("Come back soon"))
    }

    /// Both parts of a page, claimed: the pictures, and all of it.
    private func parts(_ engine: Engine) async throws -> (pictures: OutboxItem, all: OutboxItem) {
        let record = engine.record
        let session = try await record.start(.init(workflow: Workflow(in: rig.folder)))
        let picture = NewCapture(
            bytes: try TestPictures.all[0].contents(), fileExtension: "jpg", source: "test camera")
        _ = try await record.keep(picture, in: session.id)
        try await record.queue(session.id, upTo: .pages)
        let first = try #require(try await record.claim([.page], lease: .seconds(60)))
        _ = try await record.end(.restart, queues: true)
        let second = try #require(try await record.claim([.page], lease: .seconds(60)))
        let third = try #require(try await record.claim([.page], lease: .seconds(60)))
        let all = try #require([second, third].first { $0.hasOriginals })
        #expect(!first.hasOriginals)
        return (first, all)
    }

    /// An attempt that was cut off is made again, and then both go at once.
    @Test(arguments: ["together", "afterwards", "by another sender"])
    func `A part of a page that all of it has overtaken does not make it less`(order: String) async throws {
        let engine = try rig.sending({ $0.destinations = [.page: "gallery"] }, rig.stick, rig.gallery)
        let (pictures, all) = try await parts(engine)
        func route(_ engine: Engine) throws -> OutboxRoute {
            try #require(engine.context.sender.routes.first { $0.destination == "gallery" })
        }
        let first = try route(engine)
        if order == "together" {
            async let one = first.transport(all)
            async let other = first.transport(pictures)
            _ = await (one, other)
        } else {
            let outcome = await first.transport(all)
            _ = try await engine.record.settle(all, outcome)
            _ = await (order == "afterwards" ? first : try route(rig.engine(Rig.asking, alter: rig.places))).transport(
                pictures)
        }
        let folder = "\(rig.path)/stick/\(pictures.subject)"
        let page = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
        #expect(!page.contains("http-equiv=\"refresh\"") && page.contains("original-1"), "\(page)")
    }

    @Test func `A page is in the language that its guest has chosen, and in the colours of the event`() async throws {
        let engine = try rig.sending(
            { ($0.destinations, $0.theme.name) = ([.page: "gallery"], "midnight") }, rig.stick, rig.gallery)
        let sender = engine.context.sender
        let route = try #require(sender.routes.first { $0.destination == "gallery" })
        let record = engine.record
        let session = try await record.start(.init(workflow: Workflow(in: rig.folder)))
        try await record.choose(language: "de", in: session.id)
        try await record.queue(session.id, upTo: .pages)
        let item = try #require(try await record.claim([.page], lease: .seconds(60)))
        _ = await route.transport(item)
        let folder = "\(rig.path)/stick/\(item.subject)"
        let page = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
        #expect(page.contains("<html lang=\"de\">") && page.contains("Eure Bilder"))
        #expect(try String(contentsOfFile: folder + "/page.css", encoding: .utf8).contains("--ground: #0e1533"))
    }
}
