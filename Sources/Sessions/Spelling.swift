import Files
internal import Foundation
import Glibc

extension String {
    /// With one letter for an umlaut, as people type it, and not a letter and its dots.
    var composed: String { precomposedStringWithCanonicalMapping }

    fileprivate var spellings: [String] { [composed, decomposedStringWithCanonicalMapping] }
}

extension EventRecord {
    /// Gives the files of sessions the names that their rows have, letter by letter. Names that layouts have given them may
    /// hold umlauts, which macOS, and archives made there, give back in another spelling. Only events with such layouts are
    /// looked through; what cannot be renamed, on a drive that is not to be written, stays.
    static func respell(_ folder: EventFolder, by database: Database) throws(SessionsError) {
        guard try folder.names(in: "Layouts").contains(where: { !$0.isASCII }) else { return }
        for shelf in EventFolder.shelves {
            let table = shelf == "Captures" ? "capture" : "rendition"
            for name in try folder.names(in: shelf) where !name.isASCII {
                let path = shelf + "/" + name
                func hasRow(_ path: String) throws(SessionsError) -> Bool {
                    try database.first("SELECT 1 FROM \(table) WHERE path = ?", .string(path)) { _ in true } ?? false
                }
                guard try !hasRow(path) else { continue }
                for spelling in name.spellings.map({ shelf + "/" + $0 }) where !folder.isThere(spelling) {
                    if try hasRow(spelling) { rename(folder.absolute(path), folder.absolute(spelling)) }
                }
            }
        }
    }
}

extension String {
    fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
