import Sessions
import Work

/// The one door for whoever leads the booth: screens, the terminal's page, `booth ctl`.
extension Engine {
    /// Carries a command out and gives the view after it, or says why it cannot be done.
    /// - Parameter place: what the command was meant for; needed by those whose `needsPlace` says so.
    @discardableResult
    public func perform(_ command: BoothCommand, at place: Place?) async throws(Refusal) -> OperatorView {
        guard !isEnding else { throw Refusal(.notNow, "the booth is closing") }
        if let place, command.needsPlace, place != view.now.place {
            throw view.now.phase == .stopped ? Refusal.stopped : .over
        }
        guard command.isButton else {
            let view = try await carryOut(command, at: place)
            // What follows an answer is a press of its own.
            if ![.present, .printLast].contains(command) { pressed = [:] }
            return view
        }
        // Also a long row of them is one press, until there is a pause.
        let (former, now) = (pressed.updateValue(options.time.now, forKey: command), options.time.now)
        // Attract has a rest of its own after a session, at whose end whoever stands there may begin.
        let isFirst = command == .next && view.now.step?.word == "attract"
        if let former, now - former < options.bounce, !isFirst { throw .bounce }
        do throws(Refusal) { return try await carryOut(command, at: place) } catch {
            // What did nothing was no press.
            pressed[command] = nil
            throw error
        }
    }

    private func carryOut(_ command: BoothCommand, at place: Place?) async throws(Refusal) -> OperatorView {
        switch command {
        case .start: return try await start()
        case .stop: return try await stop()
        case .restart: return try await restart()
        case .printLast: return try await printLast()
        case .language(let language): return try await speak(language, at: place)
        case .next, .retake, .retakeOne, .answer, .present: return try await tell(command, at: place)
        }
    }

    /// For the step in hand. The view after it is the first in which the step has moved.
    private func tell(_ command: BoothCommand, at place: Place?) async throws(Refusal) -> OperatorView {
        guard view.now.phase != .stopped else { throw Refusal.stopped }
        guard let walk, view.now.place != nil else {
            throw .atWork
        }
        guard let place else {
            throw Refusal(.notNow, "this command needs the place that it is meant for: \"at\" with session and entry")
        }
        let before = view.now
        let told = await options.time.within(.seconds(2)) { () -> Refusal? in
            do throws(Refusal) { try await walk.tell(command, at: place) } catch { return error }
            return nil
        }
        switch told {
        case nil: throw .atWork
        case .some(let refusal?): throw refusal
        case .some(nil): break
        }
        if command == .present { return view.now }
        return await seen(within: .seconds(3)) { $0.hasMoved(since: before) } ?? view.now
    }

    /// Until the session ends, guests read another language.
    private func speak(_ language: String, at place: Place?) async throws(Refusal) -> OperatorView {
        let known = context.spoken.all.keys.sorted()
        guard known.contains(language) else {
            throw Refusal(.notNow, "\"\(language)\": no language; there are \(known.joined(separator: ", "))")
        }
        guard view.now.phase != .stopped else { throw Refusal.stopped }
        guard let walk, let session = view.now.session?.id else { throw .atWork }
        // A guest chooses for the own session, whichever of its steps is the present one.
        guard place.map({ $0.session == session }) ?? true else { throw .over }
        do { try await walk.speak(language) } catch {
            throw Refusal(.notNow, "the language cannot be changed", remedy: context.remedy(for: error))
        }
        return await seen(within: .seconds(3)) { view in
            view.session?.id != session || view.guest.step.map { $0.spoken == language } ?? true
        } ?? view.now
    }

    private func start() async throws(Refusal) -> OperatorView {
        let now = view.now
        if now.phase == .stopped {
            view.change { $0.phase = .running }
            wakeUp()
            return try await carriedOut("open", within: .seconds(5)) { $0.session != nil && $0.step != nil }
        }
        if walk == nil, let away = now.troubles.first(where: { $0.about == .disk }) {
            throw Refusal(.notNow, "no session can begin", remedy: away.remedy)
        }
        guard walk != nil else { throw Refusal(.notNow, "no session is open yet; one is in a moment") }
        guard ["attract", "thanks"].contains(now.step?.word) else {
            throw Refusal(.notNow, "a session is under way; restart begins another, stop ends it")
        }
        return try await tell(.start, at: now.place)
    }

    private func restart() async throws(Refusal) -> OperatorView {
        guard view.now.phase != .stopped else { throw Refusal.stopped }
        guard ordered != .stop else { throw Refusal(.notNow, "the booth is being stopped; start opens it then") }
        guard let former = walk?.id else {
            let away = view.now.troubles.first { $0.about == .disk }?.remedy
            guard let away else { throw Refusal(.notNow, "no session is under way; start begins one") }
            throw Refusal(.notNow, "no session can begin", remedy: away)
        }
        await interrupt(.restart)
        let view = try await carriedOut("begin anew", within: .seconds(10)) { view in
            view.phase == .stopped || view.step != nil && view.session.map { $0.id != former } ?? false
        }
        // The session was being stopped when the order came.
        guard view.phase != .stopped else { throw Refusal.stopped }
        return view
    }

    private func stop() async throws(Refusal) -> OperatorView {
        guard view.now.phase != .stopped else { return view.now }
        await interrupt(.stop)
        return try await carriedOut("stop", within: .seconds(10)) { $0.phase == .stopped }
    }

    /// Waits until an order has been carried out. What takes longer is said, and still comes.
    private func carriedOut(
        _ order: String, within limit: Duration, _ isDone: @escaping @Sendable (OperatorView) -> Bool
    ) async throws(Refusal) -> OperatorView {
        if let view = await seen(within: limit, isDone) ?? (isEnding ? view.now : nil) { return view }
        let away = view.now.troubles.first { $0.about == .disk || $0.about == .picture }
        throw Refusal(.notNow, "it will \(order) as soon as it can", remedy: away?.remedy ?? "see booth status")
    }

    private func seen(
        within limit: Duration, _ isMet: @escaping @Sendable (OperatorView) -> Bool
    ) async -> OperatorView? {
        let view = view
        return await options.time.within(limit) { await view.first { isMet($0) || $0.isClosing } } ?? nil
    }
}

extension OperatorView {
    /// Whether the session is somewhere else, or its step shows that it has taken a command.
    fileprivate func hasMoved(since before: OperatorView) -> Bool {
        func signs(_ view: OperatorView) -> [String?] {
            let step = view.step
            return [
                view.phase.rawValue, view.session?.id, step.map { "\($0.entry) \($0.shot ?? 0) \($0.isShooting)" },
            ]
        }
        return signs(self) != signs(before)
    }
}
