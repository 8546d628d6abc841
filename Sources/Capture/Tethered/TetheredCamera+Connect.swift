internal import StrictJSON
internal import Work

extension TetheredCamera {
    /// One attempt, by whoever has the turn. A failure is in the status, and sets when the next attempt is due.
    func connect() async {
        guard link == nil, isOpen else { return }
        if status.state == .absent { change(to: .connecting, status.reason) }
        do throws(CameraError) {
            let hold = try await options.bus.hold(within: .seconds(20))
            defer { hold.end() }
            try await open()
        } catch {
            link?.end()
            link = nil
            failures += 1
            slowOpenings = error == .timedOut(.connecting) ? slowOpenings + 1 : 0
            let isAway = if case .absent = error { true } else { false }
            nextAttempt = clock.now + .milliseconds(isAway ? 500 : min(2000, 250 << min(failures, 3)))
            change(to: isAway ? .absent : .recovering, error)
            return
        }
        (failures, slowOpenings) = (0, 0)
        if status.counters.shots + status.counters.reconnects > 0 || lastCheck != nil {
            status.counters.reconnects += 1
        }
        await settleIn()
    }

    private func open() async throws(CameraError) {
        var candidates: [(port: String, model: String)] = []
        do throws(LinkError) {
            let new = if let scout { scout } else { try await newLink() }
            (link, scout) = (new, nil)
            if let fixed = options.fixed {
                candidates = [fixed]
            } else {
                candidates = Self.cameras(try await new.ask(.detect, within: .seconds(5))).filter {
                    options.bus.isFree($0.port) && options.port.map { [port = $0.port] in $0 == port } ?? true
                }
            }
        } catch { throw Complaint.meaning(of: error, while: .connecting) }
        guard !candidates.isEmpty else {
            (scout, link) = (link, nil)
            throw .absent(wanted: options.serial ?? options.port)
        }
        var other: (port: String, model: String)?
        var refusal: CameraError?
        for candidate in candidates {
            do throws(CameraError) {
                let identity = try await open(candidate)
                if let wanted = options.serial, identity.serial != wanted { continue }
                // The body from before, if it is among them; a spare one is fine, too.
                if let before = status.identity?.serial, identity.serial != before, candidates.count > 1 {
                    other = other ?? candidate
                    continue
                }
                return take(identity)
            } catch {
                refusal = error
                if error.endsSession { throw error }
            }
        }
        guard let other else { throw refusal ?? .absent(wanted: options.serial) }
        take(try await open(other))
    }

    private func take(_ identity: CameraIdentity) {
        status.identity = identity
        options.bus.own(identity.port)
        lastDrain = clock.now
    }

    private func open(_ candidate: (port: String, model: String)) async throws(CameraError) -> CameraIdentity {
        guard let link else { throw .absent(wanted: options.serial) }
        // Firmware that froze: once each outage the port is reset, more cannot be done without a hand.
        if failures == 2, status.reason?.endsSession ?? false {
            _ = try? await link.ask(.reset(port: candidate.port), within: .seconds(5))
        }
        do {
            let patience = Duration.seconds(10) * (1 << min(slowOpenings, 2))
            let reply = try await link.ask(.open(port: candidate.port, model: candidate.model), within: patience)
            let keys = try? reply.node.object()
            let serial = (try? keys?.optional("setting")?.object().optional("value")?.string()) ?? nil
            status.hasLiveView = (try? keys?.optional("preview")?.bool()) == false ? false : nil
            return CameraIdentity(
                model: candidate.model, serial: serial.flatMap { $0.isEmpty ? nil : $0 }, port: candidate.port)
        } catch {
            var meaning = Complaint.meaning(of: error, while: .connecting)
            if case .claimed = meaning {
                let port = candidate.port
                meaning = .claimed(program: await clock.offPool { Culprit.program(holding: port) })
            }
            throw meaning
        }
    }

    /// Cameras that a worker found; nothing of what it says is taken on trust.
    static func cameras(_ reply: Reply) -> [(port: String, model: String)] {
        let found = try? reply.node.array(max: 64) { (node) throws(StrictJSONError) -> (port: String, model: String) in
            let keys = try node.object()
            return (port: try keys.required("port").string(), model: try keys.required("model").string())
        }
        return found ?? []
    }

