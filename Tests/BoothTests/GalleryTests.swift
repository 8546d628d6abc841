import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@Suite struct GalleryTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    private func held(_ sessions: Int) async throws -> [String] {
        try await desk.found("--locale", "de-AT", "--link-base", "https://photos.example/s/")
        try await desk.hold(sessions)
        return try json(await desk.booth("sessions", "export", "party", "--gallery", "pages", "--json")).rows
            .compactMap { $0[member: "token"]?.text }
    }

    @Test func `Each link has a page in the event's language`() async throws {
        let tokens = try await held(2)
        #expect(tokens.count == 2 && desk.names("pages") == (tokens + ["icon.svg", "index.html", "page.css"]).sorted())
        let html = try desk.text("pages/\(tokens[0])/index.html")
        #expect(html.contains("<html lang=\"de\">") && html.contains(">Speichern</a>"))
        let record = try EventRecord(desk.event)
        let picture = try #require(try await record.session(number: 1).guestsPicture)
        let name = "picture-1-\(picture.sha256!.prefix(8)).jpg"
        #expect(try desk.bytes("pages/\(tokens[0])/\(name)") == desk.bytes("party/" + picture.path!))
        let again = await desk.booth("sessions", "export", "party", "--gallery", "pages")
        #expect(again.status == 0 && again.out.hasPrefix("pages: 2 pages, 8 files\n"), "\(again)")
        #expect(again.out.contains("copy it to where https://photos.example/s/ leads: rsync -a pages/"), "\(again)")
    }

    @Test func `Pages of links that ended and of guests who were deleted go`() async throws {
        let tokens = try await held(3)
        #expect(await desk.booth("sessions", "delete", "party", "1").status == 0)
        #expect(await desk.booth("sessions", "share", "party", "2", "--revoke").status == 0)
        let again = await desk.booth("sessions", "export", "party", "--gallery", "pages")
        #expect(again.out.contains("2 pages of links that are good no more removed; copy with --delete"), "\(again)")
        #expect(!desk.isThere("pages/" + tokens[0]) && !desk.isThere("pages/" + tokens[1]))
        #expect(desk.isThere("pages/" + tokens[2]) && desk.names("pages").count == 5)
    }

    @Test func `A file that is missing costs its session's page only`() async throws {
        _ = try await held(2)
        let capture = try #require(desk.names("party/Captures").first)
        try FileManager.default.removeItem(atPath: desk.path + "/party/Captures/" + capture)
        let failed = await desk.booth("sessions", "export", "party", "--gallery", "other")
        #expect(failed.status == 1, "\(failed)")
        #expect(failed.said.contains("booth: #1: party/Captures/\(capture): no such file"), "\(failed)")
        #expect(failed.out.hasPrefix("other: 1 page, 4 files"), "\(failed)")
    }

    @Test func `What cannot be is refused`() async throws {
        try await desk.found()
        let both = await desk.booth("sessions", "export", "party", "--gallery", "pages", "--contacts")
        #expect(both.status == 64 && both.said.contains("none of the options of a file"), "\(both)")
        let neither = await desk.booth("sessions", "export", "party")
        #expect(neither.status == 64 && neither.said.contains("-o FILE or --gallery DIR is needed"), "\(neither)")
        try desk.put("x", at: "file")
        let file = await desk.booth("sessions", "export", "party", "--gallery", "file")
        #expect(file.status == 73 && file.said.contains("file: cannot be created"), "\(file)")
        let nowhere = await desk.booth("sessions", "export", "party", "--gallery", "pages")
        #expect(nowhere.status == 0 && nowhere.said.contains("booth event set party linkBase"), "\(nowhere)")
    }

    @Test func `Links that nothing serves are said, and a destination without a sender is refused`() async throws {
        let made = await desk.booth("event", "new", "a", "--name", "x", "--link-base", "https://photos.example/s/")
        #expect(made.status == 0 && made.said.contains("which this booth does not serve"), "\(made)")
        try await desk.found()
        let run = await desk.booth(
            "run", "party", "--unattended", "--sessions", "1", "--pace", "1000", "--printer", "none")
        #expect(run.status == 0 && !run.said.contains("does not serve"), "\(run)")
        let text = try desk.text("party/event.json")
        try desk.put(
            text.replacing("\"destinations\": {}", with: "\"destinations\": {\"email\": \"relay\"}"),
            at: "party/event.json")
        let refused = await desk.booth("run", "party", "--unattended", "--sessions", "1")
        #expect(refused.status == 78 && refused.said.contains("nothing sends emails to \"relay\""), "\(refused)")
        let examined = await desk.booth("doctor", "party")
        #expect(examined.status == 1 && examined.out.contains("FAILURE  destinations"), "\(examined)")
        // What is in the event can be looked at all the same, and it is put right by one command.
        #expect(await desk.booth("sessions", "list", "party").status == 0)
        #expect(await desk.booth("event", "set", "party", "destinations.email", "").status == 0)
        #expect(await desk.booth("run", "party", "--unattended", "--sessions", "1", "--pace", "1000").status == 0)
    }
}
