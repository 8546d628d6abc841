import Pages
import Sessions
import Work

/// What a step that waits is told.
enum Touch: Sendable, Equatable {
    case next, present
    /// nil: of all pictures.
    case retake(RetakenPicture?)
    /// The guest has chosen another language.
    case language
    case answer(String)
}

/// What a step asks. Each answer is judged where it arrives, so that whoever gave it hears at once what is wrong.
struct Question: Sendable {
    var choices: [String] = []
    /// What is wrong with an answer, in words for the guest; nil: nothing.
    var flaw: @Sendable (String) -> String? = { _ in nil }
}

extension Question {
    /// Takes these, as they are shown.
    init(oneOf choices: [String], hint: String) {
        self.init(choices: choices) { choices.contains($0) ? nil : hint }
    }
}

/// A step that waits.
struct Wait {
    let number: Int
    /// nil: the step only waits, and asks nothing.
    let question: Question?
    /// Whether it is told that the language has changed.
    let hearsLanguage: Bool
    /// Why a command that goes on does nothing now; nil: it goes on.
    let refusal: @Sendable (BoothCommand) -> Refusal?
    let continuation: CheckedContinuation<Touch?, Never>
}

extension Walk {
    /// Waits until somebody does something or `deadline` comes; then nil. Throws when the session is to end.
    /// - Parameters:
    ///   - hearsLanguage: also returns when the guest chooses another language.
    ///   - refusal: why a command that goes on does nothing at this moment, asked whenever one comes; nil: it goes on.
    func touch(
        until deadline: TimeSource.Instant?, asking question: Question? = nil, hearsLanguage: Bool = false,
        refusing refusal: @escaping @Sendable (BoothCommand) -> Refusal? = { _ in nil }
    ) async throws -> Touch? {
        try Task.checkCancellation()
        waits += 1
        let number = waits
        let time = context.time
        let timer = deadline.map { deadline in
            Task {
                do { try await time.sleep(until: deadline) } catch { return }
                resume(number, with: nil)
            }
        }
        defer { timer?.cancel() }
        context.watchdog.rest()
        let touch = await withCheckedContinuation { continuation in
            wait = Wait(
                number: number, question: question, hearsLanguage: hearsLanguage || question != nil, refusal: refusal,
                continuation: continuation)
            wakeEarly()
        }
        context.watchdog.promise()
        waitsSince = time.now
        try Task.checkCancellation()
        return touch
    }

    /// The step that waits shows its words anew.
    func tellLanguage() {
        if let wait, wait.hearsLanguage { resume(wait.number, with: .language) }
    }

    private func resume(_ number: Int, with touch: Touch?) {
        guard let wait, wait.number == number else { return }
        self.wait = nil
        wait.continuation.resume(returning: touch)
    }

    /// A deadline that is shown, `seconds` of guest time from now; nil: none.
    func deadline(in seconds: Double?) -> TimeSource.Instant? {
        guard let seconds else { return nil }
        let length = context.guestTime(seconds)
        // Both before it is shown: whoever sees it may let time pass at once.
        let (end, shown) = (context.time.now + length, context.now + length)
        context.view.change { $0.step?.deadline = shown }
        return end
    }

    /// Nobody need wait any longer: the session is to end.
    func release() {
        if let wait { resume(wait.number, with: nil) }
        wakeEarly()
    }

    func wakeEarly() {
        let woken = early
        early = []
        for one in woken { one.resume() }
    }

    /// Gives a command to the step in hand. One that comes a moment before its step waits is kept for it.
    func tell(_ command: BoothCommand, at place: Place) async throws(Refusal) {
        while true {
            guard place == context.view.now.place, !isOver else { throw .over }
            // Whoever sent it has been told meanwhile that nothing waits.
            guard !Task.isCancelled else { throw .atWork }
            if let wait { return try take(command, wait) }
            let isShooting = context.view.now.step?.isShooting ?? true
            guard !isShooting, context.script.steps[index].kind.work.waits else { throw .atWork }
            await withCheckedContinuation { early.append($0) }
        }
    }

    private func take(_ command: BoothCommand, _ wait: Wait) throws(Refusal) {
        switch command {
        case .retake: try retake(nil, wait)
        case .retakeOne(let said): try retake(said, wait)
        case .answer(let said):
            guard let question = wait.question else { throw Refusal(.notNow, "nothing was asked") }
            let text = meant(by: said, among: question.choices)
            let flaw = question.flaw(text)
            context.view.change { $0.step?.hint = flaw }
            // Somebody is there: also after a bad answer the time begins anew.
            resume(wait.number, with: flaw == nil ? .answer(text) : .present)
            if let flaw { throw .badAnswer(flaw) }
        case .present: if wait.question != nil { resume(wait.number, with: .present) }
        case .next, .start, .restart, .stop, .language, .printLast:
            if let refusal = wait.refusal(command) { throw refusal }
            resume(wait.number, with: .next)
        }
    }

    /// - Parameter said: which picture; nil: all of them.
    private func retake(_ said: String?, _ wait: Wait) throws(Refusal) {
        guard context.view.now.step?.retakesLeft ?? 0 > 0 else { throw Refusal(.notNow, "no retake at this step") }
        guard let said else { return resume(wait.number, with: .retake(nil)) }
        let picture = picture(said)
        let hint = picture == nil ? words["answer.retake"] : nil
        context.view.change { $0.step?.hint = hint }
        // Somebody is there: also after a number that stands for nothing the time begins anew.
        resume(wait.number, with: picture.map { .retake($0) } ?? .present)
        if let hint { throw .badAnswer(hint) }
    }
}
