internal import Files
internal import Glibc
internal import Imaging
internal import Work

extension TetheredCamera {
    /// One press of the shutter with all that follows.
    func once(_ attempt: inout Attempt) async throws(CameraError) -> Shot {
        attempt.ticket.enter(.trigger)
        change(to: .capturing)
        let isFocused = focus.map { $0.isFound && clock.now - $0.at < Self.focusHolds } ?? false
        focus = nil
        // Nikon bodies do not focus for a shot while live view is on.
        if isLive, isNikon, attempt.focuses, !isFocused { _ = try await set(options.idle) }
        if !options.still.wishes.isEmpty { _ = try await set(options.still) }
        if clock.now - lastDrain > .seconds(1) { try await drain() }
        attempt.known = known
        guard !attempt.ticket.isAnswered else { throw .cancelled }
        let first = try await press(&attempt, focuses: attempt.focuses && !isFocused)
        attempt.shot.timings.shutter = clock.now - attempt.began
        try await collect(first, &attempt)
        return attempt.shot
    }

    private var isNikon: Bool { status.identity?.model.hasPrefix("Nikon") ?? false }
    private var isCanon: Bool { status.identity?.model.hasPrefix("Canon") ?? false }

    private func press(_ attempt: inout Attempt, focuses: Bool) async throws(CameraError) -> CameraObject? {
        if !focuses {
            if try await release("Immediate") {
                attempt.isShutterDown = true
                _ = try await release("Release Full")
                return nil
            }
            _ = try await set(SettingsProfile([.init(["autofocus"], ["Off", "0"])]))
            isFocusOff = true
        } else if isFocusOff {
            _ = try await set(SettingsProfile([.init(["autofocus"], ["On", "1"])]))
            isFocusOff = false
        }
        do throws(CameraError) {
            // Focusing is two seconds at most, and the call ends with the exposure.
            try await call(.trigger, .trigger, within: time(for: attempt, attempt.request.exposure + .seconds(3)))
            attempt.isShutterDown = true
        } catch {
            // Without an answer nobody knows.
            if error.endsSession { attempt.isShutterDown = true }
            // libgphoto2 leaves the button pressed when a press is refused.
            if link != nil, isCanon { _ = try? await release("Release Full") }
            guard case .unsupported = error else { throw error }
            let limit = time(for: attempt, attempt.request.exposure + .seconds(10))
            attempt.isShutterDown = true
            let event = Event(try await call(.capture, .collecting, within: limit))
            return if case .object(let object) = event { object } else { nil }
        }
        return nil
    }

    /// The buttons of a Canon; false when there are none.
    func release(_ button: String) async throws(CameraError) -> Bool {
        switch try await set(SettingsProfile([.init(["eosremoterelease"], [button])])).first?.outcome {
        // It reads back as "None".
        case .set, .clamped: true
        default: false
        }
    }

    private func time(for attempt: Attempt, _ most: Duration) -> Duration {
        max(.milliseconds(200), min(most, attempt.ticket.rest))
    }

    /// Files as they are announced, each fetched, verified and committed at once, until the shot is complete and the camera
    /// has nothing more to say: what is not read keeps it busy for the next.
    private func collect(_ first: CameraObject?, _ attempt: inout Attempt) async throws(CameraError) {
        let start = clock.now
        // Time is left for a new connection and a look at the card.
        let limit = min(
            attempt.request.exposure + .seconds(10),
            max(attempt.request.exposure + .seconds(2), attempt.ticket.rest / 2))
        // A body that is at work tells of something in this time.
        let quietLimit = min(limit, attempt.request.exposure + .seconds(2))
        let expectsPair = format.contains("+")
        /// Where nobody knows whether there will be a pair, a raw file alone makes one likely.
        func isHalf(_ attempt: Attempt) -> Bool {
            format.isEmpty && attempt.shot.files.count == 1 && attempt.shot.files[0].format == .raw
        }
        var isComplete = first != nil
        var hasFile = false
        var lastNews = start
        if let first { hasFile = try await land(first, &attempt) || hasFile }
        while true {
            attempt.ticket.enter(.collecting)
            let waitsForMore = !hasFile || (expectsPair && attempt.shot.files.count < 2) || isHalf(attempt)
            let quiet = waitsForMore || !isComplete ? 200 : 10
            // A picture in memory is fetched within this very call.
            let patience = min(options.patience, attempt.usesCard ? .seconds(3) : .seconds(60))
            let event = try await nextEvent(quiet, .collecting, within: patience)
            let now = clock.now
            switch event {
            case .object(let object):
                hasFile = try await land(object, &attempt) || hasFile
                lastNews = clock.now
            case .complete:
                (isComplete, lastNews) = (true, hasFile ? lastNews : now)
            case .cardFull where !hasFile: throw .cardFull
            case .timeout where hasFile && isComplete && !waitsForMore:
                lastDrain = clock.now
                return
            case .timeout, .other, .cardFull, .focused:
                // Bodies can tell of changed properties without end.
                if event != .timeout, !hasFile { lastNews = now }
                if hasFile, now - lastNews > .seconds(expectsPair ? 5 : waitsForMore ? 2 : 1) { return }
                guard !hasFile, now - lastNews > quietLimit || now - start > limit else { continue }
                // The shutter went and nothing came: only a fresh session lists what the card really holds.
                lose(.timedOut(.collecting))
                throw .timedOut(.collecting)
            }
        }
    }

