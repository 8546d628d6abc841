internal import Work

extension TetheredCamera {
    public func prepare() async throws(CameraError) {
        try await ready(within: options.patience)
        try await turn.take(within: .seconds(3))
        defer { turn.give() }
        // What fails here is not fatal: the shot focuses again and tells.
        // Half, with focusing; "Press Half" is without.
        focus = (clock.now, false)
        if try await release("Press 1") {
            if try await hasFocused() { focus = (clock.now, true) } else { _ = try await release("Release Half") }
            return
        }
        let drive = try await set(SettingsProfile([.init(["autofocusdrive"], ["1"])])).first?.outcome
        focus = drive == .set || drive == .clamped ? (clock.now, true) : nil
        if case .failed(let reason)? = drive { eventBroadcast.send(.log("autofocusdrive: \(reason)")) }
    }

    /// A Canon tells by itself, within two seconds.
    private func hasFocused() async throws(CameraError) -> Bool {
        let end = clock.now + .seconds(2)
        while clock.now < end {
            let event = try await nextEvent(100, .preparing, within: options.patience)
            if case .focused(let isSharp) = event { return isSharp }
            note(event)
        }
        return false
    }

    public func capture(_ request: ShotRequest) async throws(CameraError) -> Shot {
        guard isOpen else { throw .closed }
        let ticket = Ticket(deadline: request.deadline, by: clock)
        // A task of its own: whoever gives up waiting does not take the picture with him.
        Task {
            let began = clock.now
            do throws(CameraError) {
                try await turn.take(within: ticket.rest)
                defer { turn.give() }
                var shot = try await shoot(request, ticket)
                shot.timings.total = clock.now - began
                status.counters.shots += 1
                ticket.answer(.success(shot))
            } catch {
                status.counters.failedShots += 1
                ticket.answer(.failure(error))
            }
        }
        return try await ticket.wait().get()
    }

    /// Presses the shutter until there is a picture, by the rules of what went wrong.
    private func shoot(_ request: ShotRequest, _ ticket: Ticket) async throws(CameraError) -> Shot {
        shots += 1
        var attempt = Attempt(request: request, ticket: ticket, number: shots, began: clock.now)
        defer { if link != nil, isOpen { change(to: isLive ? .previewing : .ready) } }
        while true {
            do throws(CameraError) {
                guard !ticket.isAnswered else { throw .cancelled }
                try await reconnect(ticket, within: .seconds(5))
                return try await once(&attempt)
            } catch {
                if !attempt.shot.files.isEmpty { return partial(attempt, error) }
                if attempt.isShutterDown, error.endsSession || link == nil {
                    if let shot = try await recovered(&attempt, error) { return shot }
                }
                guard !ticket.isAnswered, await mayRetry(&attempt, after: error) else {
                    if attempt.hasPressed, link == nil { owe(attempt) }
                    throw error
                }
                status.counters.retries += 1
                attempt.again()
            }
        }
    }

    /// The first file of a pair is safe, the second is not: that is a shot, and a thing to be told.
    private func partial(_ attempt: Attempt, _ error: CameraError) -> Shot {
        eventBroadcast.send(.warning(error))
        if error.endsSession { owe(attempt) }
        return attempt.shot
    }

    private func mayRetry(_ attempt: inout Attempt, after error: CameraError) async -> Bool {
        guard attempt.ticket.rest > .milliseconds(1500) else { return false }
        switch error {
        case .outOfFocus:
            defer { attempt.focuses = false }
            return attempt.focuses
        case .cardFull:
            if attempt.usesCard {
                attempt.usesCard = false
                // Attendant and guests: the session goes on without a card.
                eventBroadcast.send(.warning(.cardFull))
                if (try? await set(.memory))?.first?.outcome == .set { return true }
            }
            // A body may be mistaken until it is asked anew; it takes pictures on the card again then.
            guard !attempt.hasReopened else { return false }
            (attempt.hasReopened, attempt.usesCard) = (true, true)
            lose(.cardFull)
            return true
        case .busy: return await mayRetryBusy(&attempt)
        case .notAPicture, .refused, .lost, .timedOut:
            attempt.presses += 1
            return attempt.presses < max(1, attempt.request.attempts)
        default: return false
        }
    }

