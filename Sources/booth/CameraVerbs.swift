import Actions
import Capture
import Faults
import Files
import Glibc
import Imaging
import Pages
import StrictJSON
import Terminal

func listCameras(_ arguments: Arguments) async throws -> ExitStatus {
    let cameras = try await DetectedCamera.all(worker: Installation.this.cameraWorker)
    guard !arguments[CameraOptions.json] else {
        let rows = cameras.map {
            JSONValue.object([.init("model", .string($0.model)), .init("port", .string($0.port))])
        }
        try Console.out(JSONValue.array(rows).text(pretty: true) + "\n")
        return .done
    }
    for camera in cameras { try Console.out("\(camera.model)\t\(camera.port)\n") }
    if cameras.isEmpty { Console.error("booth: \(CameraError.absent(wanted: nil))\n") }
    return .done
}

/// Runs `body` with the camera connected, and closes it whatever happens.
func withCamera<Result>(
    _ arguments: Arguments, _ body: (any Camera) async throws -> Result
) async throws -> Result {
    let camera = try chosenCamera(arguments)
    await camera.start()
    do {
        let result = try await body(camera)
        await camera.close()
        return result
    } catch {
        await camera.close()
        throw error
    }
}

func showCameraStatus(_ arguments: Arguments) async throws -> ExitStatus {
    try await withCamera(arguments) { camera in
        // Not being ready is the answer, not a failure.
        let status = await knownStatus(of: camera)
        try Console.out(arguments[CameraOptions.json] ? try json(status).text(pretty: true) + "\n" : line(status))
        return status.whyNot == nil ? .done : .notThere
    }
}

/// How a camera is once that is known: ready, or for two seconds the same hindrance that somebody has to remove.
private func knownStatus(of camera: any Camera) async -> CameraStatus {
    let began = ContinuousClock.now
    while true {
        let (status, time) = (await camera.status, ContinuousClock.now - began)
        switch (status.state, status.reason) {
        case (.ready, _), (.previewing, _): return status
        case (_, .absent?), (_, .claimed?), (_, .noWorker?), (_, .badFolder?): if time > .seconds(2) { return status }
        default: if time > .seconds(10) { return status }
        }
        try? await Task.sleep(for: .milliseconds(50))
    }
}

private func line(_ status: CameraStatus) -> String {
    guard let identity = status.identity, status.whyNot == nil else {
        return "cannot shoot: \(status.whyNot ?? "no camera")\n"
    }
    var parts = ["\(identity.model) on \(identity.port) can shoot"]
    if let serial = identity.serial { parts.append("serial \(serial)") }
    if let battery = status.battery { parts.append("battery \(battery.text)") }
    if let shots = status.space?.shots { parts.append("room for \(counted(shots, "picture"))") }
    if status.hasLiveView == false { parts.append("no live view") }
    return parts.joined(separator: ", ") + "\n"
}

private func json(_ status: CameraStatus) throws -> JSONValue {
    let guest = try status.reason?.guest.map { try Words(locale: "en", in: Installation.this.texts)[$0] }
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
    return [
        "state": .string(status.state.rawValue), "whyNot": text(status.whyNot), "guest": text(guest),
        "model": text(status.identity?.model), "port": text(status.identity?.port),
        "serial": text(status.identity?.serial), "battery": text(status.battery?.text),
        "freeKilobytes": number(status.space?.free), "shotsLeft": number(status.space?.shots),
        "isHot": .bool(status.isHot), "liveView": status.hasLiveView.map { .bool($0) } ?? .null,
    ]
}

func showCameraSettings(_ arguments: Arguments) async throws -> ExitStatus {
    let wishes = try arguments.words.map { word in
        let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard sides.count == 2 else { throw TerminalError.usage("\(word): expected NAME=VALUE") }
        return SettingsProfile.Wish([sides[0]], [sides[1]])
    }
    return try await withCamera(arguments) { camera in
        try await camera.ready(within: .seconds(10))
        guard wishes.isEmpty else {
            let results = try await camera.apply(SettingsProfile(wishes))
            for result in results {
                try Console.out("\(result.name)\t\(result.value ?? "-")\t\(words(for: result.outcome))\n")
            }
            return results.allSatisfy { $0.outcome == .set } ? .done : .failed
        }
        let settings = try await camera.settings()
        guard !arguments[CameraOptions.json] else {
            try Console.out(JSONValue.array(settings.map(json)).text(pretty: true) + "\n")
            return .done
        }
        for setting in settings {
            let choices = setting.choices.isEmpty ? "" : "\t[\(setting.choices.joined(separator: " | "))]"
            try Console.out("\(setting.name)\t\(setting.value)\(setting.isReadOnly ? "\tread-only" : "")\(choices)\n")
        }
        return .done
    }
}

private func words(for outcome: SettingResult.Outcome) -> String {
    switch outcome {
    case .set: "set"
    case .clamped: "the camera made this of it"
    case .notOffered: "not offered by this camera"
    case .readOnly: "read-only; set it on the camera"
    case .failed(let reason): reason
    }
}

private func json(_ setting: Setting) -> JSONValue {
    [
        "name": .string(setting.name), "label": .string(setting.label), "kind": .string(setting.kind.rawValue),
        "value": .string(setting.value), "choices": .array(setting.choices.map { .string($0) }),
        "readOnly": .bool(setting.isReadOnly),
    ]
}

func previewCamera(_ arguments: Arguments) async throws -> ExitStatus {
    guard let output = arguments[CameraOptions.output] else { throw TerminalError.usage("say -o FILE") }
    let seconds = try arguments.int(CameraOptions.seconds, in: 1...3600) ?? 2
    return try await withCamera(arguments) { camera in
        try await camera.ready(within: .seconds(10))
        let stop = Task {
            try await Task.sleep(for: .seconds(seconds))
            await camera.close()
        }
        defer { stop.cancel() }
        var (frames, newest, first) = (0, LiveFrame?.none, ContinuousClock.now)
        for await frame in await camera.liveView() {
            if frames == 0 { first = frame.at }
            (frames, newest) = (frames + 1, frame)
        }
        guard let newest else { throw CameraError.unsupported("live view, but it shoots without") }
        try writeDurably(newest.jpeg, to: output)
        let time = (newest.at - first) / Duration.seconds(1)
        let rate = frames > 1 && time > 0 ? Int((Double(frames - 1) / time * 10).rounded()) : 0
        try Console.out("\(output)\t\(frames) frames, \(rate / 10).\(rate % 10) a second\n")
        return .done
    }
}

func watchCamera(_ arguments: Arguments) async throws -> ExitStatus {
    let seconds = try arguments.int(CameraOptions.seconds, in: 1...86_400)
    return try await withCamera(arguments) { camera in
        let stop = Task {
            guard let seconds else { return }
            try await Task.sleep(for: .seconds(seconds))
            await camera.close()
        }
        defer { stop.cancel() }
        let events = await camera.events()
        try Console.out("\(await camera.status.state.rawValue)\n")
        for await event in events {
            switch event {
            case .state(let state, let reason): try Console.out("\(state.rawValue)\(reason.map { ": \($0)" } ?? "")\n")
            case .recovered(let file): try Console.out("recovered: \(file.name)\n")
            case .shutterPressed(let name): try Console.out("shutter pressed on the camera: \(name)\n")
            case .warning(let error): try Console.out("warning: \(error)\n")
            case .log(let line): Console.error("\(line)\n")
            }
        }
        return .done
    }
}