    /// What the body tells within `milliseconds`. libgphoto2 gives up on events that it cannot read, a property that it does not
    /// know for one; such an event is one that says nothing.
    func nextEvent(
        _ milliseconds: Int, _ stage: CameraError.Stage, within patience: Duration
    ) async throws(CameraError) -> Event {
        do throws(CameraError) {
            let time = Duration.milliseconds(milliseconds)
            return Event(try await call(.wait(milliseconds: milliseconds), stage, within: time + patience))
        } catch {
            guard case .refused = error else { throw error }
            try await pause(.milliseconds(20))
            return .other
        }
    }

    /// One file from the camera to its place. False for one that was there already.
    @discardableResult
    func land(_ object: CameraObject, _ attempt: inout Attempt) async throws(CameraError) -> Bool {
        // A card's file that was there before the shutter is news that came late; what is in memory has names without meaning.
        let isOld = object.folder != "/" && (attempt.known?.contains(object) ?? delivered.contains(object))
        guard !isOld, !attempt.landed.contains(object) else {
            status.counters.duplicates += 1
            return false
        }
        known?.insert(object)
        if attempt.shot.files.isEmpty { attempt.shot.timings.arrival = clock.now - attempt.began }
        change(to: .downloading)
        let hasJPEG = attempt.shot.files.contains { $0.format == .jpeg }
        let landing = Landing(request: attempt.request, shot: attempt.number, time: clock, isLate: attempt.isLate)
        let file = try await fetched(object, landing, &attempt, isCompanion: hasJPEG || format.contains("+"))
        let imprint = await clock.offPool { Self.imprint(of: file) }
        if let imprint, attempt.imprints.contains(imprint) {
            await clock.offPool { _ = unlink(file.path) }
            status.counters.duplicates += 1
            return false
        }
        try await store(file, landing, &attempt)
        attempt.landed.insert(object)
        delivered = delivered.suffix(63) + [object]
        if let imprint { attempt.imprints.append(imprint) }
        change(to: .capturing)
        guard attempt.request.deletesOnCamera else { return true }
        do throws(CameraError) {
            try await call(.delete(object), .storing)
            // Its name may come again.
            known?.remove(object)
            delivered.removeAll { $0 == object }
        } catch { eventBroadcast.send(.warning(error)) }
        return true
    }

    private func store(_ file: CapturedFile, _ landing: Landing, _ attempt: inout Attempt) async throws(CameraError) {
        attempt.ticket.enter(.storing)
        var (file, landing) = (file, landing)
        if !attempt.isLate, !attempt.ticket.beginCommit() {
            attempt.isLate = true
            landing.isLate = true
            file = file.late
        }
        defer { attempt.ticket.endCommit() }
        let began = clock.now
        try await landing.commit(file)
        attempt.shot.timings.storing += clock.now - began
        attempt.shot.files.append(file)
        if file.isLate { eventBroadcast.send(.recovered(file)) }
    }

    /// Fetched and verified; once more when what came was no whole picture.
    private func fetched(
        _ object: CameraObject, _ landing: Landing, _ attempt: inout Attempt, isCompanion: Bool
    ) async throws(CameraError) -> CapturedFile {
        var isSecond = false
        while true {
            attempt.ticket.enter(.downloading)
            let path = Landing.stagingPath(in: attempt.request.folder)
            var began = clock.now
            attempt.fetches += 1
            do throws(CameraError) {
                // Counts from the last sign of progress; what has stalled once gets less.
                let patience = attempt.fetches > 1 ? options.patience / 2 : options.patience * 9 / 10
                try await call(.fetch(object, to: path), .downloading, within: patience)
                attempt.shot.timings.download += clock.now - began
                began = clock.now
                attempt.ticket.enter(.verifying)
                defer { attempt.shot.timings.verification += clock.now - began }
                return try await landing.verified(path, name: object.name, isCompanion: isCompanion)
            } catch {
                let folder = attempt.request.folder
                let isFull = await clock.offPool {
                    // The piece of the picture takes room, too.
                    defer { unlink(path) }
                    return Self.isFull(folder)
                }
                switch error {
                case .refused where isFull, .notAPicture where isFull: throw .diskFull(path: folder)
                default: break
                }
                guard case .notAPicture = error, !isSecond else { throw error }
                isSecond = true
                status.counters.retries += 1
            }
        }
    }

    /// Whether there is less room than a large picture needs.
    private static func isFull(_ folder: String) -> Bool {
        var facts = statvfs()
        return statvfs(folder, &facts) == 0 && facts.f_bavail * UInt(facts.f_frsize) < 64 << 20
    }

    private static func imprint(of file: CapturedFile) -> Attempt.Imprint? {
        let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        var tail = [UInt8](repeating: 0, count: min(file.bytes, 256 << 10))
        let count = pread(descriptor, &tail, tail.count, file.bytes - tail.count)
        guard count == tail.count else { return nil }
        return Attempt.Imprint(format: file.format, bytes: file.bytes, tail: ContentHash(of: tail))
    }
}

extension CapturedFile {
    var late: CapturedFile {
        CapturedFile(
            path: path, name: name, format: format, bytes: bytes, takenAt: takenAt, shot: shot, isLate: true)
    }
}
