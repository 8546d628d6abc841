import Foundation
import Rigs
import Synchronization
import Testing
import Work

/// An event that is served to a browser: made once for all tests of a suite, and gone with it.
final class Stage: Sendable {
    @TaskLocal static var current: Stage!

    let browser: Browser
    let folder: String
    /// Of the operators' listener and of the guests'.
    let operators: String
    let guests: String
    private let server: Process

    static let sizes = [(390, 844), (768, 1_024), (1_280, 800), (1_920, 1_080)]
    /// Where pictures of all pages are kept, for contact sheets: `make pages`.
    private static let pictures = ProcessInfo.processInfo.environment["BOOTHKIT_PAGES"]

    init() async throws {
        let base = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        folder = base + "/boothkit-pages-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            let event = "Emma & Noah <img src=x onerror=window.xss=1>"
            try await Self.booth(
                in: folder, "event", "new", "party", "--name", event, "--date", "14 June 2026", "--layout",
                "single-frame",
                "--link-base", "https://photos.example/s/")
            try await Self.booth(in: folder, "event", "set", "party", "reserve", "0")
            try await Self.booth(in: folder, "event", "set", "party", "guestDelete", "ask")
            try await Self.booth(
                in: folder, "run", "party", "--unattended", "--sessions", "4", "--pace", "1000", "--printer", "none")
            (server, operators, guests) = try await Self.serve(folder)
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        browser = try await Browser()
        let login = try await Self.booth(in: folder, "web", "login", "party")
        let link = try #require(login.out.firstMatch(of: /https?:\/\/\S+/)).0
        try await browser.open(String(link))
    }

    func close() async {
        await browser.close()
        server.terminate()
        await offPool { [server, folder] in
            server.waitUntilExit()
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    @discardableResult
    func booth(_ words: String...) async throws -> Programs.Run { try await Self.booth(in: folder, words) }

    // MARK: Looking at pages

    /// Opens a page of operators and waits until its first data are there.
    func open(_ page: String) async throws {
        try await browser.open(operators + "/operator/" + page)
        try await browser.wait(until: "document.documentElement.dataset.ready")
    }

    /// At each size: nothing that axe or the geometry objects to, and no complaint of the browser. `allowing` is what it may say.
    func examine(
        _ name: String, sizes: [(Int, Int)] = Stage.sizes, allowing: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        for (width, height) in sizes {
            for isDark in width == 1_280 ? [false, true] : [false] {
                try await browser.resize(width, height, isDark: isDark)
                let place = "\(name) at \(width)\(isDark ? ", dark" : "")"
                let misplaced = try await browser.misplaced()
                #expect(misplaced == [], "\(place)", sourceLocation: location)
                // What is not a matter of width is found at one of each kind.
                if let axe = Axe.script, [390, 1_280].contains(width) {
                    let violations = try await browser.violations(axe)
                    #expect(violations == [], "\(place)", sourceLocation: location)
                }
                try await keepPicture("\(name)-\(width)\(isDark ? "-dark" : "")")
            }
        }
        let complaints = try await browser.complaints().filter { line in allowing.map { !line.contains($0) } ?? true }
        #expect(complaints == [], "\(name)", sourceLocation: location)
    }

    private func keepPicture(_ name: String) async throws {
        guard let folder = Self.pictures else { return }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await browser.picture().write(to: URL(filePath: "\(folder)/\(name).png"))
    }

    // MARK: The programs

    @discardableResult
    private static func booth(in folder: String, _ words: String...) async throws -> Programs.Run {
        try await booth(in: folder, words)
    }

    private static func booth(in folder: String, _ words: [String]) async throws -> Programs.Run {
        let run = await Programs.blocking {
            Programs.run(Programs.folder + "/booth", words, environment: environment(folder), in: folder)
        }
        try #require(run.status == 0, "booth \(words.joined(separator: " ")): \(run)")
        return run
    }

    private static func environment(_ folder: String) -> [String: String] {
        ["CUPS_SERVER": "127.0.0.1:1", "XDG_STATE_HOME": folder + "/state"]
    }

    private static func serve(_ folder: String) async throws -> (Process, String, String) {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: Programs.folder + "/booth")
        process.arguments = ["web", "party", "--web", "0", "--share", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(environment(folder)) { $1 }
        process.currentDirectoryURL = URL(filePath: folder)
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.start()
        let said = await offPool { words(of: output.fileHandleForReading) }
        let addresses = said.matches(of: /http:\/\/127\.0\.0\.1:\d+/).map { String($0.0) }
        try #require(addresses.count == 2, "booth web said: \(said)")
        return (process, addresses[0], addresses[1])
    }

    /// What it says until both listeners are there, or until it ends. Blocks.
    private static func words(of output: FileHandle) -> String {
        var said = ""
        while said.matches(of: /http:\/\/127\.0\.0\.1:\d+\D/).count < 2 {
            let some = output.availableData
            if some.isEmpty { break }
            said += String(decoding: some, as: UTF8.self)
        }
        return said
    }
}

/// Gives all tests of a suite one stage.
struct Staged: SuiteTrait, TestScoping {
    func provideScope(for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void)
        async throws
    {
        if let whyNot = Axe.whyNot { try? FileHandle.standardError.write(contentsOf: Data("\(whyNot)\n".utf8)) }
        let stage = try await Stage()
        do { try await Stage.$current.withValue(stage, operation: body) } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }
}

extension Trait where Self == Staged {
    static var staged: Staged { Staged() }
}
