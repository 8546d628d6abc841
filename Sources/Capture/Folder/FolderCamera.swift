internal import Faults
internal import Files
internal import Glibc
internal import Imaging
public import Work

/// Pictures of a folder in the order of their names, again and again, as if a camera took them: for demos and tests, and what
/// there is when nobody has a camera at hand.
public actor FolderCamera: Camera {
    /// What happens at a shot, one after the other; a script that has come to its end lets everything succeed.
    public enum Step: Sendable, Equatable {
        case picture
        /// The picture comes after this time.
        case delay(Duration)
        /// The shot fails, and its picture is not used up.
        case fault(CameraError)
        /// The camera is away for this time; the shot fails as lost.
        case unplugged(Duration)
    }

    private enum Source: Sendable {
        case folder(String)
        case testPictures
    }

    public private(set) var status = CameraStatus()
    private let source: Source
    private let frameRate: Double?
    private var script: ArraySlice<Step>
    private var pictures: [Picture] = []
    private var next = 0
    private var isOpen = false
    private let clock: TimeSource
    private let turn: Turn
    private let eventBroadcast = Broadcast<CameraEvent>()
    private let frameBroadcast = Broadcast<LiveFrame>()
    private var show: Task<Void, Never>?
    private var supervisor: Task<Void, Never>?

    struct Picture: Sendable {
        let name: String
        let contents: @Sendable () throws -> [UInt8]
    }

    /// `frameRate` in frames a second; nil: a camera without live view.
    public init(folder: String, frameRate: Double? = 25, script: [Step] = [], time: TimeSource = .system) {
        self.init(.folder(folder), frameRate, script, time)
    }

    /// Drawn test pictures: the default that needs nothing at all.
    public init(testPictures frameRate: Double? = 25, script: [Step] = [], time: TimeSource = .system) {
        self.init(.testPictures, frameRate, script, time)
    }

    private init(_ source: Source, _ frameRate: Double?, _ script: [Step], _ time: TimeSource) {
        (self.source, self.frameRate, self.script) = (source, frameRate, script[...])
        (clock, turn) = (time, Turn(time))
    }

    public func start() {
        guard !isOpen else { return }
        isOpen = true
        status.hasLiveView = frameRate != nil
        // The folder may be on a drive that is pulled.
        supervisor = Task { [weak self, clock] in
            repeat {
                guard let self else { return }
                await look()
            } while (try? await clock.sleep(for: .seconds(1))) != nil
        }
    }

    /// Whether the pictures are still there, or again.
    private func look() async {
        guard mayLook else { return }
        if [.ready, .previewing].contains(status.state), await isNextThere() { return }
        let source = source
        let found = await clock.offPool { Result { () throws(CameraError) in try Self.list(source) } }
        guard mayLook else { return }
        do throws(CameraError) {
            pictures = try found.get()
            let port = if case .folder(let path) = source { path } else { "built in" }
            status.identity = CameraIdentity(model: "Folder", serial: nil, port: port)
            change(to: show == nil ? .ready : .previewing)
        } catch {
            change(to: .absent, error)
        }
    }

    private var mayLook: Bool { isOpen && ![.recovering, .capturing, .downloading].contains(status.state) }

    public func ready(within deadline: Duration) async throws(CameraError) {
        let end = clock.now + deadline
        await look()
        // A folder that never had any pictures is a mistake, which waiting does not mend.
        while [.recovering, .absent].contains(status.state), isOpen, !pictures.isEmpty, clock.now < end {
            try await pause(.milliseconds(20))
        }
        guard isOpen else { throw .closed }
        guard ![.recovering, .absent].contains(status.state) else { throw status.reason ?? .absent(wanted: nil) }
    }

    public func prepare() async throws(CameraError) { try await ready(within: .zero) }

    public func capture(_ request: ShotRequest) async throws(CameraError) -> Shot {
        let began = clock.now
        try await turn.take(within: request.deadline)
        defer { turn.give() }
        // What is away by itself comes back by itself.
        try await ready(within: status.state == .recovering ? request.deadline : .zero)
        change(to: .capturing)
        do throws(CameraError) {
            if let step = script.popFirst() { try await play(step, until: began + request.deadline) }
            var shot = Shot()
            let picture = pictures[next % pictures.count]
            next += 1
            change(to: .downloading)
            let path = try await stage(picture, in: request.folder)
            let landing = Landing(request: request, shot: status.counters.shots + 1, time: clock)
            do throws(CameraError) {
                shot.files = [try await landing.verified(path, name: picture.name, isCompanion: false)]
            } catch {
                await clock.offPool { _ = unlink(path) }
                throw error
            }
            try await landing.commit(shot.files[0])
            status.counters.shots += 1
            shot.timings.total = clock.now - began
            await settle()
            return shot
        } catch {
            status.counters.failedShots += 1
            await settle()
            throw error
        }
    }

    public func liveView() -> AsyncStream<LiveFrame> {
        guard frameRate != nil else { return AsyncStream { $0.finish() } }
        let stream = frameBroadcast.join(newest: 1)
        if show == nil { show = Task { await showPictures() } }
        return stream
    }

    public func settings() async throws(CameraError) -> [Setting] { [] }

    public func apply(_ profile: SettingsProfile) async throws(CameraError) -> [SettingResult] {
        profile.wishes.map { SettingResult(name: $0.names.first ?? "", value: nil, outcome: .notOffered) }
    }

    public func events() -> AsyncStream<CameraEvent> { eventBroadcast.join(newest: 256) }

    public func close() async {
        isOpen = false
        supervisor?.cancel()
        show?.cancel()
        frameBroadcast.finish()
        change(to: .absent, .closed)
        eventBroadcast.finish()
    }
}

