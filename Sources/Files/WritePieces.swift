/// As `writeDurably(_:to:)`, for content that is too large to be held at once: `next` gives piece after piece, nil at
/// the end. What it throws is passed on, and the file stays as it was.
public func writeDurably(to path: String, next: () throws(FilesError) -> [UInt8]?) throws(FilesError) {
    try replaceDurably(path) { (file) throws(FilesError) in
        while let piece = try next() {
            let result = piece.withUnsafeBytes { buffer in
                Result { () throws(FilesError) in try file.write(buffer) }
            }
            try result.get()
        }
    }
}