    /// After a connection: capture target, what is on the card, battery and space; then a picture that is owed. Failures are
    /// no reason not to shoot.
    private func settleIn() async {
        for result in (try? await set(options.connected)) ?? [] {
            if case .failed(let reason) = result.outcome { eventBroadcast.send(.log("\(result.name): \(reason)")) }
        }
        format = ""
        for name in ["imageformat", "imagequality"] where format.isEmpty {
            guard let reply = try? await call(.get(name), .settings) else { continue }
            format = (try? reply.node.object().optional("value")?.string()) ?? ""
        }
        await listCard()
        await check()
        guard link != nil else { return }
        change(to: .ready)
        if let owed {
            self.owed = nil
            await deliver(owed)
        }
    }

    private func listCard() async {
        guard slowListings < 2, link != nil else { return }
        do throws(CameraError) {
            known = Set(try await cardObjects())
            slowListings = 0
        } catch {
            // A full card can take too long; then without: a picture of a lost link cannot be told from others.
            if case .timedOut = error { slowListings += 1 }
            known = nil
        }
    }

    func cardObjects() async throws(CameraError) -> [CameraObject] {
        let reply = try await call(.list, .connecting, within: options.patience)
        let objects = try? reply.node.object().required("objects").array(max: 20_000, of: CameraObject.init)
        return objects ?? []
    }

    /// Events that nobody waited for, then battery and space every half minute.
    func lookAfter() async {
        do throws(CameraError) {
            if focus.map({ clock.now - $0.at > Self.focusHolds }) ?? false {
                focus = nil
                _ = try await release("Release Half")
            }
            try await drain()
        } catch { return }
        if lastCheck.map({ clock.now - $0 > .seconds(30) }) ?? true { await check() }
    }

    /// Reads what the body has told since the last time, for 300 ms at most. Its files are those of somebody who pressed the
    /// shutter on the body; unread, they would be taken for the next shot's.
    func drain() async throws(CameraError) {
        lastDrain = clock.now
        for _ in 0..<200 where clock.now - lastDrain < .milliseconds(300) {
            let event = try await nextEvent(10, .idle, within: options.patience)
            if event == .timeout { return }
            note(event)
        }
    }

    /// A file that no shot waits for.
    func note(_ event: Event) {
        if case .object(let object) = event, known?.insert(object).inserted ?? true {
            eventBroadcast.send(.shutterPressed(name: object.name))
        }
    }

    private func check() async {
        lastCheck = clock.now
        if let reply = try? await call(.get("batterylevel"), .idle),
            let text = try? reply.node.object().optional("value")?.string(), !text.isEmpty
        {
            let battery = Battery(text)
            if battery.isLow, battery != status.battery { eventBroadcast.send(.warning(.batteryLow(level: text))) }
            status.battery = battery
        }
        // What keeps a Nikon from showing live view; libgphoto2 knows no other body's temperature.
        if let reply = try? await call(.get("liveviewprohibit"), .idle) {
            let isHot = ((try? reply.node.object().optional("value")?.string()) ?? "").contains("Temperature")
            let rest = CameraError.refused(.previewing, detail: "it is too hot; let live view rest for some minutes")
            if isHot, !status.isHot { eventBroadcast.send(.warning(rest)) }
            status.isHot = isHot
        }
        if let reply = try? await call(.storage, .idle), let keys = try? reply.node.object() {
            let free = try? keys.optional("free")?.int(in: 0...1 << 50)
            let shots = try? keys.optional("shots")?.int(in: 0...1 << 50)
            status.space = free == nil && shots == nil ? nil : Space(free: free ?? nil, shots: shots ?? nil)
        }
    }
}

/// What the camera tells by itself.
enum Event: Equatable {
    case timeout, complete, other
    /// Plain PTP tells of a full card by an event.
    case cardFull
    /// What came of pressing a Canon's button half.
    case focused(Bool)
    case object(CameraObject)

    init(_ reply: Reply) {
        let keys = try? reply.node.object()
        self =
            switch try? keys?.optional("event")?.string() {
            case "timeout": .timeout
            case "complete": .complete
            case "object":
                (try? keys?.required("object")).flatMap { try? CameraObject($0) }.map { .object($0) } ?? .other
            default: Event(text: ((try? keys?.optional("text")?.string()) ?? "").lowercased())
            }
    }

    private init(text: String) {
        if text.contains("event 400a") {
            self = .cardFull
        } else if text.hasPrefix("focus info ") {
            // libgphoto2 looks for the same digits.
            self = .focused(!text.contains("0000200"))
        } else {
            self = .other
        }
    }
}
