public import Files
internal import Foundation
internal import Glibc
internal import Synchronization

/// A model that tells people from what is behind them, and the runtime for it, as they lie on this machine.
public struct MattingModel: Hashable, Sendable {
    public let path: String
    public let runtime: String

    /// Where both are looked for, in this order: `$BOOTHKIT_MODELS`, `$XDG_DATA_HOME/boothkit/models`, `/usr/share/boothkit/models`.
    public static var places: [String] { places(ProcessInfo.processInfo.environment) }

    static func places(_ environment: [String: String]) -> [String] {
        func named(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let data = named("XDG_DATA_HOME") ?? named("HOME").map { $0 + "/.local/share" }
        return [named("BOOTHKIT_MODELS"), data.map { $0 + "/boothkit/models" }, "/usr/share/boothkit/models"]
            .compactMap { $0 }
    }

    /// `name`: of a model in one of the places, without its `.onnx`, or the path of a file. Blocks.
    public init(_ name: String, in places: [String] = Self.places) throws(MattingError) {
        if name.contains("/") || name.hasSuffix(".onnx") {
            guard isFile(name) else { throw .noModel(name: name, searched: [name]) }
            path = name
        } else {
            guard let path = places.map({ "\($0)/\(name).onnx" }).first(where: isFile) else {
                throw .noModel(name: name, searched: places)
            }
            self.path = path
        }
        guard let runtime = places.lazy.compactMap(Self.runtime).first else { throw .noRuntime(searched: places) }
        self.runtime = runtime
    }

    /// The newest of a folder.
    private static func runtime(in folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0 == "libonnxruntime.so" || $0.hasPrefix("libonnxruntime.so.") }
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }.last.map { "\(folder)/\($0)" }
    }

    /// The same text for the same model and the same runtime of the same version, wherever they lie: both by their content.
    public func identity() throws(FilesError) -> String {
        "model=\(try Self.hash(path)):runtime=\(try Self.hash(runtime))"
    }

    private struct Key: Hashable {
        var path: String
        var file: SIMD4<Int>
    }

    private static let known = Mutex<[Key: ContentHash]>([:])

    /// Read once for each version of the file: there are 50 MB to be read, and a render asks for each slot.
    private static func hash(_ path: String) throws(FilesError) -> ContentHash {
        var status = stat()
        guard stat(path, &status) == 0 else { return try ContentHash(contentsOf: path) }
        let time = status.st_mtim
        let key = Key(
            path: path, file: SIMD4(Int(status.st_size), Int(status.st_ino), Int(time.tv_sec), Int(time.tv_nsec)))
        if let hash = known.withLock({ $0[key] }) { return hash }
        let hash = try ContentHash(contentsOf: path)
        known.withLock { $0[key] = hash }
        return hash
    }
}

private func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
