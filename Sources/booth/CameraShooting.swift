import Capture
import Compositor
import Engine
import Faults
import Files
import Glibc
import Imaging
import Sessions
import StrictJSON
import Synchronization
import Terminal
import Work

func shootCamera(_ arguments: Arguments) async throws -> ExitStatus {
    let end = ContinuousClock.now + .seconds(try arguments.int(CameraOptions.deadline, in: 1...3600) ?? 15)
    switch (arguments[CameraOptions.output], arguments[CameraOptions.event]) {
    case (let output?, nil):
        guard arguments[CameraOptions.shots] == nil else {
            throw TerminalError.usage("--shots goes with --event EVENT")
        }
        return try await shoot(into: output, arguments, end)
    case (nil, let event?): return try await shoot(into: EventFolder(asSpelled(event)), arguments, end)
    default: throw TerminalError.usage("say -o FILE or --event EVENT")
    }
}

/// One shot, everything included, within the time that was given.
private func shot(
    by camera: any Camera, into folder: String, _ arguments: Arguments, _ end: ContinuousClock.Instant,
    commit: @escaping ShotRequest.Commit
) async throws -> Shot {
    try await camera.ready(within: min(.seconds(10), end - .now))
    var request = ShotRequest(folder: folder, commit: commit)
    // Letting the camera go takes its time, too.
    request.deadline = max(.seconds(1), end - .now - .seconds(1))
    request.deletesOnCamera = arguments[CameraOptions.deletes]
    return try await camera.capture(request)
}

private func report(
    _ file: CapturedFile, at path: String, session: Int? = nil, _ arguments: Arguments
) throws {
    guard arguments[CameraOptions.json] else {
        let suffix = session.map { "\tsession #\($0)" } ?? ""
        return try Console.out("\(path)\t\(file.name)\t\(file.bytes) bytes\(suffix)\n")
    }
    var row: [JSONValue.Member] = [
        .init("path", .string(path)), .init("format", .string(file.format.rawValue)),
        .init("bytes", .integer(file.bytes)), .init("camera", .string(file.name)),
    ]
    if let session { row.append(.init("session", .integer(session))) }
    try Console.out(JSONValue.object(row).text() + "\n")
}

private func shoot(
    into output: String, _ arguments: Arguments, _ end: ContinuousClock.Instant
) async throws -> ExitStatus {
    // Said before the shutter rather than after it.
    guard access(output, F_OK) != 0 else { throw FilesError.cannotCreate(path: output, reason: "it is there already") }
    let slash = output.lastIndex(of: "/")
    let folder = slash.map { $0 == output.startIndex ? "/" : String(output[..<$0]) } ?? "."
    let name = output[(slash.map { output.index(after: $0) } ?? output.startIndex)...]
    let stem = name.lastIndex(of: ".").map { String(output[..<$0]) } ?? output
    guard access(folder, W_OK | X_OK) == 0 else {
        throw FilesError.cannotCreate(path: output, reason: String(cString: strerror(errno)))
    }
    return try await withCamera(arguments) { camera in
        // The picture gets the name that was asked for, a raw file beside it its own ending.
        let path = { @Sendable (file: CapturedFile) in file.format == .raw ? "\(stem).\(file.fileExtension)" : output }
        let shot = try await shot(by: camera, into: folder, arguments, end) { file in
            try await offPool { () throws(CameraError) in try file.move(to: path(file)) }
        }
        for file in shot.files { try report(file, at: path(file), arguments) }
        return .done
    }
}

/// A session of its own in the event, with as many pictures as were asked for: each is in Captures/ with its row before the next
/// is taken.
private func shoot(
    into folder: EventFolder, _ arguments: Arguments, _ end: ContinuousClock.Instant
) async throws -> ExitStatus {
    let count = try arguments.int(CameraOptions.shots, in: 1...99) ?? 1
    let each = end - .now
    let lock = try EventLock(folder)
    let record = try EventRecord(folder)
    LocalTime.live(in: record.event.zone)
    _ = try await record.launch()
    let plan = try plan(of: record, shots: count)
    let status: ExitStatus = try await withCamera(arguments) { camera in
        // Without a camera there is no session.
        try await camera.ready(within: min(.seconds(10), each))
        let session = try await record.start(plan)
        do {
            for number in 1...count {
                let kept = Mutex<[String: Sessions.Capture]>([:])
                let shot = try await shot(by: camera, into: folder.path + "/Captures", arguments, .now + each) { file in
                    var new = StagedCapture(at: file.path, fileExtension: file.fileExtension, source: file.name)
                    new.shot = number
                    let capture = try await record.keep(file: new, in: session.id)
                    kept.withLock { $0[file.path] = capture }
                }
                let sessionNumber = try await record.session(session.id).number
                for file in shot.files {
                    guard let capture = kept.withLock({ $0[file.path] }) else { continue }
                    try report(file, at: capture.path, session: sessionNumber, arguments)
                }
            }
        } catch {
            // What was taken is kept; a session without any is in no list.
            _ = try await record.end(.restart)
            try await record.saveHistory()
            throw error
        }
        _ = try await record.end(.completed)
        try await record.saveHistory()
        return .done
    }
    withExtendedLifetime(lock) {}
    return status
}

/// With the event's layout when the shots fill it, so that its pictures can be rendered.
private func plan(of record: EventRecord, shots: Int) throws -> SessionPlan {
    var plan = SessionPlan(workflow: Workflow(name: "shoot", steps: [Workflow.Step(name: "capture")]))
    plan.renditions = []
    plan.utcOffset = LocalTime.offset()
    guard let name = record.event.layouts.first else { return plan }
    let library = LayoutLibrary.standard(program: programPath()).preferring(record.folder.layouts)
    let needed = try library.layout(record.folder.layouts + "/" + name).capturesNeeded
    if shots >= needed { (plan.layout, plan.slots) = (name, needed) }
    return plan
}
