import Faults
import Files
import Glibc

/// A file that lies beside a page. Its name stands for a content, so one that is there already is not brought again.
public struct GalleryFile: Sendable {
    public let name: String
    private let content: Content

    private enum Content: Sendable {
        case copy(of: String)
        case made(by: @Sendable () throws -> [UInt8])
    }

    /// A copy of the file at `source`.
    public init(_ source: String, as name: String) { (self.name, content) = (name, .copy(of: source)) }

    /// What `make` gives; it is asked only when the file is not there yet, and what it throws is a `Fault`.
    public init(as name: String, make: @escaping @Sendable () throws -> [UInt8]) {
        (self.name, content) = (name, .made(by: make))
    }

    func bring(to folder: String) throws(PagesError) {
        let target = folder + "/" + name
        switch content {
        case .copy(let source):
            if let size = Self.size(of: source), size == Self.size(of: target) { return }
            try paging { () throws(FilesError) in try copyDurably(source, to: target) }
        case .made(let make):
            guard Self.size(of: target) == nil else { return }
            let bytes: [UInt8]
            do { bytes = try make() } catch {
                throw .picture((error as? any Fault)?.report ?? FaultReport("\(error)", status: .ownBug))
            }
            try paging { () throws(FilesError) in try writeDurably(bytes, to: target) }
        }
    }

    private static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }
}
