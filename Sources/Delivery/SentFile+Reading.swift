import Files
import Glibc
import Work

extension SentFile {
    var path: String? { if case .file(let path) = content { path } else { nil } }

    /// Bytes; nil when it cannot be read.
    func size() async -> Int? {
        switch content {
        case .bytes(let bytes): return bytes.count
        case .file(let path):
            return await offPool {
                var status = stat()
                return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
            }
        }
    }

    /// The whole of it; nil when it cannot be read, or is larger.
    func bytes(limit: Int) async -> [UInt8]? {
        switch content {
        case .bytes(let bytes): return bytes.count <= limit ? bytes : nil
        case .file(let path): return await offPool { try? readAll(path, limit: limit) }
        }
    }
}
