import Glibc
public import Sessions
public import StrictJSON

/// Speaks to a booth that runs. Every call blocks; each exchange takes at most 20 s.
public enum BoothControl {
    /// The booth's state now, as JSON.
    public static func status(of folder: EventFolder) throws(EngineError) -> JSONValue {
        try ask([.init("command", .string("status"))], folder)
    }

    /// Sends a command and gives the booth's state after it. What needs a place gets the one that the booth shows now, so that
    /// a command which comes too late does nothing.
    /// - Throws: `EngineError.refused` with the booth's reason when it is not carried out.
    public static func send(
        _ word: String, value: String? = nil, at place: Place? = nil, to folder: EventFolder
    ) throws(EngineError) -> JSONValue {
        var request: [JSONValue.Member] = [.init("command", .string(word))]
        if let value { request.append(.init("value", .string(value))) }
        var meant = place
        if meant == nil { meant = try shownPlace(for: word, value, folder) }
        if let place = meant {
            request.append(
                .init("at", ["session": .string(place.session), "entry": .integer(place.entry)]))
        }
        return try ask(request, folder)
    }

    /// Calls `show` with the state now and after each change, until it gives false or the booth has ended.
    public static func watch(_ folder: EventFolder, show: (JSONValue) -> Bool) throws(EngineError) {
        let descriptor = try LocalSocket.connected(to: folder)
        defer { close(descriptor) }
        _ = LocalSocket.send(#"{"command":"watch"}"#, to: descriptor)
        var rest: [UInt8] = []
        while let line = LocalSocket.line(from: descriptor, limit: LocalSocket.longest, &rest) {
            guard show(try state(in: line, folder)) else { return }
        }
    }

    private static func shownPlace(
        for word: String, _ value: String?, _ folder: EventFolder
    ) throws(EngineError) -> Place? {
        guard BoothCommand(word, value: value)?.needsPlace ?? false else { return nil }
        let state = try status(of: folder)
        guard case .string(let session)? = state[member: "session"]?[member: "id"],
            case .number(let entry)? = state[member: "step"]?[member: "entry"]
        else { return nil }
        return Place(session: session, entry: Int(entry))
    }

    private static func ask(_ request: [JSONValue.Member], _ folder: EventFolder) throws(EngineError) -> JSONValue {
        let descriptor = try LocalSocket.connected(to: folder)
        defer { close(descriptor) }
        LocalSocket.limit(descriptor, seconds: 20)
        _ = LocalSocket.send(JSONValue.object(request).text(), to: descriptor)
        guard let line = LocalSocket.line(from: descriptor, limit: LocalSocket.longest) else {
            let hasEnded = LocalSocket.isCut(descriptor)
            throw .control(
                path: folder.path, reason: hasEnded ? "it ended before it answered" : "no response within 20 s")
        }
        return try state(in: line, folder)
    }

    private static func state(in line: [UInt8], _ folder: EventFolder) throws(EngineError) -> JSONValue {
        guard let answer = try? JSONValue(parsing: line, document: "answer") else {
            throw .control(path: folder.path, reason: "its answer is not understood")
        }
        func text(_ key: String) -> String? {
            if case .string(let text)? = answer[member: key] { text } else { nil }
        }
        if let problem = text("error") {
            let reason = text("reason").flatMap(Refusal.Reason.init) ?? .notNow
            throw .refused(Refusal(reason, problem, hint: text("hint")))
        }
        guard let state = answer[member: "state"] else {
            throw .control(path: folder.path, reason: "its answer is not understood")
        }
        return state
    }
}