extension FolderCamera {
    private func change(to state: CameraState, _ reason: CameraError? = nil) {
        guard (status.state, status.reason) != (state, reason) else { return }
        (status.state, status.reason) = (state, reason)
        eventBroadcast.send(.state(state, reason))
    }

    private func settle() async {
        guard isOpen, status.state != .recovering else { return }
        change(to: show == nil ? .ready : .previewing)
        await look()
    }

    private func play(_ step: Step, until end: ContinuousClock.Instant) async throws(CameraError) {
        switch step {
        case .picture: break
        case .delay(let time):
            try await pause(min(time, end - clock.now))
            if clock.now >= end { throw .timedOut(.collecting) }
        case .fault(let error): throw error
        case .unplugged(let time):
            let error = CameraError.lost(.trigger, detail: "unplugged by script")
            change(to: .recovering, error)
            Task {
                try? await clock.sleep(for: time)
                change(to: .ready)
            }
            throw error
        }
    }

    private func pause(_ time: Duration) async throws(CameraError) {
        do { try await clock.sleep(for: time) } catch { throw .cancelled }
    }

    private func isNextThere() async -> Bool {
        guard case .folder(let folder) = source else { return true }
        guard !pictures.isEmpty else { return false }
        let path = folder + "/" + pictures[next % pictures.count].name
        return await clock.offPool { access(path, R_OK) == 0 }
    }

    private static func list(_ source: Source) throws(CameraError) -> [Picture] {
        guard case .folder(let folder) = source else { return TestPictures.all }
        do {
            let names = try entries(ofFolder: folder).filter { !$0.hasPrefix(".") }.sorted()
            let pictures = names.filter { (try? PictureFile(path: folder + "/" + $0)) != nil }
            guard !pictures.isEmpty else {
                throw CameraError.badFolder(path: folder, reason: "no pictures in it", remedy: "put some JPEGs there")
            }
            return pictures.map { name in
                Picture(name: name) { try readAll(folder + "/" + name, limit: 256 << 20) }
            }
        } catch {
            if let error = error as? CameraError { throw error }
            let fault = error as? any Fault
            throw .badFolder(
                path: folder, reason: fault?.problem(without: folder) ?? "\(error)", remedy: fault?.remedy)
        }
    }

    private func stage(_ picture: Picture, in folder: String) async throws(CameraError) -> String {
        let path = Landing.stagingPath(in: folder)
        let failure: CameraError? = await clock.offPool {
            do {
                try writeDurably(try picture.contents(), to: path)
                return nil
            } catch FilesError.diskFull { return .diskFull(path: folder) } catch {
                return .refused(.downloading, detail: "\(error)")
            }
        }
        if let failure { throw failure }
        return path
    }

    /// What the next shot will be, as long as somebody watches.
    private func showPictures() async {
        if status.state == .ready { change(to: .previewing) }
        let pace = Duration.seconds(1) / max(1, min(frameRate ?? 1, 60))
        var (shown, view): (Int?, DriftingView?) = (nil, nil)
        while !frameBroadcast.isEmpty, isOpen, !Task.isCancelled {
            let due = clock.now + pace
            guard status.state == .previewing, !pictures.isEmpty else {
                try? await clock.sleep(for: .milliseconds(20))
                continue
            }
            if shown != next {
                let picture = pictures[next % pictures.count]
                (shown, view) = (next, await clock.offPool { DriftingView(picture) })
            }
            let number = status.counters.frames
            var jpeg = view?.known(number)
            if jpeg == nil, let view { jpeg = await clock.offPool { view.frame(number) } }
            if let jpeg {
                // The picture may be being taken by now.
                if shown == next, status.state == .previewing { publish(jpeg) }
            } else {
                status.counters.badFrames += 1
            }
            try? await clock.sleep(until: due)
        }
        show = nil
        if isOpen, status.state == .previewing { change(to: .ready) }
    }

    private func publish(_ jpeg: [UInt8]) {
        status.counters.frames += 1
        frameBroadcast.send(LiveFrame(jpeg: jpeg, number: status.counters.frames, at: clock.now))
    }
}
