import Dispatch
import Glibc
public import Sessions
public import StrictJSON
import Synchronization
import Work

/// Takes commands for a running booth on the event's local socket: a line of JSON comes, `{"command":"next"}` or
/// `{"command":"answer","value":"…"}`, and a line goes back: `{"state":{…}}`, or `{"error":"…"}` when it cannot be done now.
final class ControlServer: Sendable {
    /// Watches the socket without holding a thread. Sound: a source may be cancelled from any thread, and no more is done.
    private nonisolated(unsafe) let source: any DispatchSourceRead
    private let path: String
    private let open = Mutex(0)
    private static let most = 16

    /// The caller holds the event's lock: a socket that is there is one that a crash left behind.
    init(_ engine: Engine) throws(EngineError) {
        let folder = engine.record.folder
        path = folder.path + "/" + LocalSocket.name
        unlink(path)
        let listener = try LocalSocket.open(folder) { descriptor, address, length in
            // Nobody else may speak to the booth, not even for a moment.
            fchmod(descriptor, 0o600)
            return bind(descriptor, address, length) == 0 ? listen(descriptor, 16) : -1
        }
        chmod(path, 0o600)
        source = DispatchSource.makeReadSource(fileDescriptor: listener, queue: .global())
        source.setEventHandler { [weak self, weak engine] in
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            guard let self, let engine, self.enter() else {
                Glibc.close(connection)
                return
            }
            self.serve(connection, engine)
        }
        source.setCancelHandler { Glibc.close(listener) }
        source.activate()
    }

    func close() {
        unlink(path)
        source.cancel()
    }

    private func enter() -> Bool {
        open.withLock { open in
            guard open < Self.most else { return false }
            open += 1
            return true
        }
    }

    private func serve(_ connection: Int32, _ engine: Engine) {
        DispatchQueue.global().async {
            _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
            LocalSocket.limit(connection, seconds: 5)
            let line = LocalSocket.line(from: connection, limit: 16_384)
            // Whoever has given up waiting has been told that it failed.
            let isCut = LocalSocket.isCut(connection)
            Task {
                if !isCut {
                    let answer = await Self.answer(line, engine).text()
                    await offPool { LocalSocket.send(answer, to: connection) }
                }
                Glibc.close(connection)
                self.open.withLock { $0 -= 1 }
            }
        }
    }

    private static func answer(_ line: [UInt8]?, _ engine: Engine) async -> JSONValue {
        guard let line else { return ["error": "a command is a line of JSON, at most 16 kB"] }
        do {
            guard let command = try command(line) else { return ["state": await engine.state.json] }
            return ["state": try await engine.perform(command).json]
        } catch {
            return ["error": .string("\(error)")]
        }
    }

    /// nil: only the state is wanted.
    private static func command(_ line: [UInt8]) throws -> BoothCommand? {
        let keys = try JSONNode(parsing: line, document: "command").object()
        let node = try keys.required("command")
        let word = try node.string(limit: 64)
        let value = try keys.optional("value")?.string()
        try keys.finish()
        if word == "status", value == nil { return nil }
        guard let command = BoothCommand(word, value: value) else { throw node.error("\"\(word)\" is no command") }
        return command
    }
}

/// Speaks to a booth that runs.
public enum BoothControl {
    /// Sends a command, "status" for none, and gives the booth's state after it, as JSON. Blocks for at most 20 s.
    public static func send(
        _ word: String, value: String? = nil, to folder: EventFolder
    ) throws(EngineError) -> JSONValue {
        var request: [JSONValue.Member] = [.init("command", .string(word))]
        if let value { request.append(.init("value", .string(value))) }
        let descriptor = try LocalSocket.open(folder) { connect($0, $1, $2) }
        defer { close(descriptor) }
        LocalSocket.limit(descriptor, seconds: 20)
        LocalSocket.send(JSONValue.object(request).text(), to: descriptor)
        guard let line = LocalSocket.line(from: descriptor, limit: LocalSocket.longest),
            let answer = try? JSONValue(parsing: line, document: "answer")
        else { throw .control(path: folder.path, reason: "it does not answer") }
        if case .string(let problem)? = answer[member: "error"] { throw .notNow(problem) }
        guard let state = answer[member: "state"] else {
            throw .control(path: folder.path, reason: "its answer is not understood")
        }
        return state
    }
}
