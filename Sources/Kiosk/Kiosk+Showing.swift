import Engine
import Web
import Work

extension Kiosk {
    /// How the showing of a screen ended.
    enum Ending {
        /// The operator wanted it.
        case told
        /// The booth shows its screen somewhere else.
        case moved
        /// The page did not speak any more.
        case silent
        /// The browser ended.
        case died(Child.Outcome)
    }

    /// For the browser to end by itself.
    private static let grace = Duration.seconds(5)

    /// Shows a screen by one browser, from its start to its end.
    func show(
        _ screen: ScreenAddress, _ say: @Sendable (String) -> Void
    ) async throws(EngineError) -> Ending {
        let words = surface.running(chromium.words(showing: screen, on: surface, profile: profile.path))
        let child = Child(
            words, adding: options.surroundings.variables.merging(surface.variables) { $1 },
            removing: ["NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"], output: .captured(16_384))
        let isStarted = await offPool { [profile] in
            profile.clear()
            return (try? child.start()) != nil
        }
        guard isStarted else { return .died(await offPool { child.finish() }) }
        say("\(name): \(screen.url) is shown \(surface.words)")
        let watching = Task { await watch(screen) }
        let finishing = Task {
            let outcome = await offPool { child.finish() }
            watching.cancel()
            return outcome
        }
        let verdict = await withTaskCancellationHandler {
            await watching.value
        } onCancel: {
            watching.cancel()
        }
        // One that hangs does not listen either.
        if case .success(.silent?) = verdict { child.end() }
        let outcome = await end(child, finishing)
        if Task.isCancelled { return .told }
        return try verdict.get() ?? .died(outcome)
    }

    /// Until the browser has to be ended; nil when the task is cancelled.
    private func watch(_ screen: ScreenAddress) async -> Result<Ending?, EngineError> {
        var pulse = Pulse(from: time.now)
        while true {
            do { try await time.sleep(for: Self.interval) } catch { return .success(nil) }
            let seen: Sighting
            do throws(EngineError) { seen = try await time.offPool(look) } catch { return .failure(error) }
            guard case .screen(let address, let silence) = seen else {
                pulse.excuse(at: time.now)
                continue
            }
            if address != screen { return .success(.moved) }
            pulse.note(silence, at: time.now)
            if pulse.isDead(at: time.now) { return .success(.silent) }
        }
    }

    /// Asks it to end, and ends it when it does not.
    private func end(_ child: Child, _ finishing: Task<Child.Outcome, Never>) async -> Child.Outcome {
        child.askToEnd()
        let timer = time.after(Self.grace) { child.end() }
        defer { timer.cancel() }
        return await finishing.value
    }
}
