import Faults
import StrictJSON
import Terminal

/// The state of a running booth as a person reads it.
struct BoothPage {
    let state: JSONValue

    init(_ state: JSONValue) { self.state = state }

    var text: String {
        var lines = ["booth     " + (phase ?? "?")]
        func add(_ name: String, _ parts: [String?]) {
            let text = parts.compactMap { $0 }.joined(separator: ", ")
            let pad = String(repeating: " ", count: max(1, 10 - name.count))
            if !text.isEmpty { lines.append(name + pad + text) }
        }
        add("session", [visit])
        add("step", [stepLine])
        add("", [hint])
        add("link", [link])
        if let camera = state[member: "camera"] {
            add(
                "camera", [camera.text("model"), camera.text("whyNot") ?? camera.text("state"), camera.text("battery")])
        }
        if let printer = state[member: "printer"] {
            let waiting = printer.int("waiting").flatMap { $0 > 0 ? "\($0) waiting" : nil }
            let left = printer.int("printsLeft").map { counted($0, "print") + " left" }
            add("printer", [printer.text("name"), printer.text("reason") ?? "ready", waiting, left])
        }
        if let screen = state[member: "screen"], let silent = screen.int("silent") {
            add("screen", [screen.text("shows"), silent > 15 ? "silent for \(silent) s" : nil])
        }
        if let free = state.int("free") { add("disk", ["\(free / 1_000_000) MB free"]) }
        for trouble in troubles { add("trouble", [trouble]) }
        if let last = state[member: "last"] {
            add("last", [last.int("number").map { "#\($0)" }, last.text("finalPhoto")])
        }
        if let figures = state[member: "figures"] {
            let captures = figures.int("captures").map { counted($0, "capture") }
            add(
                "so far",
                [
                    figures.int("completed").map { "\($0) completed" },
                    figures.int("endedEarly").map { "\($0) ended early" }, captures,
                    figures.int("printed").map { "\($0) printed" },
                ])
            add("shutter or last touch to FinalPhoto", [figures[member: "finalPhotoMilliseconds"]?.latency])
            add("shutter or last touch to print job", [figures[member: "printJobMilliseconds"]?.latency])
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line, for systemd.
    var line: String {
        let phase = phase.flatMap { $0 == "running" ? nil : $0 }
        return [phase, visit, stepLine, toPrint, troubles.first].compactMap { $0 }.joined(separator: " · ")
    }

    private var stepLine: String? {
        guard let name = stepName else { return nil }
        let choices = choices.map { " \($0)" } ?? ""
        let retakes = retakes.map { " (\($0))" } ?? ""
        return name + (place.map { " (\($0))" } ?? "") + (question.map { ": \($0)" } ?? "") + retakes + choices
    }
}

/// The parts of it.
extension BoothPage {
    var phase: String? { state.text("phase") }
    var step: JSONValue? { state[member: "step"] }
    var question: String? { step?.text("text") }
    /// What is wrong with the last answer.
    var hint: String? { step?.text("hint") }
    /// Each once: what keeps a camera from shooting may be told of the camera and of the picture.
    var troubles: [String] {
        state.list("troubles").compactMap { $0.text("remedy") }.reduce(into: []) { all, trouble in
            if !all.contains(trouble) { all.append(trouble) }
        }
    }

    var stepName: String? {
        guard let step, let name = step.text("name") else { return nil }
        return name + (step.int("shot").flatMap { shot in step.int("shots").map { " picture \(shot) of \($0)" } } ?? "")
    }

    var place: String? { step?.int("index").flatMap { index in step?.int("of").map { "\(index + 1) of \($0)" } } }

    var choices: String? {
        let choices = (step?.list("choices") ?? []).compactMap { choice in
            if case .string(let text) = choice { text.onOneLine } else { nil }
        }
        return choices.isEmpty ? nil : "[\(choices.joined(separator: " | "))]"
    }

    var retakes: String? { step?.int("retakesLeft").map { counted($0, "retake") + " left" } }

    /// Where the session's pictures will be, when it is time to tell the guest.
    var link: String? { step?.text("step") == "share" ? state[member: "session"]?.text("link") : nil }

    var toPrint: String? { state[member: "printer"]?.int("waiting").flatMap { $0 > 0 ? "\($0) to print" : nil } }

    var visit: String? {
        guard let session = state[member: "session"] else { return nil }
        let isWaiting = step?.text("step") ?? "attract" == "attract"
        let number = session.int("number").map { "#\($0)" } ?? (isWaiting ? "nobody yet" : "new guest")
        let slots = session.int("slots") ?? 0
        let captures = session.list("captures").count { $0[member: "selected"] == true }
        guard slots > 0 else { return number }
        return captures > slots
            ? "\(number), \(captures) pictures, \(slots) wanted"
            : "\(number), \(captures) of \(counted(slots, "picture"))"
    }
}

extension JSONValue {
    /// What guests, cameras and printers said is shown on one line, whatever they said.
    fileprivate func text(_ key: String) -> String? {
        if case .string(let text)? = self[member: key] { text.onOneLine } else { nil }
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
