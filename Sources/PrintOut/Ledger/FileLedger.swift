import Files
import Glibc
import StrictJSON

extension PrintLedger {
    /// A folder with `ID.json` for each print, and its document `ID.jpg` while it may still be sent.
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
            lock: { id in try FileLock(path: folder + "/lock", for: id) })
    }

    /// The folder for prints outside of an event: `$XDG_STATE_HOME/boothkit/prints`, by default below `~/.local/state`.
    public static func standardFolder() throws(PrintError) -> String {
        do throws(FilesError) { return try stateFolder() + "/prints" } catch { throw .file(error) }
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
