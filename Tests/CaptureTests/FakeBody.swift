import Glibc
import Rigs
import StrictJSON
import Synchronization
import Work

@testable import Capture

/// A camera body by script, behind the same seam as the real one. It outlives links, as a body outlives cables.
final class FakeBody: Sendable {
    /// What the next press of the shutter does.
    enum Press: Sendable {
        case files([String])
        case refuse(Int, String)
        /// No answer; the picture is on the card afterwards, or not.
        case hang(files: [String])
        /// The call works, but the body tells of nothing; the picture is on the card, or not.
        case silent(files: [String])
        /// The shutter goes, the picture is on the card, and the cable is out for a while; then it is on another port.
        case unplug(files: [String], back: Duration?)
        /// The same file is told twice, the second time under another name.
        case twice(String, String)
        /// Events of changed properties for five seconds.
        case chatter
        case lowBattery
    }

    enum Fetch: Sendable {
        case good, truncated, empty, garbage, crash, hang
        case stall(Duration)
        case shortened(by: Int)
        case unplug(back: Duration)
    }

    enum Frame: Sendable {
        case good, bad
        case refuse(Int, String)
    }

    struct State: Sendable {
        /// No two bodies of this process share one.
        var port = "usb:\(UInt32.random(in: 0 ... .max)),004"
        var serial = "4711"
        var isPlugged = true
        var openFailures: [(Int, String)] = []
        var hangsAtOpen = 0
        var presses: [Press] = []
        var fetches: [Fetch] = []
        var frames: [Frame] = []
        var hasTrigger = true
        var card: [CameraObject: [UInt8]] = [:]
        /// Contents of files by name, where they are not the usual picture.
        var rewrites: [String: [UInt8]] = [:]
        var events: [JSONValue] = []
        var settings: [String: (value: String, choices: [String])] = [
            "capturetarget": ("Internal RAM", ["Internal RAM", "Memory card"]), "batterylevel": ("80%", []),
        ]
        var requests: [Request] = []
        var links = 0
        var next = 1
    }

    let state: Mutex<State>
    let jpeg: [UInt8]

    init(jpeg: [UInt8] = Samples.jpeg, _ change: (inout State) -> Void = { _ in }) {
        self.jpeg = jpeg
        var start = State()
        change(&start)
        state = Mutex(start)
    }

    func camera(_ change: (inout TetheredCamera.Options) -> Void = { _ in }) -> TetheredCamera {
        var options = TetheredCamera.Options(worker: WorkerProgram(path: "/nowhere", arguments: []))
        options.patience = .milliseconds(500)
        options.keepAlive = .milliseconds(300)
        options.time = .ofTest
        options.bus = Bus(.ofTest)
        change(&options)
        return TetheredCamera(options) { () throws(LinkError) -> any Link in FakeLink(self) }
    }

    func unplug(for time: Duration?) {
        state.withLock {
            $0.isPlugged = false
            $0.events = []
        }
        guard let time else { return }
        TimeSource.ofTest.after(time) { self.plugIn() }
    }

    func plugIn() {
        state.withLock {
            $0.isPlugged = true
            $0.port = "usb:\(UInt32.random(in: 0 ... .max)),005"
        }
    }

    func count(_ name: String) -> Int { state.withLock { $0.requests.count { $0.name == name } } }

    /// Puts files on the card; each has its own bytes, as each picture has.
    func shoot(_ names: [String]) -> [CameraObject] {
        state.withLock { state in
            names.map { name in
                let object = CameraObject(folder: "/store/DCIM", name: name.replacing("#", with: "\(state.next)"))
                state.card[object] = state.rewrites[object.name] ?? jpeg
                return object
            }
        }
    }
}

final class FakeLink: Link {
    private let body: FakeBody
    private let isDead = Mutex(false)
    private let port = Mutex<String?>(nil)
    let log: [String] = []

    init(_ body: FakeBody) {
        self.body = body
        body.state.withLock { $0.links += 1 }
    }

    func end() { isDead.withLock { $0 = true } }

    func ask(_ request: Request, within deadline: Duration) async throws(LinkError) -> Reply {
        guard !isDead.withLock({ $0 }) else { throw .ended("it was ended") }
        body.state.withLock { $0.requests.append(request) }
        do throws(Trouble) {
            return try await answer(request, deadline)
        } catch {
            switch error {
            case .refused(let code, let text): throw .refused(code: code, text: text)
            case .hangs:
                try? await TimeSource.ofTest.sleep(for: deadline)
                end()
                throw .timedOut
            case .crashed:
                end()
                throw .ended("its process ended")
            }
        }
    }

    private enum Trouble: Error {
        case hangs, crashed
        case refused(Int, String)
    }

