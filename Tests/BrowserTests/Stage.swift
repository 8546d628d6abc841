import Foundation
import Rigs
import Sessions
import Synchronization
import Testing
import Work

/// Events that are served to one browser: made once for all tests of a suite, and gone with it.
final class Stage: Sendable {
    @TaskLocal static var current: Stage!

    let browser: Browser
    let folder: String
    /// A wedding's.
    let party: Server
    /// The same event in words that are longer and stranger than those of any language.
    let pseudo: Server
    /// An event that is full of what would break a page.
    let hostile: Server

    /// A `booth web` of its own.
    struct Server: Sendable {
        let process: Process
        /// Addresses of the operators' listener and of the guests'.
        let operators: String
        let guests: String
    }

    static let sizes = [(390, 844), (768, 1_024), (1_280, 800), (1_920, 1_080)]
    /// A phone and a laptop.
    static let usual = [(390, 844), (1_280, 800)]
    /// Where pictures of all pages are kept, for contact sheets, and what the booth's camera takes there: `make pages`.
    private static let pictures = ProcessInfo.processInfo.environment["BOOTHKIT_PAGES"]
    private static let captures =
        ProcessInfo.processInfo.environment["BOOTHKIT_CAPTURES"] ?? Programs.root + "/Tests/GoldenImages/captures"

    init() async throws {
        let base = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        folder = base + "/boothkit-pages-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            // Profiles of printers are found in the folder that a booth is started in.
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/printers", withDestinationPath: Programs.root + "/printers")
            try await Self.holdParty(in: folder)
            _ = try await HostileEvent.make(in: EventFolder(folder + "/hostile"))
            try Pseudo.write(to: folder + "/pseudo/web/text")
            hostile = try await Self.serve("hostile", in: folder, state: folder)
            pseudo = try await Self.serve("../party", in: folder + "/pseudo", state: folder)
            party = try await Self.serve("party", in: folder, state: folder)
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
        browser = try await Browser()
        // The cookie is good for all servers of this user: cookies know no ports.
        let login = try await Self.booth(in: folder, "web", "login", "party")
        let link = try #require(login.out.firstMatch(of: /https?:\/\/\S+/)).0
        try await browser.open(String(link))
    }

    /// Four visits, of which one was printed, one has several pictures, and one waits.
    private static func holdParty(in folder: String) async throws {
        try await booth(
            in: folder, "event", "new", "party", "--name", "Emma & Noah", "--date", "14 June 2026", "--layout",
            "single-frame", "--layout", "classic-four-up", "--link-base", "https://photos.example/s/")
        for (key, value) in [
            ("reserve", "0"), ("guestDelete", "ask"), ("destinations.print", "file:\(folder)/printed"),
        ] {
            try await booth(in: folder, "event", "set", "party", key, value)
        }
        try await booth(
            in: folder, "run", "party", "--unattended", "--sessions", "4", "--pace", "1000", "--printer", "none",
            "--camera",
            "folder:" + captures)
    }

    func close() async {
        await browser.close()
        for server in [party, pseudo, hostile] { server.process.terminate() }
        await offPool { [party, pseudo, hostile, folder] in
            for server in [party, pseudo, hostile] { server.process.waitUntilExit() }
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    @discardableResult
    func booth(_ words: String...) async throws -> Programs.Run { try await Self.booth(in: folder, words) }

    /// The token of a session's link.
    func token(_ number: Int = 2, of event: String = "party") async throws -> String {
        let run = try await booth("sessions", "show", event, "\(number)", "--json")
        return String(try #require(run.out.firstMatch(of: /"token":\s*"([^"]+)"/)).1)
    }

    // MARK: Looking at pages

    /// Opens a page of operators and waits until its first data are there.
    func open(_ page: String, at server: Server? = nil) async throws {
        try await browser.open((server ?? party).operators + "/operator/" + page)
        try await browser.wait(until: "document.documentElement.dataset.ready")
    }

    /// At each size: nothing that the geometry objects to, nor axe, which looks at contrast in the dark, too; and no complaint of the
    /// browser. `allowing` is what it may say.
    func examine(
        _ name: String, sizes: [(Int, Int)] = Stage.sizes, byAxe: Bool = true, allowing: String? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        for (width, height) in sizes {
            try await browser.resize(width, height)
            let misplaced = try await browser.misplaced()
            #expect(misplaced == [], "\(name) at \(width)", sourceLocation: location)
            if byAxe, let axe = Axe.script {
                let violations = try await browser.violations(axe)
                #expect(violations == [], "\(name) at \(width)", sourceLocation: location)
            }
            try await keepPicture("\(name)-\(width)")
            // Colours are a matter of what is seen, and that is one thing on a phone and another beside a menu.
            guard byAxe, Self.usual.contains(where: { $0.0 == width }) else { continue }
            try await browser.resize(width, height, isDark: true)
            if let axe = Axe.script {
                let violations = try await browser.violations(axe, rules: ["color-contrast"])
                #expect(violations == [], "\(name) at \(width), dark", sourceLocation: location)
            }
            try await keepPicture("\(name)-\(width)-dark")
        }
        try await expectNoComplaint(name, allowing: allowing, at: location)
    }

    func expectNoComplaint(
        _ name: String, allowing: String? = nil, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let complaints = try await browser.complaints().filter { line in allowing.map { !line.contains($0) } ?? true }
        #expect(complaints == [], "\(name)", sourceLocation: location)
    }

    private func keepPicture(_ name: String) async throws {
        guard let folder = Self.pictures else { return }
        try await browser.wait(
            until: "[...document.images].every((one) => one.complete || one.getBoundingClientRect().top > innerHeight)")
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

    static func environment(_ folder: String) -> [String: String] {
        ["CUPS_SERVER": "127.0.0.1:1", "XDG_STATE_HOME": folder + "/state"]
    }

    static func serve(_ event: String, in folder: String, state: String) async throws -> Server {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: Programs.folder + "/booth")
        process.arguments = ["web", event, "--web", "0", "--share", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(environment(state)) { $1 }
        process.currentDirectoryURL = URL(filePath: folder)
        (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
        try process.start()
        let said = await offPool { words(of: output.fileHandleForReading) }
        let addresses = said.matches(of: /http:\/\/127\.0\.0\.1:\d+/).map { String($0.0) }
        try #require(addresses.count == 2, "booth web said: \(said)")
        return Server(process: process, operators: addresses[0], guests: addresses[1])
    }

    /// What it says until both listeners are there, or until it ends. Blocks.
    static func words(of output: FileHandle) -> String {
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
