import Dispatch
import Engine
import Glibc
import Sessions
import Synchronization
import Terminal

/// Runs an engine for whoever stands before it: with keys and a line of state in a terminal, otherwise with a log on standard
/// error. Signals end it as a stop would; systemd hears that it is well for as long as it is.
struct Attendance: Sendable {
    let engine: Engine
    let keyboard: Keyboard?
    private let screen = Screen()

    init(engine: Engine, keyboard: Keyboard?) { (self.engine, self.keyboard) = (engine, keyboard) }

    func run() async throws {
        Interruption.watch()
        let (log, changes) = (engine.log(), engine.changes())
        let isShown = keyboard != nil
        if isShown {
            screen.say(
                "Space or Enter: on   r: retake   p: print last   Ctrl-R: restart   Esc: stop   s: start   q: quit")
        }
        let helpers = [
            Task { for await line in log { screen.say(line) } },
            Task { if isShown { for await state in changes { screen.show(BoothPage(state.json).line) } } },
            Task { if isShown { await count() } },
            Task { await heed() }, Task { await tellSystemd() }, Task { await type() },
        ]
        defer { keyboard?.close() }
        do {
            try await engine.run()
            for helper in helpers.prefix(2) { await helper.value }
            for helper in helpers { helper.cancel() }
            screen.clear()
        } catch {
            for helper in helpers { helper.cancel() }
            screen.clear()
            throw error
        }
        keyboard?.close()
        Interruption.obey()
    }

    /// The seconds to the shutter, in a terminal; computed from its moment, never counted.
    private func count() async {
        while !Task.isCancelled {
            let state = await engine.state
            if let left = state.step?.fireAt.map({ ($0 - .now) / .seconds(1) }), left > 0 {
                screen.show(BoothPage(state.json).line + " · \(Int(left.rounded(.up)))")
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private func heed() async {
        while !Task.isCancelled {
            if Interruption.isAsked {
                ServiceNotice()?.send("STOPPING=1")
                return await engine.end()
            }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    private func tellSystemd() async {
        guard let service = ServiceNotice() else { return }
        while await engine.state.phase == .starting, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(50)) }
        service.send("READY=1")
        let pause = service.watchdog.map { $0 / 3 } ?? .seconds(5)
        while !Task.isCancelled {
            let line = BoothPage(await engine.state.json).line
            service.send("STATUS=\(line)" + (await engine.isWell ? "\nWATCHDOG=1" : ""))
            try? await Task.sleep(for: pause)
        }
    }

    private func type() async {
        guard let keyboard else { return }
        var answer = ""
        while !Task.isCancelled {
            guard let keys = await off({ keyboard.keys(within: 100) }) else { return }
            for key in keys {
                let asks = await engine.state.step?.asks ?? false
                if !asks {
                    answer = ""
                    screen.type("")
                }
                guard let command = Self.command(key, asks: asks, &answer) else {
                    if key == .letter("q"), !asks { return await engine.end() }
                    if asks { screen.type(answer) }
                    continue
                }
                screen.type(answer)
                // A stop may take its time; the keys after it are heard all the same.
                Task { do { try await engine.perform(command) } catch { screen.say("booth: \(error)") } }
            }
        }
    }

    /// While a step asks, letters are an answer, which Enter sends.
    static func command(_ key: Keyboard.Key, asks: Bool, _ answer: inout String) -> BoothCommand? {
        switch key {
        case .control("r"): return .restart
        case .escape: return .stop
        case .letter(let letter) where asks: answer.append(letter)
        case .backspace where asks: if !answer.isEmpty { answer.removeLast() }
        case .enter where asks && !answer.isEmpty:
            defer { answer = "" }
            return .answer(answer)
        case .enter, .letter(" "), .letter("n"): return .next
        case .letter("r"): return .retake
        case .letter("p"): return .printLast
        case .letter("s"): return .start
        default: break
        }
        return nil
    }
}

/// Lines that stay, and below them one that changes.
private final class Screen: Sendable {
    private struct Shown {
        var line = ""
        var typed = ""
    }

    private let shown = Mutex(Shown())

    func say(_ line: String) { draw(line + "\n") { _ in } }
    func show(_ line: String) { draw("") { $0.line = line } }
    func type(_ text: String) { draw("") { $0.typed = text } }
    func clear() { draw("") { $0 = Shown() } }

    private func draw(_ above: String, _ change: (inout Shown) -> Void) {
        shown.withLock { shown in
            let before = shown.line + shown.typed
            change(&shown)
            let line = shown.typed.isEmpty ? shown.line : shown.line + " > " + shown.typed
            let erase = before.isEmpty && line.isEmpty ? "" : "\r\u{1b}[K"
            Console.error(erase + above + Self.cut(line, to: width - 1))
        }
    }

    /// What fits into `columns`: a letter of East Asian scripts, or a picture, takes two.
    private static func cut(_ line: String, to columns: Int) -> Substring {
        var left = columns
        return line.prefix { letter in
            left -= letter.unicodeScalars.first.map { $0.value >= 0x1100 } ?? false ? 2 : 1
            return left >= 0
        }
    }

    private var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 ? Int(size.ws_col) : 80
    }
}

/// Runs what blocks on one of Dispatch's threads.
private func off<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}