    private func answer(_ request: Request, _ deadline: Duration) async throws(Trouble) -> Reply {
        if case .detect = request {
            let (isPlugged, port) = body.state.withLock { ($0.isPlugged, $0.port) }
            return Reply(isPlugged ? [["model": "Fake", "port": .string(port)]] : [])
        }
        let (isThere, now) = body.state.withLock { ($0.isPlugged, $0.port) }
        if case .open(let wanted, _) = request { port.withLock { $0 = wanted } }
        guard isThere, port.withLock({ $0 }) == now else { throw .refused(-52, "") }
        switch request {
        case .open: return try open()
        case .trigger, .capture: return try trigger(request)
        case .wait(let time): return try await wait(time)
        case .fetch(let object, let path): return try await fetch(object, path)
        case .delete(let object): body.state.withLock { $0.card[object] = nil }
        case .list:
            return Reply(["objects": .array(body.state.withLock { $0.card.keys.map(\.json) })])
        case .get(let name): return try setting(name)
        case .set(let name, let value):
            _ = try setting(name)
            body.state.withLock { $0.settings[name]?.value = value }
            return try setting(name)
        case .preview: return try preview()
        case .storage: return Reply(["free": 4_000_000, "shots": 300])
        case .settings: return Reply(["settings": .array([try setting("capturetarget").value])])
        case .detect, .reset, .close: break
        }
        return Reply()
    }

    private func open() throws(Trouble) -> Reply {
        let (failure, hangs, serial) = body.state.withLock { state in
            let hangs = state.hangsAtOpen > 0
            if hangs { state.hangsAtOpen -= 1 }
            return (state.openFailures.isEmpty ? nil : state.openFailures.removeFirst(), hangs, state.serial)
        }
        if hangs { throw .crashed }
        if let failure { throw .refused(failure.0, failure.1) }
        return Reply(["model": "Fake", "setting": ["value": .string(serial)], "preview": true])
    }

    private func trigger(_ request: Request) throws(Trouble) -> Reply {
        if case .trigger = request, body.state.withLock({ !$0.hasTrigger }) { throw .refused(-6, "") }
        let press = body.state.withLock { $0.presses.isEmpty ? .files(["IMG_#.JPG"]) : $0.presses.removeFirst() }
        defer { body.state.withLock { $0.next += 1 } }
        func tell(_ objects: [CameraObject]) {
            let events: [JSONValue] = objects.map { ["event": "object", "object": $0.json] }
            body.state.withLock { $0.events += events + [["event": "complete"]] }
        }
        switch press {
        case .files(let names):
            let objects = body.shoot(names)
            if case .capture = request { return Reply(["event": "object", "object": objects[0].json]) }
            tell(objects)
        case .refuse(let code, let text): throw .refused(code, text)
        case .hang(let files):
            _ = body.shoot(files)
            throw .hangs
        case .silent(let files): _ = body.shoot(files)
        case .unplug(let files, let back):
            _ = body.shoot(files)
            body.unplug(for: back)
        case .twice(let first, let second):
            let objects = body.shoot([first])
            tell(objects + objects + body.shoot([second]))
        case .chatter: body.state.withLock { $0.events += Array(repeating: ["event": "other"], count: 250) }
        case .lowBattery: throw .refused(-1, "Battery low")
        }
        return Reply()
    }

    private func wait(_ milliseconds: Int) async throws(Trouble) -> Reply {
        let next = body.state.withLock { state in state.events.isEmpty ? [] : [state.events.removeFirst()] }
        if let event = next.first {
            // Chatter takes its time, which a clock that only tests advance would not show.
            if event == ["event": "other"] { try? await TimeSource.ofTest.sleep(for: .milliseconds(20)) }
            return Reply(event)
        }
        try? await TimeSource.ofTest.sleep(for: .milliseconds(milliseconds))
        return Reply(["event": "timeout"])
    }

    private func fetch(_ object: CameraObject, _ path: String) async throws(Trouble) -> Reply {
        let (contents, step) = body.state.withLock { state in
            (state.card[object], state.fetches.isEmpty ? .good : state.fetches.removeFirst())
        }
        guard let contents else { throw .refused(-108, "") }
        var bytes = contents
        switch step {
        case .good: break
        case .truncated: bytes = Array(contents.prefix(contents.count / 2))
        case .empty: bytes = []
        case .shortened(let count): bytes = Array(contents.dropLast(count))
        case .garbage: bytes = Array(repeating: 7, count: 5000)
        case .crash: throw .crashed
        case .hang: throw .hangs
        case .stall(let time): try? await TimeSource.ofTest.sleep(for: time)
        case .unplug(let back):
            body.unplug(for: back)
            throw .refused(-7, "")
        }
        guard let file = fopen(path, "wxe") else { throw .refused(-103, "") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        return Reply()
    }

    private func setting(_ name: String) throws(Trouble) -> Reply {
        guard let setting = body.state.withLock({ $0.settings[name] }) else { throw .refused(-2, "") }
        return Reply([
            "name": .string(name), "kind": setting.choices.isEmpty ? "text" : "choice", "value": .string(setting.value),
            "choices": .array(setting.choices.map { .string($0) }), "readOnly": false,
        ])
    }

    private func preview() throws(Trouble) -> Reply {
        switch body.state.withLock({ $0.frames.isEmpty ? .good : $0.frames.removeFirst() }) {
        case .good: return Reply(bytes: body.jpeg)
        case .bad: return Reply(bytes: Array(body.jpeg.dropLast(40)))
        case .refuse(let code, let text): throw .refused(code, text)
        }
    }
}
