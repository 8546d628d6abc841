import Files
import Glibc
import Work

/// A folder that takes prints: each becomes `ID.jpg`, and is printed at once.
public struct FilePrinter: Printer {
    /// Its whole path: outboxes name it, and whoever reads one may stand elsewhere.
    public let folder: String
    public var name: String { "file:\(folder)" }

    /// Makes the folder, unless somebody only asks what a print there would be like; then it is an error, too, when it
    /// could not be made.
    public init(folder: String, makesFolder: Bool = true) throws(PrintError) {
        guard !folder.isEmpty else { throw .noFolder }
        try printing { makesFolder ? try makeFolder(folder) : try checkFolder(folder) }
        self.folder = Self.wholePath(folder)
    }

    /// The same from wherever somebody stands.
    public static func wholePath(_ path: String) -> String {
        guard !path.isEmpty, !path.hasPrefix("/"), let place = getcwd(nil, 0) else { return path }
        defer { free(place) }
        return String(cString: place) + "/" + path
    }

    public func condition() async throws(PrintError) -> PrinterCondition {
        guard access(folder, W_OK) == 0 else {
            return PrinterCondition(state: .stopped, message: String(cString: strerror(errno)), model: "file")
        }
        return PrinterCondition(state: .idle, model: "file")
    }

    /// A folder has no driver: its media are sizes in pixels at 300 dpi, `1240x1844`.
    public func medium(_ keyword: String, options: [PrintOption]) async throws(PrintError) -> Medium {
        let sides = keyword.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count == 2, sides.allSatisfy({ (16...20_000).contains($0) }), sides[0] <= sides[1] else {
            throw .unknownMedia(keyword, queue: name, known: ["any size in pixels, portrait: 1240x1844"])
        }
        return Medium(keyword: keyword, width: sides[0], height: sides[1], dpi: 300)
    }

    public func submit(
        _ document: [UInt8], as id: PrintID, on medium: Medium, options: [PrintOption]
    ) async throws(PrintError) -> Int {
        let path = "\(folder)/\(id).jpg"
        return try await offPool(
            within: .seconds(60), late: .replyLost(server: name, reason: "the disk does not answer")
        ) {
            () throws(PrintError) in
            try printing { try writeDurably(document, to: path) }
            return 1
        }
    }

    /// Written is printed.
    public func job(_ number: Int) async throws(PrintError) -> PrintJob? {
        PrintJob(number: number, name: nil, state: .completed)
    }

    public func jobs(named id: PrintID) async throws(PrintError) -> [PrintJob] {
        guard access("\(folder)/\(id).jpg", F_OK) == 0 else { return [] }
        return [PrintJob(number: 1, name: id.text, state: .completed)]
    }

    public func activeJobs() async throws(PrintError) -> [PrintJob] { [] }
    public func cancel(_ job: Int) async throws(PrintError) {}
    public func resume() async throws(PrintError) {}
    public func move(_ job: Int, to other: any Printer) async throws(PrintError) {
        throw .refused(operation: "moving", queue: name, reason: "a folder has printed already")
    }
}
