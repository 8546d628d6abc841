import Faults
import Files
import StrictJSON

/// `sessions.json` in memory. The file is one JSON document of which every session and every tombstone is one line:
///
///     {"format":"boothkit sessions","version":1,"event":"…","revision":57,"count":2,"sessions":[
///     {"number":46,…},
///     {"number":47,…}
///     ],"deleted":[
///     {"number":45,"id":"…","at":"…"}
///     ],"removals":[
///     {"id":812,"kind":"removal",…}
///     ],"checksum":"64 hexadecimal digits"}
///
/// The checksum is the SHA-256 of all bytes before the last line. Revision counts the changes of the record. Removals are the pages that
/// are still to be taken away, of sessions that may be gone; without any there is no such part.
struct History {
    struct Tombstone: Equatable {
        var number: Int
        var id: String
        var at: Moment
    }

    struct Header: Equatable {
        var event: String
        var revision: Int
        var count: Int
    }

    var header: Header
    var sessions: [Session]
    var deleted: [Tombstone]
    var removals: [OutboxItem]

    static let limit = 1 << 32
    static let lineLimit = 64 << 20

    /// Throws `badHistory` unless the file is whole, to the byte.
    init(reading path: String) throws(SessionsError) {
        let bytes = try filing { () throws(FilesError) in try readAll(path, limit: Self.limit) }
        do throws(StrictJSONError) { self = try History(bytes, path: path) } catch {
            throw .badHistory(path: path, reason: error.problem)
        }
    }

    static func isWhole(_ path: String) throws(SessionsError) -> Bool {
        do throws(SessionsError) { _ = try History(reading: path) } catch {
            guard case .badHistory = error else { throw error }
            return false
        }
        return true
    }

    private init(_ bytes: [UInt8], path: String) throws(StrictJSONError) {
        let newline = UInt8(ascii: "\n")
        let whole = { (problem: String) in StrictJSONError.invalid(path: .document("sessions.json"), problem: problem) }
        guard bytes.last == newline, let end = bytes.dropLast().lastIndex(of: newline) else {
            throw whole("it is cut off")
        }
        let last = String(decoding: bytes[(end + 1)...], as: UTF8.self)
        guard last == Self.footer(ContentHash(of: Array(bytes[...end]))) else { throw whole("the checksum differs") }
        var lines = bytes[..<end].split(separator: newline, omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst() else { throw whole("it is empty") }
        header = try Header(line: first)
        sessions = []
        deleted = []
        guard let turn = lines.firstIndex(where: { $0.elementsEqual(Self.turn.utf8) }) else {
            throw whole("\"deleted\" is missing")
        }
        for (index, line) in lines[..<turn].enumerated() {
            sessions.append(try Session(Self.node(line, "sessions.json: line \(index + 2)")))
        }
        let rest = lines[(turn + 1)...]
        let stones = rest.prefix { !$0.elementsEqual(Self.last.utf8) }
        for line in stones { deleted.append(try Tombstone(Self.node(line, "sessions.json: deleted"))) }
        removals = []
        for line in rest.dropFirst(stones.count + 1) {
            removals.append(try OutboxItem(Self.node(line, "sessions.json: removals")))
        }
        guard sessions.count == header.count else {
            throw whole("\(sessions.count) sessions instead of \(header.count)")
        }
    }

    /// A line without the comma that may follow it.
    private static func node(_ line: ArraySlice<UInt8>, _ name: String) throws(StrictJSONError) -> JSONNode {
        let content = line.last == UInt8(ascii: ",") ? line.dropLast() : line
        return try JSONNode(parsing: Array(content), document: name, limit: lineLimit)
    }

    static let turn = #"],"deleted":["#
    static let last = #"],"removals":["#
    static func footer(_ checksum: ContentHash) -> String { #"],"checksum":"\#(checksum)"}"# + "\n" }
}

extension History.Header {
    var line: String {
        let members: JSONValue = [
            "format": "boothkit sessions", "version": 1, "event": .string(event), "revision": .integer(revision),
            "count": .integer(count), "sessions": [],
        ]
        return String(members.text().dropLast(2)) + "\n"
    }

    init(line: some Sequence<UInt8>) throws(StrictJSONError) {
        let keys = try JSONNode(parsing: Array(line) + Array("]}".utf8), document: "sessions.json: line 1").object()
        _ = try keys.required("format").oneOf(["boothkit sessions"])
        _ = try keys.required("version").int(in: 1...1)
        event = try keys.required("event").string()
        revision = try keys.required("revision").int(in: 0...(1 << 53))
        count = try keys.required("count").int(in: 0...(1 << 40))
        _ = keys.optional("sessions")
        try keys.finish()
    }
}

extension History.Tombstone {
    var json: JSONValue {
        ["number": .integer(number), "id": .string(id), "at": .string(at.description)]
    }

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        number = try keys.required("number").int(in: 1...(1 << 53))
        id = try keys.required("id").string()
        let time = try keys.required("at")
        guard let at = Moment(try time.string()) else { throw time.error(expected: "a time") }
        self.at = at
        try keys.finish()
    }
}
