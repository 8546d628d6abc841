import Engine
import Faults
import Glibc
import Sessions
import Synchronization
import Terminal
import Web
import Work

/// Runs an engine for whoever stands before it: with keys and a page in a terminal, otherwise with a log on standard
/// error. Signals end it as a stop would; systemd hears that it is well for as long as it is.
final class Attendance: Sendable {
    let engine: Engine
    let keyboard: Keyboard?
    /// What serves pages of the booth, as long as it runs.
    private let serving: Serving?
    /// Only where somebody sees it; a log in a file has no bottom.
    private let footer: Footer?
    private let typing = Mutex(Typing())
    private let leaving = Mutex(Leaving())

    init(engine: Engine, keyboard: Keyboard?, serving: Serving? = nil) {
        (self.engine, self.keyboard, self.serving) = (engine, keyboard, serving)
        footer = keyboard != nil && isatty(STDERR_FILENO) == 1 ? Footer() : nil
    }

    func run() async throws {
        Interruption.watch()
        let (log, changes) = (engine.log(), engine.view.updates())
        let helpers = [
            Task { for await line in log { say(line) } },
            Task { for await view in changes { show(view) } },
            Task { await heed() }, Task { await tellSystemd() }, Task { await type() },
        ]
        defer { keyboard?.close() }
        var failure: EngineError?
        do throws(EngineError) { try await engine.run() } catch { failure = error }
        await serving?.stop()
        // The last that the log and the view said.
        for helper in helpers.prefix(2) { await helper.value }
        for helper in helpers { helper.cancel() }
        await helpers.last?.value
        footer?.clear()
        if let failure { throw failure }
        keyboard?.close()
        Interruption.obey()
    }

    private func say(_ line: String) {
        if let footer { footer.say(line) } else { Console.error(line.onOneLine + "\n") }
    }

    private func show(_ view: OperatorView) {
        guard let footer else { return }
        let typed = typing.withLock { $0.text(at: view.place) }
        let isLeaving = leaving.withLock { $0.isAsked }
        footer.show(
            TerminalPage(view: view, words: engine.words).passages(
                typed: typed, toShutter: view.step?.fireAt.map { $0 - .now }, isLeaving: isLeaving))
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
        guard await engine.view.first(where: { $0.phase != .starting }) != nil else { return }
        service.send("READY=1")
        let pause = service.watchdog.map { $0 / 3 } ?? .seconds(5)
        while !Task.isCancelled {
            let line = BoothPage(engine.operatorJSON).line
            service.send("STATUS=\(line)" + (engine.isWell ? "\nWATCHDOG=1" : ""))
            try? await Task.sleep(for: pause)
        }
    }

    /// Heeds the keys. The page follows ten times a second: digits count down, and the terminal may have another size.
    private func type() async {
        guard let keyboard else { return }
        let (orders, order) = AsyncStream.makeStream(of: Order.self, bufferingPolicy: .bufferingOldest(8))
        let carrier = Task { await carryOut(orders) }
        defer {
            order.finish()
            carrier.cancel()
        }
        var told = ContinuousClock.now - .seconds(1)
        let yes = TerminalPage(view: engine.view.now, words: engine.words).yes
        while !Task.isCancelled, let keys = await offPool({ keyboard.keys(within: 100) }) {
            for key in keys {
                let view = engine.view.now
                if key == .suspend { await suspend(keyboard) }
                if key == .resume { footer?.redraw() }
                switch leaving.withLock({ $0.take(key, in: view, yes: yes) }) {
                case .ends: return await engine.end()
                case .isUsed: continue
                case .isNotMeant: break
                }
                if let command = typing.withLock({ $0.take(key, in: view) }) {
                    order.yield(Order(command: command, place: view.place))
                } else if view.step?.asks == true, ContinuousClock.now - told >= .seconds(1) {
                    // Whoever types is there; the step waits for them.
                    told = .now
                    order.yield(Order(command: .present, place: view.place))
                }
            }
            let view = engine.view.now
            typing.withLock { $0.look(at: view) }
            if view.phase != .ended { show(view) }
        }
    }

    /// What a key asks for, meant for the step that the guest saw.
    private struct Order: Sendable {
        let command: BoothCommand
        let place: Place?
    }

    /// One order after the other, as they were given; of many that pile up while one takes its time only the first count. What is
    /// wrong with an answer stands on the page already, in the guest's language, and so does why a guest cannot go on.
    private func carryOut(_ orders: AsyncStream<Order>) async {
        var said: String?
        for await order in orders {
            do throws(Refusal) {
                try await engine.perform(order.command, at: order.place)
                if order.command != .present { said = nil }
            } catch {
                // A key that is held is refused many times a second; once is enough to be read.
                let words = error.words.filter { !$0.isNumber }
                guard ![.badAnswer, .over].contains(error.reason), ![.present, .next].contains(order.command),
                    said != words
                else { continue }
                said = words
                say("booth: \(error)")
            }
        }
    }

    private func suspend(_ keyboard: Keyboard) async {
        let footer = footer
        await offPool {
            footer?.hide()
            keyboard.suspend()
        }
    }
}
