internal import Glibc
internal import Synchronization
internal import Work

/// A process that has one model loaded and is asked again and again. One that takes too long, breaks down or talks nonsense is ended,
/// and the next picture gets a new one.
public final class MatteWorker: Sendable {
    /// What to run, before the words that say which model.
    public struct Program: Sendable {
        public let path: String
        public let arguments: [String]

        public init(path: String, arguments: [String] = [matteWorkerVerb]) {
            (self.path, self.arguments) = (path, arguments)
        }

        /// The program `render`, which lies where this one does.
        public static let standard: Program = {
            var room = [CChar](repeating: 0, count: 4_096)
            let length = readlink("/proc/self/exe", &room, room.count - 1)
            let path = String(decoding: room.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            return Program(path: folder.joined(separator: "/") + "/render")
        }()
    }

    /// How long it may take, and how much memory.
    public struct Limits: Sendable {
        public var start = Duration.seconds(30)
        public var still = Duration.seconds(20)
        public var live = Duration.seconds(3)
        /// How long a live view goes without it after it has failed.
        public var rest = Duration.seconds(10)
        public var megabytes = 700
        /// nil: those of the machine, at most 4. How many there are changes no byte.
        public var threads: Int?
        public init() {}
    }

    private struct Running {
        let child: Child
        let wire: MatteWire
        /// What the model takes; 0: any.
        let (width, height): (Int, Int)
        var asked: UInt32 = 0
    }

    private let model: MattingModel
    private let program: Program
    private let limits: Limits
    private let running = Mutex<Running?>(nil)
    /// The last failure on a live view, and until when none is tried there.
    private let rest = Mutex<(trouble: MattingError, end: ContinuousClock.Instant)?>(nil)

    public init(_ model: MattingModel, program: Program = .standard, limits: Limits = Limits()) {
        (self.model, self.program, self.limits) = (model, program, limits)
    }

    deinit { running.withLock { $0.take().map(Self.end) } }

    /// Loads the model, so that the first picture need not wait for it. Returns at once.
    public func warm() {
        onOwnThread("boothkit.matte") { [weak self] in
            guard let self else { return }
            // What is wrong is told to whoever asks, and a live view does not ask for it with each frame.
            do throws(MattingError) {
                _ = try running.withLock { (running) throws(MattingError) in try self.ready(&running) }
            } catch { rest.withLock { $0 = (error, .now + limits.rest) } }
        }
    }

    /// For what a picture is looked at.
    public enum Purpose: Sendable {
        case still
        /// A frame of a film: smaller and quicker.
        case film
        /// The same for a live view, whose next frame is on its way: nothing is waited for but this matte. While the model is being
        /// loaded, looks at something else or rests after a failure, it is refused at once.
        case live
    }

    /// The matte of a picture of `width` x `height`, of which `small` makes a smaller one. One at a time; blocks.
    public func matte<Failure: Error>(
        width: Int, height: Int, for purpose: Purpose = .still,
        small: (_ width: Int, _ height: Int) throws(Failure) -> PictureBytes, refused: (MattingError) -> Failure
    ) throws(Failure) -> CoarseMatte {
        assertOffPool()
        guard purpose == .live else {
            return try running.withLock { (running) throws(Failure) in
                try self.matte(width, height, isLive: purpose != .still, &running, small, refused)
            }
        }
        if let trouble = resting { throw refused(trouble) }
        let matte = try running.withLockIfAvailable { (running) throws(Failure) -> CoarseMatte? in
            guard running != nil else { return nil }
            return try self.matte(width, height, isLive: true, &running, small) { error in
                self.rest.withLock { $0 = (error, .now + self.limits.rest) }
                return refused(error)
            }
        }
        switch matte {
        case .some(.some(let matte)): return matte
        // Nobody has loaded it yet.
        case .some(.none): warm()
        case .none: break
        }
        throw refused(.busy)
    }

    /// Why a live view goes without it for now.
    var resting: MattingError? { rest.withLock { rest in rest.flatMap { $0.end > .now ? $0.trouble : nil } } }