    /// Busy is normal for a moment. After five seconds, which are what guests are spared, a new connection is the last attempt.
    private func mayRetryBusy(_ attempt: inout Attempt) async -> Bool {
        let since = attempt.busySince ?? clock.now
        attempt.busySince = since
        guard clock.now - since < .seconds(5) else {
            defer { attempt.hasReopened = true }
            guard !attempt.hasReopened else { return false }
            lose(.busy)
            return true
        }
        // Events that nobody has read are what keeps a body busy.
        for _ in 0..<10 {
            guard let event = try? await nextEvent(50, .trigger, within: options.patience), event != .timeout else {
                break
            }
        }
        attempt.busy += 1
        try? await pause(.milliseconds([200, 500, 1000][min(attempt.busy, 3) - 1]))
        return true
    }

    /// Returns with a link, or throws why there is none within the time.
    private func reconnect(_ ticket: Ticket, within time: Duration) async throws(CameraError) {
        ticket.enter(.connecting)
        let began = clock.now
        let end = began + min(time, ticket.rest - .milliseconds(300))
        while link == nil {
            guard isOpen else { throw .closed }
            if clock.now >= nextAttempt { await connect() }
            guard link == nil else { break }
            // Somebody has to do something first; but it may be our own process, which has not quite gone.
            if case .claimed = status.reason, clock.now - began > .seconds(2) { throw status.reason! }
            if case .noWorker = status.reason { throw status.reason! }
            guard clock.now < end, !ticket.isAnswered else {
                throw status.reason ?? .absent(wanted: options.serial)
            }
            try await pause(.milliseconds(50))
        }
    }

    /// After the link died with the shutter pressed: what is new on the card is the picture.
    private func recovered(_ attempt: inout Attempt, _ error: CameraError) async throws(CameraError) -> Shot? {
        guard attempt.known != nil || !attempt.usesCard else { return nil }
        do throws(CameraError) {
            try await reconnect(attempt.ticket, within: attempt.ticket.rest)
            for object in try await news(since: attempt) { try await land(object, &attempt) }
        } catch {
            if attempt.shot.files.isEmpty {
                // Over a link that is up there is no more to come.
                if link == nil { owe(attempt) }
                throw error
            }
        }
        if !attempt.shot.files.isEmpty { status.counters.recovered += 1 }
        return attempt.shot.files.isEmpty ? nil : attempt.shot
    }

    private func news(since attempt: Attempt) async throws(CameraError) -> [CameraObject] {
        // What is in memory is in no list; a body that still has it tells of it again.
        var fresh: [CameraObject] = []
        for _ in 0..<50 {
            let event = try await nextEvent(10, .connecting, within: options.patience)
            if event == .timeout { break }
            if case .object(let object) = event { fresh.append(object) }
        }
        if attempt.known != nil { fresh += try await cardObjects().filter { !fresh.contains($0) } }
        return Attempt.oneShot(
            of: fresh.filter { !(attempt.known?.contains($0) ?? false) && !attempt.landed.contains($0) })
    }

    private func owe(_ attempt: Attempt) {
        guard attempt.known != nil || !attempt.usesCard else { return }
        owed = Owed(attempt: attempt)
    }

    /// A picture of a shot that is over, found on the card after a new connection.
    func deliver(_ owed: Owed) async {
        var attempt = owed.attempt
        attempt.isLate = true
        do throws(CameraError) {
            for object in try await news(since: attempt) {
                let before = attempt.shot.files.count
                try await land(object, &attempt)
                if attempt.shot.files.count > before { status.counters.recovered += 1 }
            }
        } catch {
            // Once more with the next connection, if it was the connection; what has landed is owed no more.
            if link == nil { self.owed = Owed(attempt: attempt) } else { eventBroadcast.send(.warning(error)) }
        }
        if link != nil { change(to: .ready) }
    }
}

/// A shot whose picture may still be on the card.
struct Owed: Sendable {
    let attempt: Attempt
}
