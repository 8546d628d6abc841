import Faults
import Dispatch
import Engine
import Glibc
import Sessions
import Synchronization
import Terminal

/// Runs an engine for whoever stands before it: with keys and a page in a terminal, otherwise with a log on standard
/// error. Signals end it as a stop would; systemd hears that it is well for as long as it is.
final class Attendance: Sendable {
    let engine: Engine
    let keyboard: Keyboard?
    /// Only where somebody sees it; a log in a file has no bottom.
    private let footer: Footer?
    private let typing = Mutex(Typing())

    init(engine: Engine, keyboard: Keyboard?) {
        (self.engine, self.keyboard) = (engine, keyboard)
        footer = keyboard != nil && isatty(STDERR_FILENO) == 1 ? Footer() : nil
    }

    func run() async throws {
        Interruption.watch()
        let (log, changes) = (engine.log(), engine.changes())
        let helpers = [
            Task { for await line in log { say(line) } },
            Task { for await state in changes { show(state) } },
            Task { await heed() }, Task { await tellSystemd() }, Task { await type() },
        ]
        defer { keyboard?.close() }
        do {
            try await engine.run()
            for helper in helpers.prefix(2) { await helper.value }
            for helper in helpers { helper.cancel() }
            await helpers.last?.value
            footer?.clear()
        } catch {
            for helper in helpers { helper.cancel() }
            await helpers.last?.value
            footer?.clear()
            throw error
        }
        keyboard?.close()
        Interruption.obey()
    }

    private func say(_ line: String) {
        if let footer { footer.say(line) } else { Console.error(line.onOneLine + "\n") }
    }

    private func show(_ state: BoothState) {
        guard let footer else { return }
        let typed = typing.withLock { $0.text(at: state.place) }
        footer.show(BoothPage(state.json).passages(typed: typed, toShutter: state.step?.fireAt.map { $0 - .now }))
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

    /// Heeds the keys. The page follows ten times a second: digits count down, and the terminal may have another size.
    private func type() async {
        guard let keyboard else { return }
        var told = ContinuousClock.now - .seconds(1)
        while !Task.isCancelled, let keys = await off({ keyboard.keys(within: 100) }) {
            for key in keys {
                let state = await engine.state
                if key == .suspend { await suspend(keyboard) }
                if key == .resume { footer?.redraw() }
                if key == .letter("q"), state.step?.asks != true { return await engine.end() }
                if let command = typing.withLock({ $0.take(key, in: state) }) {
                    carryOut(command, state.place)
                } else if state.step?.asks == true, ContinuousClock.now - told >= .seconds(1) {
                    // Who types is there; the step waits for them.
                    told = .now
                    carryOut(.present, state.place)
                }
            }
            let state = await engine.state
            typing.withLock { $0.look(at: state) }
            if state.phase != .ended { show(state) }
        }
    }

    /// A stop may take its time; the keys after it are heard all the same. An answer is for the step that the guest saw.
    private func carryOut(_ command: BoothCommand, _ place: BoothState.Place?) {
        var meant: BoothState.Place?
        if case .answer = command { meant = place }
        Task {
            do { try await engine.perform(command, at: meant) } catch { say("booth: \(error)") }
        }
    }

    private func suspend(_ keyboard: Keyboard) async {
        footer?.hide()
        await off { keyboard.suspend() }
    }
}

/// Runs what blocks on one of Dispatch's threads.
private func off<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}
