import StrictJSON

/// The state of a running booth as a person reads it.
struct BoothPage {
    let state: JSONValue

    init(_ state: JSONValue) { self.state = state }

    var text: String {
        var lines = ["booth     " + (state.text("phase") ?? "?")]
        func add(_ name: String, _ parts: [String?]) {
            let text = parts.compactMap { $0 }.joined(separator: ", ")
            let pad = String(repeating: " ", count: max(1, 10 - name.count))
            if !text.isEmpty { lines.append(name + pad + text) }
        }
        add("session", [visit])
        add("step", [step])
        if let camera = state[member: "camera"] {
            add(
                "camera", [camera.text("model"), camera.text("whyNot") ?? camera.text("state"), camera.text("battery")])
        }
        if let printer = state[member: "printer"] {
            let waiting = printer.int("waiting").flatMap { $0 > 0 ? "\($0) waiting" : nil }
            let left = printer.int("printsLeft").map { "\($0) prints left" }
            add("printer", [printer.text("name"), printer.text("reason") ?? "ready", waiting, left])
        }
        if let free = state.int("free") { add("disk", ["\(free / 1_000_000) MB free"]) }
        for trouble in state.list("troubles") { add("trouble", [trouble.text("remedy")]) }
        if let last = state[member: "last"] {
            add("last", [last.int("number").map { "#\($0)" }, last.text("finalPhoto")])
        }
        if let figures = state[member: "figures"] {
            add(
                "so far",
                ["completed", "endedEarly", "captures", "printed"].compactMap { key in
                    figures.int(key).map { "\($0) \(key == "endedEarly" ? "ended early" : key)" }
                })
            add("shutter or last touch to FinalPhoto", [figures[member: "finalPhotoMilliseconds"]?.latency])
            add("shutter or last touch to print job", [figures[member: "printJobMilliseconds"]?.latency])
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line, for the bottom of a terminal.
    var line: String {
        let trouble = state.list("troubles").first?.text("remedy")
        let printer = state[member: "printer"]?.int("waiting").flatMap { $0 > 0 ? "\($0) to print" : nil }
        let phase = state.text("phase").flatMap { $0 == "running" ? nil : $0 }
        return [phase, visit, step, printer, trouble].compactMap { $0 }.joined(separator: " · ")
    }

    private var visit: String? {
        guard let session = state[member: "session"] else { return nil }
        let number = session.int("number").map { "#\($0)" } ?? "nobody yet"
        let slots = session.int("slots") ?? 0
        return slots > 0 ? "\(number), \(session.int("captures") ?? 0) of \(slots) pictures" : number
    }

    private var step: String? {
        guard let step = state[member: "step"], let name = step.text("name") else { return nil }
        let shot = step.int("shot").flatMap { shot in step.int("shots").map { " picture \(shot) of \($0)" } } ?? ""
        let place = step.int("index").flatMap { index in step.int("of").map { " (\(index + 1) of \($0))" } } ?? ""
        let choices = step.list("choices").compactMap { if case .string(let text) = $0 { text } else { nil } }
        let said = step.text("text").map { ": " + $0 } ?? ""
        let retakes = step.int("retakesLeft").map { " (\($0) retakes left)" } ?? ""
        return name + shot + place + said + retakes + (choices.isEmpty ? "" : " [\(choices.joined(separator: " | "))]")
    }
}

extension JSONValue {
    fileprivate func text(_ key: String) -> String? {
        if case .string(let text)? = self[member: key] { text } else { nil }
    }
    fileprivate func int(_ key: String) -> Int? {
        if case .number(let number)? = self[member: key] { Int(number) } else { nil }
    }
    fileprivate func list(_ key: String) -> [JSONValue] {
        if case .array(let all)? = self[member: key] { all } else { [] }
    }

    fileprivate var latency: String? {
        guard let count = int("count"), count > 0, let median = int("median"), let p99 = int("p99") else { return nil }
        return "median \(median) ms, p99 \(p99) ms, of \(count)"
    }
}
