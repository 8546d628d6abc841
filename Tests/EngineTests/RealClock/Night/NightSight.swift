import StrictJSON

/// What a client sees of the booth: its answer to `booth ctl … status --json`.
struct Sight: Sendable {
    var phase = ""
    var session: String?
    var captures = 0
    var finalPhoto: String?
    var word = ""
    var entry = 0
    var asks = false
    var choices: [String] = []
    var retakesLeft = 0
    var finalPhotos = Latency()
    var printJobs = Latency()

    struct Latency: Sendable {
        var count = 0
        /// Milliseconds.
        var newest: Int?
    }

    init?(_ state: JSONValue) {
        guard let phase = state.text("phase") else { return nil }
        self.phase = phase
        if let visit = state[member: "session"] {
            (session, captures, finalPhoto) = (visit.text("id"), visit.int("captures") ?? 0, visit.text("finalPhoto"))
        }
        if let step = state[member: "step"] {
            (word, entry) = (step.text("step") ?? "", step.int("entry") ?? 0)
            (asks, retakesLeft) = (step[member: "asks"] == true, step.int("retakesLeft") ?? 0)
            if case .array(let all)? = step[member: "choices"] {
                choices = all.compactMap { if case .string(let text) = $0 { text } else { nil } }
            }
        }
        func latency(_ key: String) -> Latency {
            let figure = state[member: "figures"]?[member: key]
            return Latency(count: figure?.int("count") ?? 0, newest: figure?.int("newest"))
        }
        (finalPhotos, printJobs) = (latency("finalPhotoMilliseconds"), latency("printJobMilliseconds"))
    }
}

extension JSONValue {
    func text(_ key: String) -> String? { if case .string(let text)? = self[member: key] { text } else { nil } }
    func int(_ key: String) -> Int? { if case .number(let number)? = self[member: key] { Int(number) } else { nil } }
}
