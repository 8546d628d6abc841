import Faults
import Files
import Glibc
import Work

/// A stick or a share. Nothing makes its folder: one that is not there is a stick that is not plugged in, and a copy beside
/// it would fill the booth's own disk unseen.
struct FolderStore: Sendable {
    let path: String
    let time: TimeSource

    var store: FileStore {
        FileStore(
            put: { file, folder, _ in await time.offPool { put(file, folder) } },
            remove: { folder, _ in await time.offPool { remove(folder) } },
            read: { file, folder, _ in await time.offPool { read(file, folder) } })
    }

    private var isThere: Bool { FileIdentity(path).map { _ in (try? entries(ofFolder: path)) != nil } ?? false }
    private var away: Verdict { .unreachable("\(path) is not there; plug the drive in, or make the folder on it") }

    private func put(_ file: SentFile, _ folder: String) -> Verdict {
        guard SentFile.isFarName(file.name) else {
            return .refused("\"\(file.name)\" cannot be a name at the far side")
        }
        guard isThere else { return away }
        let place = folder.isEmpty ? path : path + "/" + folder
        let target = place + "/" + file.name
        do throws(FilesError) {
            if !folder.isEmpty { try makeFolder(place) }
            switch file.content {
            case .bytes(let bytes):
                if !file.replaces, let size = Self.size(of: target), size == bytes.count {
                    return .delivered(reference: target)
                }
                try writeDurably(bytes, to: target)
            case .file(let source):
                guard let size = Self.size(of: source) else { return .refused("\(source): cannot be read") }
                if !file.replaces, Self.size(of: target) == size { return .delivered(reference: target) }
                try Self.copy(source, to: target)
                guard Self.size(of: target) == size else {
                    return .busy("\(target): it changed while it was copied", after: nil)
                }
            }
            return .delivered(reference: target)
        } catch {
            return Self.verdict(error, isThere ? nil : away)
        }
    }

    private func remove(_ folder: String) -> Verdict {
        guard SentFile.isFarName(folder) else { return .refused("\"\(folder)\" cannot be the name of a folder") }
        guard isThere else { return away }
        let place = path + "/" + folder
        removeTree(place)
        return FileIdentity(place) == nil ? .delivered(reference: nil) : .blocked("\(place): cannot be removed")
    }

    private func read(_ file: SentFile, _ folder: String) -> (verdict: Verdict, bytes: [UInt8]) {
        do throws(FilesError) {
            return (.delivered(reference: nil), try readAll("\(path)/\(folder)/\(file.name)", limit: 1 << 20))
        } catch { return (Self.verdict(error, isThere ? nil : away), []) }
    }

    private static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// By pieces, so that a film is never whole in memory.
    private static func copy(_ source: String, to target: String) throws(FilesError) {
        guard let file = fopen(source, "rbe") else { throw .missing(path: source) }
        defer { fclose(file) }
        try writeDurably(to: target) { () throws(FilesError) in
            let piece = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                count = fread(buffer.baseAddress, 1, buffer.count, file)
            }
            guard ferror(file) == 0 else { throw .failed(path: source, reason: "it cannot be read to its end") }
            return piece.isEmpty ? nil : piece
        }
    }

    private static func verdict(_ error: FilesError, _ away: Verdict?) -> Verdict {
        if let away { return away }
        switch error {
        case .diskFull, .notPermitted, .cannotCreate: return .blocked(error.problem)
        // A stick that was pulled out, or is about to fail.
        case .failed, .unreadable, .missing: return .unreachable(error.problem)
        default: return .refused(error.problem)
        }
    }
}
