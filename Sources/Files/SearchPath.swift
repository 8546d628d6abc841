/// Folders in which a file is looked for, one after the other; the first that has it wins. So an event's own layout stands
/// before a shipped one of that name.
///
///     let papers = SearchPath(["party/Layouts/papers", "layouts/papers"])
///     if let (path, bytes) = try papers.read("4x6.json", limit: 1_000_000) { … }
public struct SearchPath: Sendable {
    public var folders: [String]

    public init(_ folders: [String]) { self.folders = folders }

    /// Where the data called `name` ("layouts") are found: `./NAME`, then `share/boothkit/NAME` beside the installed program,
    /// whose path is `program`. With `orCheckout`, a program that was built and not installed finds `NAME` of its checkout.
    public static func standard(_ name: String, program: String, orCheckout: Bool = false) -> SearchPath {
        let bin = program.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        var folders = [name, "\(bin)/../share/boothkit/\(name)"]
        if orCheckout, let build = program.firstRange(of: "/.build/") {
            folders.append(program[..<build.lowerBound] + "/" + name)
        }
        return SearchPath(folders)
    }

    /// The file `name`, which may stand in a folder below, and its bytes; nil when no folder has it. Throws for one that is
    /// there and cannot be read: that is not passed over in favour of another.
    public func read(_ name: String, limit: Int) throws(FilesError) -> (path: String, bytes: [UInt8])? {
        for folder in folders {
            let path = asSpelled("\(folder)/\(name)")
            do throws(FilesError) { return (path, try readAll(path, limit: limit)) } catch {
                guard case .missing = error else { throw error }
            }
        }
        return nil
    }

    /// The files in a folder below the first one that has it, each with that folder before its name, sorted.
    public func names(in folder: String) -> [String] {
        let found = folders.lazy.compactMap { try? entries(ofFolder: "\($0)/\(folder)") }.first ?? []
        return found.sorted().map { "\(folder)/\($0)" }
    }

    /// The names of all documents, sorted and without their `.json`. Hidden files and schemas are none.
    public var documents: [String] {
        let files = folders.flatMap { (try? entries(ofFolder: $0)) ?? [] }
        let names = files.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") && !$0.hasPrefix(".") }
        return Set(names.map { String($0.dropLast(5)) }).sorted()
    }
}
