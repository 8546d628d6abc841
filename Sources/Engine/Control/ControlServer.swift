import Dispatch
import Faults
import Glibc
import Sessions
import StrictJSON
import Synchronization
import Work

/// Takes commands for a running booth on the event's local socket. A line of JSON comes and a line goes back; after `watch` a
/// line goes back for each change, until the client hangs up. docs/CONTRACT.md has the words.
final class ControlServer: Sendable {
    /// Watches the socket without holding a thread. Sound: a source may be cancelled from any thread, and no more is done.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let path: String
    /// The socket's path where it is not in the event's folder.
    let otherPlace: String?
    private let open = Mutex((commands: 0, watchers: 0))
    private static let mostCommands = 16
    private static let mostWatchers = 16

    /// The caller holds the event's lock: a socket that is there is one that a crash left behind. Blocks.
    init(_ engine: Engine) throws(EngineError) {
        let folder = engine.record.folder
        let place: LocalSocket.Place
        let listener: Int32
        (listener, place, path) = try Self.listener(for: folder)
        otherPlace = place == .event ? nil : path
        chmod(path, 0o600)
        source = DispatchSource.makeReadSource(fileDescriptor: listener, queue: .global())
        source.setEventHandler { [weak self, weak engine] in
            let connection = LocalSocket.accept(listener)
            guard connection >= 0 else { return }
            guard let self, let engine else {
                Glibc.close(connection)
                return
            }
            guard self.enter(\.commands, most: Self.mostCommands) else { return self.refuse(connection) }
            self.serve(connection, engine)
        }
        source.setCancelHandler { Glibc.close(listener) }
        source.activate()
    }

    /// A command with a drawing, in bytes.
    private static let longest = 300_000

    /// In the event's folder, or else in the user's own.
    private static func listener(for folder: EventFolder) throws(EngineError) -> (Int32, LocalSocket.Place, String) {
        var reasons: [String] = []
        for place in LocalSocket.Place.allCases {
            guard let (parent, name) = LocalSocket.path(of: folder, at: place) else { continue }
            unlink(parent + "/" + name)
            do throws(EngineError) {
                let listener = try LocalSocket.open(folder, at: place) { descriptor, address, length in
                    // Nobody else may speak to the booth, not even for a moment.
                    fchmod(descriptor, 0o600)
                    return bind(descriptor, address, length) == 0 ? listen(descriptor, 16) : -1
                }
                return (listener, place, parent + "/" + name)
            } catch { reasons.append(error.problem) }
        }
        throw .noSocket(path: folder.path, reason: reasons.joined(separator: "; "))
    }

    func close() {
        unlink(path)
        source.cancel()
    }

    private typealias Counts = (commands: Int, watchers: Int)

    private func enter(_ count: any WritableKeyPath<Counts, Int> & Sendable, most: Int) -> Bool {
        open.withLock { open in
            guard open[keyPath: count] < most else { return false }
            open[keyPath: count] += 1
            return true
        }
    }

    private func leave(_ count: any WritableKeyPath<Counts, Int> & Sendable) {
        open.withLock { $0[keyPath: count] -= 1 }
    }

    private func serve(_ connection: Int32, _ engine: Engine) {
        Task {
            let line = await offPool {
                LocalSocket.limit(connection, seconds: 5)
                return LocalSocket.line(from: connection, limit: Self.longest)
            }
            switch Self.request(line) {
            case .failure(let error): await reply(["error": .string(error.description)], to: connection)
            // A command of somebody who has hung up, and been told that it failed, is not carried out.
            case .success where LocalSocket.isCut(connection): break
            case .success(.status): await reply(["state": engine.operatorJSON], to: connection)
            case .success(.command(let command, let place)):
                await reply(Self.answer(command, at: place, engine), to: connection)
            case .success(.watch(let known)):
                leave(\.commands)
                if enter(\.watchers, most: Self.mostWatchers) {
                    await watch(connection, since: known, engine)
                    leave(\.watchers)
                } else {
                    await reply(["error": "too many clients watch this booth"], to: connection)
                }
                Glibc.close(connection)
                return
            }
            Glibc.close(connection)
            leave(\.commands)
        }
    }

    /// Nobody waits without a word.
    private func refuse(_ connection: Int32) {
        Task {
            await offPool { LocalSocket.limit(connection, seconds: 5) }
            await reply(["error": "too many commands at a time; try again"], to: connection)
            Glibc.close(connection)
        }
    }

    private func reply(_ answer: JSONValue, to connection: Int32) async {
        await offPool { _ = LocalSocket.send(answer.text(), to: connection) }
    }

    private static func answer(_ command: BoothCommand, at place: Place?, _ engine: Engine) async -> JSONValue {
        do throws(Refusal) {
            return ["state": engine.json(of: try await engine.perform(command, at: place))]
        } catch {
            return .object(present: [
                "error": .string("\(error)"), "reason": .string(error.reason.rawValue),
                "hint": error.hint.map(JSONValue.string),
            ])
        }
    }

    /// A line for each change until the client hangs up or takes nothing for 5 s.
    private func watch(_ connection: Int32, since known: WatchedView?, _ engine: Engine) async {
        let updates = engine.view.updates(since: known.map { ($0.launch, $0.revision) })
        let sending = Task {
            for await view in updates {
                let line = (["state": engine.json(of: view)] as JSONValue).text()
                guard await offPool({ LocalSocket.send(line, to: connection) }) else { break }
            }
            // Whoever waits for the client to hang up, need not any longer.
            shutdown(connection, Int32(SHUT_RDWR))
        }
        await offPool { LocalSocket.awaitEnd(of: connection) }
        sending.cancel()
        await sending.value
    }

    /// Launch and revision of the view that a client has already.
    private struct WatchedView {
        let launch: String
        let revision: Int
    }

    private enum Request {
        case status
        case watch(since: WatchedView?)
        case command(BoothCommand, at: Place?)
    }

    private static func request(_ line: [UInt8]?) -> Result<Request, StrictJSONError> {
        Result { () throws(StrictJSONError) in
            guard let line else {
                throw .invalid(path: .document("command"), problem: "a command is a line of JSON, at most 300 kB")
            }
            let node = try JSONNode(parsing: line, document: "command")
            let keys = try node.object()
            switch try keys.required("command").string(limit: 64) {
            case "status":
                try keys.finish()
                return .status
            case "watch":
                let known = try keys.optional("since").map(Self.known)
                try keys.finish()
                return .watch(since: known)
            default:
                let request = try CommandRequest(node)
                return .command(request.command, at: request.place)
            }
        }
    }

    private static func known(_ node: JSONNode) throws(StrictJSONError) -> WatchedView {
        let keys = try node.object()
        let known = WatchedView(
            launch: try keys.required("launch").string(limit: 64),
            revision: try keys.required("revision").int(in: 0 ... .max))
        try keys.finish()
        return known
    }
}
