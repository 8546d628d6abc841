public import Files
import Glibc
import StrictJSON

extension PrintLedger {
    /// A folder with `ID.json` for each print, and `ID.jpg` while it may still be sent.
    public static func folder(_ folder: String) throws(PrintError) -> PrintLedger {
        try printing { try makeFolder(folder) }
        let path = { @Sendable (id: PrintID, kind: String) in "\(folder)/\(id).\(kind)" }
        return PrintLedger(
            put: { record, document in
                // The document first: a record whose picture is missing could not be sent.
                if let document { try writeDurably(document, to: path(record.id, "jpg")) }
                try writeDurably(Array((record.json.text() + "\n").utf8), to: path(record.id, "json"))
                switch record.state {
                case .printed, .cancelled: unlink(path(record.id, "jpg"))
                default: break
                }
            },
            record: { id in try record(at: path(id, "json")) },
            document: { id in try readAll(path(id, "jpg"), limit: 64 << 20) },
            all: {
                try entries(ofFolder: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
                    .compactMap { try record(at: "\(folder)/\($0)") }
            },
            lock: { try FileLock(path: folder + "/lock") })
    }

    /// The folder for prints outside of an event: `$XDG_STATE_HOME/boothkit/prints`, by default below `~/.local/state`.
    public static func standardFolder() throws(PrintError) -> String {
        if let state = getenv("XDG_STATE_HOME").map({ String(cString: $0) }), state.hasPrefix("/") {
            return state + "/boothkit/prints"
        }
        guard let home = getenv("HOME").map({ String(cString: $0) }), home.hasPrefix("/") else {
            throw .file(.cannotCreate(path: "boothkit/prints", reason: "neither XDG_STATE_HOME nor HOME is set"))
        }
        return home + "/.local/state/boothkit/prints"
    }

    private static func record(at path: String) throws -> PrintRecord? {
        let bytes: [UInt8]
        do throws(FilesError) { bytes = try readAll(path, limit: 1 << 16) } catch {
            if case .missing = error { return nil }
            throw error
        }
        return try PrintRecord(JSONNode(parsing: bytes, document: path))
    }
}

/// Held by at most one process and one thread; free again when its owner goes, however that dies.
public final class FileLock: Sendable {
    private let descriptor: Int32

    /// nil while somebody else holds it.
    public init?(path: String) throws(FilesError) {
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard number >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            close(number)
            return nil
        }
        // Last, because deinit also runs after a failure once everything is set, and would close it again.
        descriptor = number
    }

    deinit { close(descriptor) }
}
