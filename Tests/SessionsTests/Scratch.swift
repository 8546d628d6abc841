import Foundation
import Rigs

@testable import Sessions

/// An event of a test's own, gone when the test is.
final class Scratch: Sendable {
    let folder: EventFolder

    init() throws {
        // In memory: most tests flush thousands of times and ask nothing of the disk.
        let memory = URL(filePath: "/dev/shm")
        let isThere = FileManager.default.isWritableFile(atPath: memory.path)
        let base = isThere ? memory : FileManager.default.temporaryDirectory
        let path = base.appending(path: "sessions-tests-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        folder = EventFolder(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    func record(reserve: Int = 0, workflow: Workflow = .standard) throws -> EventRecord {
        var event = Event(name: "Emma & Noah", date: "14 June 2026")
        event.reserve = reserve
        return try EventRecord.create(event, workflow: workflow, in: folder)
    }

    func reopened() throws -> EventRecord { try EventRecord(folder) }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: folder.absolute(name))) }

    func put(_ bytes: some Sequence<UInt8>, at name: String) throws {
        let path = URL(filePath: folder.absolute(name))
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: path)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.absolute(name)) }

    /// Paths of all files in the folder, relative to it.
    func files() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder.absolute(path), isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }
}

extension NewCapture {
    /// `size` bytes that differ with `seed`.
    static func sample(_ seed: Int, size: Int = 2_000, fileExtension: String = "jpg") -> NewCapture {
        var generator = Seeded(seed)
        return NewCapture(
            bytes: (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &generator) },
            fileExtension: fileExtension, source: "test camera")
    }
}

extension EventRecord {
    /// A whole visit: start, captures, an address, the end.
    @discardableResult
    func visit(_ seed: Int, captures: Int = 3, email: String? = nil, end reason: Session.EndReason = .completed) throws
        -> Session
    {
        let session = try start(.init(workflow: .standard))
        for shot in 0..<captures {
            _ = try keep(
                .sample(seed * 100 + shot), in: session.id,
                items: [NewItem(.media, subject: "capture \(shot)", destination: "cloud")])
        }
        if let email { _ = try keep(.email, value: email, in: session.id) }
        if reason == .completed { for _ in 1..<session.steps.count { _ = try advance() } }
        return try end(reason)!
    }
}

extension EventRecord {
    /// Makes a session so many days older.
    func age(_ number: Int, days: Int) throws {
        let time = SQLValue.integer(days * 86_400_000)
        try database.transaction { () throws(SessionsError) in
            try database.run(
                "UPDATE session SET started_at = started_at - ?, ended_at = ended_at - ? WHERE number = ?", time, time,
                .integer(number))
            try database.run(
                "UPDATE share SET made_at = made_at - ? WHERE session = (SELECT row FROM session WHERE number = ?)",
                time,
                .integer(number))
            guard let row = try rows.row(ofNumber: number) else { throw .noSession("#\(number)") }
            try conclude([row])
        }
    }
}

/// Runs record-figures in a process of its own.
func figures(_ words: String...) throws -> (status: Int32, output: String) {
    let child = Process()
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    child.executableURL = URL(filePath: own).deletingLastPathComponent().appending(path: "record-figures")
    child.arguments = words
    let pipe = Pipe()
    (child.standardOutput, child.standardError) = (pipe, FileHandle.nullDevice)
    try child.start()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    child.waitUntilExit()
    return (child.terminationStatus, output)
}
