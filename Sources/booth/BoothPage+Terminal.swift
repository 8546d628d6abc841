import StrictJSON
import Terminal

extension BoothPage {
    /// For the bottom of a terminal: what somebody waits for first, then what must not be overlooked; what only counts goes
    /// where there is no room.
    func passages(typed: String, toShutter: Duration?, isLeaving: Bool = false) -> [Passage] {
        let counts = [visit, place.map { "step \($0)" }, toPrint].compactMap { $0 }.joined(separator: " · ")
        var passages = [Passage(counts, .spare), Passage(heading(toShutter), tone: .strong)]
        passages += [hint].compactMap { $0 }.map { Passage($0, tone: .warning) }
        passages += [link, choices, retakes].compactMap { $0 }.map { Passage($0) }
        if isAsking { passages.append(Passage("> \(typed)_", .end)) }
        passages += troubles.map { Passage("! \($0)", tone: .warning) }
        passages.append(
            isLeaving
                ? Passage("A session is under way. y: end the booth all the same, any other key: go on", tone: .strong)
                : Passage(keys))
        return passages
    }

    private func heading(_ toShutter: Duration?) -> String {
        guard let phase = phase, phase == "running" else {
            return phase == "stopped" ? "stopped: s opens the booth again" : phase ?? ""
        }
        guard let stepName else { return "one moment" }
        let seconds = toShutter.map { Int(($0 / .seconds(1)).rounded(.up)) }.flatMap { $0 > 0 ? " · \($0)" : nil } ?? ""
        return stepName + seconds + (question.map { ": \($0)" } ?? "")
    }

    /// Those that do something now; each stays with its meaning.
    private var keys: String {
        all.split(separator: ", ").map { $0.replacing(" ", with: "\u{a0}") }.joined(separator: ", ")
    }

    private var all: String {
        if phase == "stopped" { return "s: start, p: print last, q: quit" }
        if isAsking { return "Enter: on, Ctrl-U: clear, Ctrl-R: restart, Esc: stop" }
        let retake = retakesLeft > 0 ? "r: retake, " : ""
        return "Space or Enter: on, \(retake)p: print last, Ctrl-R: restart, Esc: stop, q: quit"
    }
}