    private func matte<Failure: Error>(
        _ width: Int, _ height: Int, isLive: Bool, _ running: inout Running?,
        _ small: (_ width: Int, _ height: Int) throws(Failure) -> PictureBytes, _ refused: (MattingError) -> Failure
    ) throws(Failure) -> CoarseMatte {
        let size: (width: Int, height: Int)
        do throws(MattingError) { size = try self.size(width, height, isLive, &running) } catch {
            throw refused(error)
        }
        let picture = try small(size.width, size.height)
        do throws(MattingError) {
            do throws(MattingError) { return try self.ask(picture, isLive, &running) } catch {
                // One that has ended while nobody asked is replaced, and nobody need know.
                guard error == Self.gone else { throw error }
                _ = try self.ready(&running)
                return try self.ask(picture, isLive, &running)
            }
        } catch { throw refused(error) }
    }

    private func size(
        _ width: Int, _ height: Int, _ isLive: Bool, _ running: inout Running?
    ) throws(MattingError) -> (width: Int, height: Int) {
        let (fixedWidth, fixedHeight) = try ready(&running)
        guard fixedWidth == 0 else { return (fixedWidth, fixedHeight) }
        let side = Double(isLive ? ModelSize.live : ModelSize.still)
        let scale = side / Double(min(width, height))
        return (ModelSize.whole(Double(width) * scale), ModelSize.whole(Double(height) * scale))
    }

    private func ready(_ running: inout Running?) throws(MattingError) -> (Int, Int) {
        if let running { return (running.width, running.height) }
        let started = try start()
        running = started
        return (started.width, started.height)
    }

    private func start() throws(MattingError) -> Running {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw .notStarted(program: program.path, reason: String(cString: strerror(errno)))
        }
        defer { close(ends[1]) }
        let threads = limits.threads ?? min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 4)
        let child = Child(
            [program.path] + program.arguments + [model.runtime, model.path, "\(threads)", "\(limits.megabytes)"],
            adding: ["LC_ALL": "C"], input: .descriptor(ends[1]))
        do throws(Child.NotStarted) { try child.start() } catch {
            close(ends[0])
            throw .notStarted(program: error.program, reason: error.reason)
        }
        let wire = MatteWire(ends[0])
        let failure: MattingError
        do throws(MatteWire.Trouble) {
            let first = try wire.read(until: .now + limits.start)
            if first.kind == .ready {
                return Running(child: child, wire: wire, width: first.width, height: first.height)
            }
            failure = first.kind == .refused ? refusal(first) : .failed(reason: "its process sent nonsense")
        } catch { failure = Self.failure(error, limits.start) }
        Self.end(child, wire)
        throw failure
    }

    private func ask(
        _ picture: PictureBytes, _ isLive: Bool, _ running: inout Running?
    ) throws(MattingError) -> CoarseMatte {
        guard var now = running else { throw Self.gone }
        now.asked += 1
        let limit = isLive ? limits.live : limits.still
        let failure: MattingError
        do throws(MatteWire.Trouble) {
            let end = ContinuousClock.now + limit
            let request = MatteFrame(
                isLive ? .live : .still, id: now.asked, width: picture.width, height: picture.height,
                bytes: picture.samples)
            try now.wire.write(request, until: end)
            let answer = try now.wire.read(until: end)
            if answer.kind == .matte, answer.id == now.asked, answer.width > 1, answer.height > 1,
                answer.bytes.count == answer.width * answer.height * 2
            {
                running = now
                let values = (0..<answer.width * answer.height).map {
                    UInt16(answer.bytes[$0 * 2]) | UInt16(answer.bytes[$0 * 2 + 1]) << 8
                }
                return CoarseMatte(across: answer.width, down: answer.height, values: values)
            }
            failure = answer.kind == .refused ? refusal(answer) : .failed(reason: "its process sent nonsense")
        } catch { failure = Self.failure(error, limit) }
        running = nil
        Self.end(now)
        throw failure
    }

    private func refusal(_ frame: MatteFrame) -> MattingError {
        .unusable(path: model.path, reason: String(decoding: frame.bytes.prefix(500), as: UTF8.self))
    }

    private static let gone = MattingError.failed(reason: "its process ended")

    private static func failure(_ trouble: MatteWire.Trouble, _ limit: Duration) -> MattingError {
        switch trouble {
        case .late: .late(seconds: max(1, Int(limit / .seconds(1))))
        case .closed: gone
        case .nonsense: .failed(reason: "its process sent nonsense")
        }
    }

    private static func end(_ running: Running) { end(running.child, running.wire) }

    /// At once, whatever it is doing, and reaped on a thread of its own.
    private static func end(_ child: Child, _ wire: MatteWire) {
        child.end()
        close(wire.descriptor)
        onOwnThread("boothkit.matte.end") { _ = child.finish() }
    }
}
