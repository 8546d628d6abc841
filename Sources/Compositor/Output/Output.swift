import Files
import Imaging

/// One file that is asked for, known to be no capture and no file of the layout.
struct Output {
    enum Format {
        case still(StillFormat)
        case moving(AnimationFormat)

        /// Part of the content hash. How many captures there are decides the frames of an animation that does not list them.
        func kind(captures count: Int) -> String {
            switch self {
            case .still(let format): "final photo as \(format.rawValue)"
            case .moving(let format): "animation as \(format.rawValue) of \(count)"
            }
        }
    }

    let path: String
    let format: Format

    /// What the job asks for, FinalPhoto first. `art` are the files of its layout.
    static func all(of job: RenderJob, art: Set<FileIdentity>) throws(CompositorError) -> [Output] {
        var outputs: [Output] = []
        if let path = job.output {
            outputs.append(try Output(path, .still(stillFormat(path)), of: job.captures, art: art))
        }
        guard let path = job.animation else { return outputs }
        guard let format = AnimationFormat(path: path) else {
            throw .unknownOutput(path: path, formats: ["gif", "webp"])
        }
        guard job.output.map(FilePlace.init) != FilePlace(path) else {
            throw .badOutput(path: path, reason: "both FinalPhoto and animation", remedy: "give them two names")
        }
        return outputs + [try Output(path, .moving(format), of: job.captures, art: art)]
    }

    static func stillFormat(_ path: String) throws(CompositorError) -> StillFormat {
        guard let format = StillFormat(path: path) else {
            throw .unknownOutput(path: path, formats: ["jpg", "png", "webp"])
        }
        return format
    }

    /// An ending alone would be a hidden file that no set and no listing shows.
    private static func requireStem(_ path: String) throws(CompositorError) {
        let stem =
            path.split(separator: "/").last?.split(separator: ".", omittingEmptySubsequences: false).dropLast() ?? []
        guard stem.allSatisfy(\.isEmpty) else { return }
        throw .badOutput(path: path, reason: "an ending without a name", remedy: "put a name before it")
    }

    init(
        _ path: String, _ format: Format, of captures: [String], art: Set<FileIdentity> = []
    ) throws(CompositorError) {
        try Self.requireStem(path)
        guard !captures.contains(where: { isSameFile($0, path) }) else {
            throw .badOutput(
                path: path, reason: "a capture of this render, and captures are kept as they are",
                remedy: "write to another file"
            )
        }
        if let file = FileIdentity(path), art.contains(file) {
            throw .badOutput(path: path, reason: "a file of the layout itself", remedy: "write to another file")
        }
        (self.path, self.format) = (path, format)
    }

    var part: Composition.Parts {
        switch format {
        case .still: .finalPhoto
        case .moving: .animation
        }
    }

    func kind(captures count: Int) -> String { format.kind(captures: count) }

    /// The content hash that the file there carries; nil when there is none that could be replaced. A pipe is not opened,
    /// for it would wait for a writer.
    var stamp: String? {
        guard (try? check()) != nil else { return nil }
        return try? Stamp.comment(ofFile: path)
    }

    /// Fails before the work when the file could not be written after it.
    func check() throws(CompositorError) {
        do throws(FilesError) { try checkDestination(path) } catch { throw .output(error) }
    }

    func write(_ bytes: [UInt8]) throws(CompositorError) {
        do throws(FilesError) { try writeDurably(bytes, to: path) } catch { throw .output(error) }
    }
}
