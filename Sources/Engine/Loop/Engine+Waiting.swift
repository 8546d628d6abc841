import Sessions

extension Engine {
    /// Waits until somebody does something or `deadline` comes; then nil. Throws when the session is to end.
    func touch(until deadline: ContinuousClock.Instant?) async throws -> Touch? {
        try Task.checkCancellation()
        waits += 1
        let number = waits
        let timer = deadline.map { deadline in
            Task {
                try? await Task.sleep(until: deadline, clock: .continuous)
                if !Task.isCancelled { resume(number, with: nil) }
            }
        }
        defer { timer?.cancel() }
        overdueAt = nil
        let touch = await withCheckedContinuation { waiting = (number, $0) }
        promise()
        visit?.waitsSince = .now
        try Task.checkCancellation()
        return touch
    }

    private func resume(_ number: Int, with touch: Touch?) {
        guard let waiting, waiting.number == number else { return }
        self.waiting = nil
        waiting.continuation.resume(returning: touch)
    }

    /// Tells the step that waits; false when none does.
    @discardableResult
    func tell(_ touch: Touch?) -> Bool {
        guard let waiting else { return false }
        resume(waiting.number, with: touch)
        return true
    }

    /// Guest time: a deadline that is shown, `seconds` from now at the booth's pace; nil: none.
    func deadline(in seconds: Double?) -> ContinuousClock.Instant? {
        guard let seconds else { return nil }
        let wait = Duration.seconds(seconds / options.pace)
        change { $0.step?.deadline = .now + wait }
        return .now + wait
    }

    /// Ends the session in hand at whatever it is doing.
    func interrupt(_ reason: Session.EndReason) {
        ending = reason
        walking?.cancel()
        tell(nil)
    }

    /// Carries a command out, or says why it cannot be now. Gives the state after it. One that is meant for a `place` is for
    /// no step after it.
    @discardableResult
    public func perform(
        _ command: BoothCommand, at place: BoothState.Place? = nil
    ) async throws(EngineError) -> BoothState {
        guard !isEnding else { throw .notNow("the booth is closing") }
        if let place, place != state.place { throw .notNow("that step is over") }
        func seen() -> [String?] {
            [
                state.phase.rawValue, state.session?.id, state.step?.hint, state.step?.deadline.map { "\($0)" },
                state.step.map { "\($0.entry) \($0.shot ?? 0) \($0.isShooting)" },
            ]
        }
        let before = seen()
        switch command {
        case .start:
            if state.phase == .stopped {
                startsAtOnce = true
                change { $0.phase = .running }
                tell(.start)
                try await settled(within: .seconds(5), to: "begin") { self.visit != nil }
            } else if let away = state.troubles.first(where: { $0.about == .disk }), visit == nil {
                throw .notNow("no session can begin: \(away.remedy)")
            } else if state.step?.word == "attract" {
                tell(.start)
            } else {
                throw .notNow("a session is under way; restart begins another, stop ends it")
            }
        case .next:
            guard state.phase == .running else { throw .notNow("the booth is stopped; start opens it") }
            guard await told(.next) else { throw .notNow("nothing waits: the booth is at work") }
        case .retake:
            guard await told(.retake, when: { $0.retakesLeft.map { $0 > 0 } ?? false }) else {
                throw .notNow("nothing can be taken anew now")
            }
        case .restart:
            guard visit != nil else {
                let away = state.troubles.first { $0.about == .disk }?.remedy
                throw .notNow(away.map { "no session can begin: \($0)" } ?? "no session is under way; start begins one")
            }
            let former = visit?.session.id
            interrupt(.restart)
            try await settled(within: .seconds(10), to: "begin anew") {
                self.visit.map { $0.session.id != former } ?? false
            }
        case .stop:
            guard state.phase != .stopped else { break }
            interrupt(.stop)
            try await settled(within: .seconds(10), to: "stop") { self.state.phase == .stopped }
        case .answer(let text):
            guard await told(.answer(text), when: \.asks) else { throw .notNow("nothing was asked") }
        case .present:
            if state.step?.asks == true { tell(.present) }
            return state
        case .printLast:
            try await printLast()
            return state
        }
        await settled(within: .seconds(3)) { seen() != before }
        return state
    }

    /// Tells the step in hand, which may be about to wait: it has just been entered, or draws its preview.
    private func told(_ touch: Touch, when isMeant: (BoothState.Step) -> Bool = { _ in true }) async -> Bool {
        guard let entry = state.step?.entry else { return false }
        var isReady: Bool { waiting != nil && state.step.map(isMeant) ?? false }
        await settled(within: .seconds(2)) { isReady || state.step?.isShooting != false || state.step?.entry != entry }
        return isReady && state.step?.entry == entry && tell(touch)
    }

    /// Waits until an order has been carried out; what takes longer is said, and still comes.
    private func settled(
        within limit: Duration, to order: String, _ isDone: () -> Bool
    ) async throws(EngineError) {
        await settled(within: limit, isDone)
        guard !isDone(), !isEnding else { return }
        let away = state.troubles.first { $0.about == .disk || $0.about == .picture }
        throw .notNow("it will \(order) as soon as it can" + (away.map { ": " + $0.remedy } ?? "; see booth status"))
    }

    /// Waits until the loop has taken a command to heart.
    private func settled(within limit: Duration, _ isDone: () -> Bool) async {
        let end = ContinuousClock.now + limit
        while !isDone(), !isEnding, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(10)) }
    }

    private func printLast() async throws(EngineError) {
        guard let prints else { throw .notNow("no printer: start the booth with --printer") }
        guard let last = state.last else { throw .notNow("the event has no FinalPhoto yet") }
        do throws(SessionsError) {
            let session = try await record.session(number: last.number)
            _ = try await record.reprint(session.id, path: last.finalPhoto, destination: prints.destination)
            let when = state.printer?.isReady == false ? "; it waits until a printer can print" : ""
            say("session #\(last.number): one more print is asked for\(when)")
        } catch { throw .record(error) }
    }
}

extension Engine {
    /// Something does not go as it should; it is shown until `settled`.
    func trouble(_ about: BoothState.Trouble.Subject, guest: String, remedy: String) {
        let trouble = BoothState.Trouble(about: about, guest: guest, remedy: remedy)
        guard !state.troubles.contains(trouble) else { return }
        change { state in
            state.troubles.removeAll { $0.about == about }
            state.troubles.append(trouble)
        }
        guard told.updateValue(remedy, forKey: about) != remedy else { return }
        say("\(about.rawValue): \(remedy)")
    }

    /// It has not become well, but concerns nobody any more.
    func forget(_ about: BoothState.Trouble.Subject) {
        guard state.troubles.contains(where: { $0.about == about }) else { return }
        change { $0.troubles.removeAll { $0.about == about } }
    }

    func settled(_ about: BoothState.Trouble.Subject) {
        guard state.troubles.contains(where: { $0.about == about }) else { return }
        change { $0.troubles.removeAll { $0.about == about } }
        told[about] = nil
        say("\(about.rawValue): well again")
    }
}
