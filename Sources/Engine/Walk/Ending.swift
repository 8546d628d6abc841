import Faults
import Pages
import Sessions
import Work

/// How a session ends.
struct Ending: Sendable {
    var reason: Session.EndReason
    /// What came of its last step, for the record.
    var word: String?
    /// Whether its FinalPhoto is to be made when every slot has its capture.
    var makesPicture = true
}

/// Why a session ends before its last step.
struct EarlyEnd: Error {
    let reason: Session.EndReason
    let why: String?
    /// The guest does not want to be in a picture.
    let isRefused: Bool

    init(_ reason: Session.EndReason, _ why: String?, isRefused: Bool = false) {
        (self.reason, self.why, self.isRefused) = (reason, why, isRefused)
    }
}

/// Nobody had begun the session, and the next one goes by other settings.
struct GaveWay: Error {}

extension Walk {
    /// Puts what is left of the session in order, whatever ended it: its FinalPhoto when every slot has its capture, then the
    /// clean-up as one transaction. Work in the background is not waited for.
    func finish(_ ending: Ending) async {
        context.view.change { $0.step = nil }
        await context.watchdog.promising(within: .seconds(60)) {
            if ending.makesPicture {
                do { _ = try await finalPhoto() } catch { context.say("session \(label(session)): \(error)") }
            }
            await record(ending)
            await forgetClip()
            await context.saveHistory()
        }
        if context.stranded.isEmpty { context.troubles.withdraw(.picture) }
        context.troubles.withdraw(.ai)
        if hasNoPrints { context.troubles.withdraw(.print) }
        close()
        let words = context.words.language
        context.view.change { view in
            (view.session, view.finalPhoto, view.language) = (nil, nil, words)
            if ending.reason == .stop { view.phase = .stopped }
        }
    }

    /// Tries until the disk has it, or the booth is closed.
    private func record(_ ending: Ending) async {
        while true {
            do {
                // Of somebody who wants to be in no picture nothing is sent.
                if let ended = try await context.record.end(
                    ending.reason, result: ending.word, stillMade: stillMade, queues: ending.makesPicture,
                    at: context.now)
                {
                    note(ended, ending.reason)
                    // Its last picture may have come in between.
                    if ending.makesPicture {
                        await SessionCompletion(context: context, prepared: prepared).schedule(ended)
                    }
                }
                return context.troubles.recovered(.disk)
            } catch {
                context.troubles.raise(.disk, guest: .host, remedy: context.remedy(for: error))
                if context.view.now.isClosing { return }
                try? await context.time.sleep(for: .seconds(1))
                context.watchdog.promise()
            }
        }
    }

    private func note(_ ended: Session, _ reason: Session.EndReason) {
        let final = ended.readyFinal
        context.view.change { view in
            if reason == .completed {
                view.figures.completed += 1
            } else if ended.isVisible {
                view.figures.endedEarly += 1
            }
            if let final, let number = ended.number { view.last = .init(number: number, finalPhoto: final) }
        }
        guard ended.isVisible else { return }
        let how = reason == .completed ? "completed" : "ended by \(reason.rawValue)"
        // Of clips alone there is none, and their film comes later.
        let picture = final.map { ": " + $0 } ?? (ended.hasOnlyClips ? "" : ", no FinalPhoto")
        context.say("session \(label(ended)) \(how)\(picture)")
    }
}

extension Session {
    /// Path of the newest FinalPhoto that is there.
    var readyFinal: String? { renditions.last { $0.kind == .final && $0.state == .ready }?.path }
}
