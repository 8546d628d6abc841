import Foundation
import Testing

@testable import Sessions

/// What a printer `file:DIR` has made is the event's own.
@Suite struct PrintedFolderTests {
    let scratch: Scratch
    /// Outside of the event.
    let elsewhere: Scratch
    init() throws { (scratch, elsewhere) = (try Scratch(), try Scratch()) }

    /// A session with a print that came out into `folder`, and its file.
    private func printed(
        _ seed: Int, by record: EventRecord, into destination: String, at place: String? = nil
    ) async throws -> (session: Session, file: String) {
        let folder = place ?? destination
        let session = try await record.visit(seed, captures: 1)
        let print = NewItem(.print, subject: session.captures[0].path, destination: "file:" + destination)
        let item = try await record.send(print, of: session.id)
        let claimed = try #require(try await record.claim([.print], lease: .seconds(60)))
        try await record.settle(claimed, .done(remote: "1"))
        let file = folder + "/" + EventFolder.prefix(try #require(session.number)) + item.key + ".jpg"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data([1]).write(to: URL(filePath: file))
        return (session, file)
    }

    private func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test(arguments: [true, false]) func `A session's prints go with it`(isInEvent: Bool) async throws {
        let record = try scratch.record()
        let folder = (isInEvent ? scratch : elsewhere).folder.path + "/Printed"
        let (gone, stays) = (
            try await printed(1, by: record, into: folder), try await printed(2, by: record, into: folder)
        )
        try Data([1]).write(to: URL(filePath: folder + "/000001-holiday.jpg"))
        try await record.delete(gone.session.id)
        #expect(!isThere(gone.file) && isThere(stays.file) && isThere(folder + "/000001-holiday.jpg"))
        #expect(try await record.check() == [])
        // A picture by itself takes its prints along, too.
        _ = try await record.delete(items: [stays.session.captures[0].path], of: stays.session.id)
        #expect(!isThere(stays.file))
    }

    /// One that was asked for from another place, or that another printer took.
    @Test func `A print is found where the ledger says that it went`() async throws {
        let record = try scratch.record()
        let print = try await printed(1, by: record, into: "prints", at: elsewhere.folder.path + "/prints")
        let ledger = #"{"id":"x","queue":"file:\#(elsewhere.folder.path)/prints"}"#
        let name = URL(filePath: print.file).deletingPathExtension().lastPathComponent
        try scratch.put(Data(ledger.utf8), at: "Prints/\(name).json")
        try await record.delete(print.session.id)
        #expect(!isThere(print.file))
        #expect(try scratch.files().filter { $0.hasPrefix("Prints/") } == [])
    }

    @Test func `Prints are kept no longer than the event says`() async throws {
        var event = Event(name: "Emma & Noah", date: "")
        (event.reserve, event.keepDays) = (0, 30)
        let record = try EventRecord.create(event, workflow: .standard, in: scratch.folder)
        let old = try await printed(1, by: record, into: elsewhere.folder.path)
        let new = try await printed(2, by: record, into: elsewhere.folder.path)
        try await record.age(1, days: 31)
        #expect(try await record.purge().sessions == [1])
        #expect(!isThere(old.file) && isThere(new.file))
    }

    @Test func `An event that was moved still knows its prints`() async throws {
        let record = try scratch.record()
        let print = try await printed(1, by: record, into: scratch.folder.path + "/Printed")
        try await record.saveHistory()
        let other = elsewhere.folder.path + "/moved"
        try FileManager.default.copyItem(atPath: scratch.folder.path, toPath: other)
        try FileManager.default.removeItem(atPath: scratch.folder.path)
        let moved = try EventRecord(EventFolder(other))
        try await moved.delete(print.session.id)
        #expect(try FileManager.default.contentsOfDirectory(atPath: other + "/Printed") == [])
    }

    @Test func `The check tells of prints that are missing, and of strangers`() async throws {
        let record = try scratch.record()
        let print = try await printed(1, by: record, into: scratch.folder.path + "/Printed")
        #expect(try await record.check() == [])
        try FileManager.default.removeItem(atPath: print.file)
        let stranger = "Printed/000009-print-0123456789abcdef0123456789abcdef.jpg"
        try scratch.put([1], at: stranger)
        let findings = try await record.check()
        #expect(findings.map(\.place) == [stranger, "Printed"])
        #expect(findings[0].text.contains("no print of the event") && findings[1].text.contains("session #1"))
        // From a folder elsewhere somebody takes them away.
        let other = try await printed(2, by: record, into: elsewhere.folder.path)
        try FileManager.default.removeItem(atPath: other.file)
        #expect(try await record.check() == findings)
    }

    /// A drive that is away, or that is not to be written, keeps no event from being opened.
    @Test func `A print that cannot be removed is told, and removed later`() async throws {
        let record = try scratch.record()
        let print = try await printed(1, by: record, into: elsewhere.folder.path + "/Printed")
        // Root may remove files from any folder, but no folder as if it were a file.
        try FileManager.default.removeItem(atPath: print.file)
        try FileManager.default.createDirectory(atPath: print.file + "/in", withIntermediateDirectories: true)
        await #expect(throws: SessionsError.self) { try await record.delete(print.session.id) }
        let again = try scratch.reopened()
        #expect(try await again.numbers() == [])
        #expect(try await again.check().map(\.place) == [print.file])
        try FileManager.default.removeItem(atPath: print.file)
        #expect(try await scratch.reopened().check() == [])
    }

    @Test func `Prints have no place among the event's own files`() throws {
        _ = try scratch.record()
        for name in ["Captures", "FinalPhoto", "Prints", "Quarantine", "Layouts"] {
            let path = scratch.folder.path + "/" + name
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            #expect(scratch.folder.isShelf(at: path + "/."), "\(name)")
        }
        #expect(!scratch.folder.isShelf(at: scratch.folder.path))
        #expect(!scratch.folder.isShelf(at: elsewhere.folder.path))
    }
}
