import Engine
import Faults
import Files
import Foundation
import Glibc
import Rigs
import Synchronization
import Testing
import Web
import Work

@testable import Kiosk

/// A machine of a test's own: its programs, the folder of the booth's user, a clock, and what is seen of a booth. Gone when the test is.
final class Hall: Sendable {
    let path: String
    let time = ManualTime()
    private let seen = Mutex(Sighting.screen(.init(url: "http://127.0.0.1:8080/", pin: nil), silence: .seconds(1)))
    private let said = Mutex((lines: [String](), waiting: [CheckedContinuation<Void, Never>]()))

    /// - Parameter programs: names of programs that are installed beside the shell's own, which do nothing.
    init(_ programs: [String] = ["cage", "Xwayland"]) throws {
        let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : NSTemporaryDirectory()
        path = base + "/kiosk-tests-\(UUID().uuidString.prefix(8))"
        for folder in ["bin", "state", "dri"] { try makeFolder(path + "/" + folder) }
        for program in programs { try install(program, "exit 0") }
    }

    deinit {
        endProcesses(naming: path)
        removeTree(path)
    }

    /// Puts a script in PATH.
    @discardableResult
    func install(_ name: String, _ script: String) throws -> String {
        let file = "\(path)/bin/\(name)"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: file))
        chmod(file, 0o755)
        return file
    }

    /// A browser that notes how it was started, and with which processes, and then does what `script` says.
    func browser(_ script: String = "sleep 1000") throws {
        try install("chromium", "echo \"$@\" >>\(path)/starts; echo $$ >>\(path)/browsers\n\(script)")
    }

    var starts: [String] { lines("starts") }
    var browsers: [pid_t] { lines("browsers").compactMap { pid_t($0) } }

    func lines(_ name: String) -> [String] {
        let text = (try? String(contentsOfFile: path + "/" + name, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// A user at a desktop, whose programs are those of this machine and the shell's.
    var surroundings: Surroundings {
        Surroundings(
            variables: ["PATH": "\(path)/bin:/usr/bin:/bin", "DISPLAY": ":987"], isRoot: false, hasSystemd: false,
            displays: path + "/dri")
    }

    func options(_ change: (inout Kiosk.Options) -> Void = { _ in }) -> Kiosk.Options {
        var options = Kiosk.Options(state: path + "/state")
        (options.surroundings, options.time) = (surroundings, time.source)
        change(&options)
        return options
    }

    func kiosk(_ change: (inout Kiosk.Options) -> Void = { _ in }) throws -> Kiosk {
        try Kiosk("party", id: "E", options: options(change)) { [self] () throws(EngineError) in seen.withLock { $0 } }
    }

    /// From now on the booth is seen so.
    func see(_ sighting: Sighting) { seen.withLock { $0 = sighting } }

    /// Runs a kiosk while `body` acts; afterwards no process of its is left.
    /// - Parameter passing: time passes whenever nobody does anything; else `body` lets it pass.
    func run(_ kiosk: Kiosk, passing: Bool = true, _ body: () async throws -> Void) async throws {
        let running = Task { try await kiosk.run { [self] in say($0) } }
        let outcome: Result<Void, any Error>
        do { outcome = .success(passing ? try await time.passing(body) : try await body()) } catch {
            outcome = .failure(error)
        }
        running.cancel()
        try await time.passing { try await running.value }
        try outcome.get()
        #expect(processes(naming: path + "/state") == [])
        #expect(browsers.allSatisfy { !Self.runs($0) })
        #expect(
            !FileManager.default.fileExists(atPath: path + "/state/kiosk-" + ContentHash(of: Array("E".utf8)).prefix8))
    }

    /// One that has ended may still be known, until whoever inherited it asks for it.
    private static func runs(_ process: pid_t) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return text.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    func say(_ line: String) {
        said.withLock { $0.lines.append(line) }
        wake()
    }

    /// Whoever waits looks again.
    private func wake() {
        let waiting = said.withLock { said in
            defer { said.waiting = [] }
            return said.waiting
        }
        for one in waiting { one.resume() }
    }

    /// Waits for the line that says so, and gives all lines up to it, which later calls do not get. A test that is over its limit is
    /// told what was said instead.
    @discardableResult
    func until(says text: String) async -> [String] {
        while true {
            if Task.isCancelled {
                let lines = said.withLock { $0.lines }
                Issue.record("nothing says \"\(text)\": \(lines)")
                return lines
            }
            let found: [String]? = said.withLock { said in
                guard let index = said.lines.firstIndex(where: { $0.contains(text) }) else { return nil }
                defer { said.lines.removeFirst(index + 1) }
                return Array(said.lines[...index])
            }
            if let found { return found }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isNew = said.withLock { said in
                        if Task.isCancelled || said.lines.contains(where: { $0.contains(text) }) { return true }
                        said.waiting.append(continuation)
                        return false
                    }
                    if isNew { continuation.resume() }
                }
            } onCancel: {
                wake()
            }
        }
    }

    /// Lets exactly so much time pass, once somebody waits for it.
    func pass(_ duration: Duration) async throws {
        try await until("somebody waits for \(duration)") { time.nextWake == time.now + duration }
        time.advance(by: duration)
    }

    /// Waits until a file says so, which another process writes.
    func until(_ what: String, within limit: Duration = .seconds(20), _ isSo: () -> Bool) async throws {
        let end = ContinuousClock.now + limit
        while !isSo() {
            try #require(ContinuousClock.now < end, "this never became so: \(what)")
            await Task.yield()
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
