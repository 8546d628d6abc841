import Foundation

/// A folder of a test's own, gone when the test is.
final class Scratch: Sendable {
    let folder: String

    init() throws {
        let made = FileManager.default.temporaryDirectory.appending(path: "delivery-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        folder = made.path
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Gives the path.
    func put(_ bytes: [UInt8], at name: String, mode: Int = 0o644) throws -> String {
        let url = URL(filePath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
        return url.path
    }

    func put(_ text: String, at name: String, mode: Int = 0o644) throws -> String {
        try put(Array(text.utf8), at: name, mode: mode)
    }

    func read(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: path(name)).map { Array($0) } }

    func names(in folder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []).sorted()
    }
}

/// Whether tests are to take as long as an evening: `make soak`.
enum Soak {
    static let isAskedFor = ProcessInfo.processInfo.environment["BOOTHKIT_SOAK"] != nil
}
