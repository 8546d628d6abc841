import Faults
import Files
import Glibc
import Sessions

/// Where a rendition is written before its content, and with it its name, is known.
struct RenditionFile {
    let folder: EventFolder
    let kind: Rendition.Kind
    let session: Session

    /// `write` writes the file that it is given; the rendition has its final name, `000047-MIDDLE-HASH8.EXTENSION`.
    func develop(
        _ middle: String, _ ending: String, parameters: String, write: (String) throws -> Void,
        finish: (inout Rendition) -> Void
    ) throws -> Rendition {
        try besides(ending) { temporary in
            try write(temporary)
            return try keep(readAll(temporary, limit: 1 << 30), middle, ending, parameters: parameters, finish: finish)
        }
    }

    /// Gives `body` a place for a file beside the one that it writes, which is gone afterwards.
    func besides<Value>(_ ending: String, _ body: (String) throws -> Value) throws -> Value {
        let place = folder.path + "/" + kind.folder
        try makeFolder(place)
        let temporary = "\(place)/.\(prefix)\(UInt32.random(in: .min ... .max)).\(ending)"
        defer { unlink(temporary) }
        return try body(temporary)
    }

    /// The same for a content that is in memory.
    func keep(
        _ bytes: [UInt8], _ middle: String, _ ending: String, parameters: String, finish: (inout Rendition) -> Void
    ) throws -> Rendition {
        try makeFolder(folder.path + "/" + kind.folder)
        let hash = ContentHash(of: bytes)
        let path = "\(kind.folder)/\(prefix)\(middle)-\(hash.prefix8).\(ending)"
        try writeDurably(bytes, to: folder.path + "/" + path)
        var rendition = Rendition(
            kind, at: path, sha256: hash.description, bytes: bytes.count, parameters: parameters)
        finish(&rendition)
        return rendition
    }

    /// "000047-".
    private var prefix: String { (session.number ?? 0).padded(to: 6) + "-" }
}
