import Engine
import Pages
import Terminal

/// What stands at the bottom of a booth's terminal. Guests stand before it, so that it speaks the language of their event; only what
/// an operator has to do about a trouble is English, as in the log.
struct TerminalPage {
    let view: OperatorView
    let words: Words

    /// What somebody waits for first, then what must not be overlooked; what only counts goes where there is no room.
    func passages(typed: String, toShutter: Duration?, isLeaving: Bool = false) -> [Passage] {
        var passages = [
            Passage([visit, place, toPrint].compactMap { $0 }.joined(separator: " · "), .spare),
            Passage(heading(toShutter), tone: .strong),
        ]
        passages += [view.step?.hint].compactMap { $0 }.map { Passage($0, tone: .warning) }
        passages += [link, choices, retakes].compactMap { $0 }.map { Passage($0) }
        if isAsking { passages.append(Passage("> \(typed)_", .end)) }
        // Each once: what keeps a camera from shooting may be told of the camera and of the picture.
        let troubles = view.troubles.compactMap(\.guest) + view.troubles.map { "! \($0.remedy)" }
        passages += troubles.uniqued.map { Passage($0, tone: .warning) }
        passages.append(
            isLeaving ? Passage(words["terminal.leave", ["yes": "\(yes)"]], tone: .strong) : Passage(keys))
        return passages
    }

    /// The letter that says yes where the page asks.
    var yes: Character { words["answer.yes"].lowercased().first ?? "y" }

    private func heading(_ toShutter: Duration?) -> String {
        guard view.phase == .running else { return words["terminal.\(view.phase.rawValue)"] }
        guard let step = view.step else { return words["terminal.moment"] }
        let shot = step.shot.flatMap { shot in
            step.shots.map { words["gallery.pictureOf", ["number": "\(shot)", "count": "\($0)"]] }
        }
        let seconds = toShutter.map { Int(($0 / .seconds(1)).rounded(.up)) }.flatMap { $0 > 0 ? "\($0)" : nil }
        let said = step.text ?? (step.asks ? step.name : words["terminal.moment"])
        return [said, shot, seconds].compactMap { $0 }.joined(separator: " · ")
    }

    private var isAsking: Bool { view.step?.asks == true }

    private var visit: String? {
        guard let session = view.session else { return nil }
        let isWaiting = view.step?.word ?? "attract" == "attract"
        let guest = session.number.map { "#\($0)" } ?? words[isWaiting ? "terminal.nobody" : "terminal.newGuest"]
        guard session.slots > 0 else { return guest }
        let key = session.selected > session.slots ? "terminal.tooMany" : "terminal.pictures"
        return guest + ", " + words[key, ["count": "\(session.selected)", "slots": "\(session.slots)"]]
    }

    /// With the name that the workflow gives the step.
    private var place: String? {
        view.step.map { step in
            words["terminal.step", ["number": "\(step.index + 1)", "count": "\(step.of)", "name": step.name]]
        }
    }

    private var toPrint: String? {
        view.printer.flatMap { $0.waiting > 0 ? words["terminal.toPrint", ["count": "\($0.waiting)"]] : nil }
    }

    /// Where the session's pictures will be, when it is time to tell the guest.
    private var link: String? { view.step?.word == "share" ? view.session?.link : nil }

    private var choices: String? {
        guard let choices = view.step?.choices, !choices.isEmpty else { return nil }
        return "[\(choices.joined(separator: " | "))]"
    }

    private var retakes: String? { view.step?.retakesLeft.map { words["terminal.retakes", ["count": "\($0)"]] } }

    /// Those that do something now; each stays with its meaning.
    private var keys: String {
        let keys =
            if view.phase == .stopped {
                ["keyStart", "keyPrint", "keyQuit"]
            } else if isAsking {
                ["keyAnswer", "keyClear", "keyRestart", "keyStop"]
            } else {
                ["keyNext"] + (view.step?.retakesLeft ?? 0 > 0 ? ["keyRetake"] : [])
                    + ["keyPrint", "keyRestart", "keyStop", "keyQuit"]
            }
        return keys.map { words["terminal.\($0)"].replacing(" ", with: "\u{a0}") }.joined(separator: ", ")
    }
}

extension [String] {
    fileprivate var uniqued: [String] {
        reduce(into: []) { all, one in
            if !all.contains(one) { all.append(one) }
        }
    }
}
