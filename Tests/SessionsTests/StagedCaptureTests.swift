import Files
import Foundation
import Testing

@testable import Sessions

@Suite struct StagedCaptureTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private func staged(_ seed: Int, name: String = "0123456789ab") throws -> (StagedCapture, Data) {
        let bytes = Data(NewCapture.sample(seed).bytes)
        let path = "Captures/.capture-\(name).part"
        try scratch.put(bytes, at: path)
        return (StagedCapture(at: scratch.folder.absolute(path), fileExtension: "jpg", source: "camera"), bytes)
    }

    private func inode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: scratch.folder.absolute(path))[.systemFileNumber] as? Int
    }

    @Test func aStagedFileGetsItsNameAndIsNotWrittenAgain() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let (file, bytes) = try staged(1)
        let before = try inode("Captures/.capture-0123456789ab.part")
        let kept = try await record.keep(file: file, in: session.id)
        #expect(try scratch.bytes(kept.path) == bytes)
        #expect(kept.bytes == bytes.count && kept.sha256 == ContentHash(of: Array(bytes)).description)
        #expect(try inode(kept.path) == before)
        #expect(try scratch.files().filter { $0.hasPrefix("Captures/") } == [kept.path])
        // The same file of the same shot once more, as after an answer that got lost.
        var again = try staged(1).0
        again.shot = kept.shot
        #expect(try await record.keep(file: again, in: session.id) == kept)
        #expect(try scratch.files().filter { $0.hasPrefix("Captures/") } == [kept.path])
    }

    /// Nothing of a failed attempt is left but the staged file, which can be kept once there is room.
    @Test func whatCannotBeKeptStaysStaged() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let (file, bytes) = try staged(1)
        let database = try Database(path: scratch.folder.database, create: false)
        try database.execute("CREATE TRIGGER full BEFORE INSERT ON capture BEGIN SELECT RAISE(ABORT, 'no room'); END")
        await #expect(throws: SessionsError.conflict("no room")) { try await record.keep(file: file, in: session.id) }
        #expect(try scratch.files().filter { $0.hasPrefix("Captures/") } == ["Captures/.capture-0123456789ab.part"])
        try database.execute("DROP TRIGGER full")
        #expect(try scratch.bytes(try await record.keep(file: file, in: session.id).path) == bytes)
    }

    @Test func aFileThatIsGoneIsNamed() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let (file, _) = try staged(1)
        try scratch.remove("Captures/.capture-0123456789ab.part")
        await #expect(throws: SessionsError.file(.missing(path: file.path))) {
            try await record.keep(file: file, in: session.id)
        }
    }

    /// A crash between a file's name and its row, and the same picture again: what lay there is put aside, not replaced.
    @Test func aFileWithoutARowIsNotReplaced() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let (file, bytes) = try staged(1)
        let name = "Captures/000001-1-\(ContentHash(of: Array(bytes)).prefix8).jpg"
        // The record has looked at the files before, and gives the number that this one shows.
        #expect(try await record.nextNumber() == 1)
        try scratch.put([1, 2, 3], at: name)
        let kept = try await record.keep(file: file, in: session.id)
        #expect(kept.path == name)
        #expect(try scratch.bytes(name) == bytes)
        #expect(try scratch.bytes("Quarantine/\(name)") == Data([1, 2, 3]))
    }

    /// A crash between the row and the end of the staging name leaves two names of one file.
    @Test func theStagingNameOfAKeptFileIsNoStray() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let kept = try await record.keep(file: try staged(1).0, in: session.id)
        let part = "Captures/.capture-ffffffffffff.part"
        try FileManager.default.linkItem(
            atPath: scratch.folder.absolute(kept.path), toPath: scratch.folder.absolute(part))
        _ = try await scratch.reopened().launch()
        #expect(try scratch.files().allSatisfy { $0 != part && !$0.hasPrefix("Quarantine/") })
        #expect(try scratch.files().contains(kept.path))
    }

    /// The record goes on while somebody is alone in the folder for longer than anybody waits for.
    @Test func waitingForTheFolderHoldsNobodyElseUp() async throws {
        let record = try scratch.record()
        let session = try await record.start(.init(workflow: .standard))
        let file = try staged(1).0
        let keeping: Task<Capture, any Error>
        do {
            let lock = try FolderLock(scratch.folder.absolute("Captures"), .alone)
            keeping = Task { try await record.keep(file: file, in: session.id) }
            for _ in 0..<3 { _ = try await record.keep(.survey, value: "x", in: session.id) }
            withExtendedLifetime(lock) {}
        }
        #expect(try await keeping.value.shot == 1)
    }
}
