import Work

/// What an operator was told already, and what is news of it: each thing once, and once when it is over.
struct AlertNews {
    struct Line: Equatable {
        var subject: String
        var text: String
    }

    /// What is over for so long is over: what comes and goes is told once.
    static let settling = Duration.seconds(60)

    private var told: [String: (text: String, goneSince: TimeSource.Instant?)] = [:]

    /// What is to be told now.
    ///
    /// - Parameter present: all that is wrong now, by subject.
    mutating func lines(_ present: [String: String], at now: TimeSource.Instant) -> [Line] {
        var lines: [Line] = []
        for (subject, text) in present.sorted(by: { $0.key < $1.key }) {
            if told[subject] == nil { lines.append(Line(subject: subject, text: text)) }
            told[subject] = (text, nil)
        }
        for (subject, state) in told.sorted(by: { $0.key < $1.key }) where present[subject] == nil {
            let since = state.goneSince ?? now
            told[subject]?.goneSince = since
            guard now - since >= Self.settling else { continue }
            told[subject] = nil
            lines.append(Line(subject: subject, text: "\(subject): over (\(state.text))"))
        }
        return lines
    }
}
