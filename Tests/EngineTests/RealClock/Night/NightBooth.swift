import Foundation
import Rigs
import Synchronization

/// A booth as a service: `booth run` in a process of its own, which is started again whenever it ends.
final class NightBooth: Sendable {
    private struct State {
        var process: pid_t = 0
        var life = 0
        var began = ContinuousClock.now
        /// Ends of the present life that somebody ordered.
        var orders = 0
        var isClosing = false
        /// Ends that nobody ordered, and processes that outlived their booth.
        var complaints: [String] = []
        var end: String?
    }

    let words: [String]
    let environment: [String: String]
    /// What all lives said.
    let log: String
    let watchdog: NightWatchdog
    private let state = Mutex(State())
    private let isOver = DispatchSemaphore(value: 0)

    init(_ words: [String], environment: [String: String], log: String) throws {
        watchdog = try NightWatchdog(at: log + ".notify")
        (self.words, self.log) = (words, log)
        self.environment = environment.merging(watchdog.environment) { $1 }
    }

    static let program = Programs.folder + "/booth"

    var process: pid_t { state.withLock { $0.process } }
    /// Counts the starts.
    var life: Int { state.withLock { $0.life } }
    /// When the present life began.
    var began: ContinuousClock.Instant { state.withLock { $0.began } }
    var complaints: [String] { state.withLock { $0.complaints } }

    func start() {
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        Thread.detachNewThread { [self] in
            while live() { Thread.sleep(forTimeInterval: 0.2) }
            isOver.signal()
        }
    }

    /// Cuts it off. False when it was down just then.
    func kill() -> Bool {
        state.withLock { state in
            guard state.process > 0, Foundation.kill(state.process, SIGKILL) == 0 else { return false }
            state.orders += 1
            return true
        }
    }

    /// Ends it as a service manager would, and says how it ended. Blocks.
    func close() -> String {
        state.withLock { state in
            (state.isClosing, state.orders) = (true, state.orders + 1)
            if state.process > 0 { _ = Foundation.kill(state.process, SIGTERM) }
        }
        guard isOver.wait(timeout: .now() + 60) == .success else {
            _ = kill()
            return "not ended within a minute"
        }
        return state.withLock { $0.end ?? "" }
    }

    /// One life; false when there is to be no other.
    private func live() -> Bool {
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: Self.program), words)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(filePath: Programs.root)
        guard let log = FileHandle(forWritingAtPath: log) else { return false }
        _ = try? log.seekToEnd()
        (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, log, log)
        let began = ContinuousClock.now
        do { try process.start() } catch {
            state.withLock { $0.complaints.append("cannot be started: \(error)") }
            return false
        }
        let id = process.processIdentifier
        let isWanted = state.withLock { state in
            (state.process, state.life, state.began, state.orders) = (id, state.life + 1, began, 0)
            return !state.isClosing
        }
        if !isWanted { Foundation.kill(id, SIGTERM) }
        var family: Set<pid_t> = []
        while process.isRunning {
            family = Set(Resources.children(of: id).map(\.process)).union(family.filter { Foundation.kill($0, 0) == 0 })
            Thread.sleep(forTimeInterval: 0.05)
        }
        process.waitUntilExit()
        watchdog.reset()
        let how =
            (process.terminationReason == .uncaughtSignal ? "by signal" : "with status")
            + " \(process.terminationStatus)"
        let left = outlived(family)
        return state.withLock { state in
            state.process = 0
            state.end = how
            if state.orders == 0 { state.complaints.append("life \(state.life) ended by itself \(how)") }
            state.complaints += left.map { "life \(state.life) left a process behind: \($0)" }
            return !state.isClosing
        }
    }

    /// Children end with their booth, by themselves and within seconds. One that hangs cannot; like a service manager, this
    /// ends it.
    private func outlived(_ family: Set<pid_t>) -> [String] {
        let end = Date() + 5
        while true {
            let left = family.compactMap(Resources.Child.init)
            for one in left where one.isHung { Foundation.kill(one.process, SIGKILL) }
            let moving = left.filter { !$0.isHung && !$0.isDead }
            if moving.isEmpty { return [] }
            guard Date() < end else { return moving.map(\.name) }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
