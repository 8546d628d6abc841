import Terminal

/// What `render` is asked to do, and which options say something about that. What a mode does not heed is refused, because
/// whoever wrote it expects something of it.
struct RenderMode {
    enum Kind { case listEffects, contactSheet, validate, proof, check, event, set, jobsFrom, treat, one }

    let kind: Kind
    /// How messages call it.
    let title: String
    /// Long names, beside `json` and `quiet`, which go with all.
    let options: Set<String>
    /// Whether words that belong to no option mean something.
    let takesWords: Bool

    private static let effort = "jobs force dry-run accept-damaged"

    /// The first whose options are there wins.
    private static let all = [
        RenderMode(.listEffects, "--list-effects", "list-effects"),
        RenderMode(
            .contactSheet, "--contact-sheet", "contact-sheet output effect jobs accept-damaged"),
        RenderMode(.validate, "--validate", "validate value", takesWords: true),
        RenderMode(.proof, "--proof", "proof layout value", takesWords: true),
        RenderMode(.check, "--check", "check record results"),
        RenderMode(.event, "--event", "event session layout effect " + effort),
        RenderMode(.set, "--set", "set into layout value effect bleed " + effort),
        RenderMode(.jobsFrom, "--jobs-from", "jobs-from layout value effect bleed " + effort),
        RenderMode(
            .one, "captures of one set", "layout output animation poster trim value effect bleed " + effort,
            takesWords: true),
        RenderMode(
            .treat, "--effect without --layout",
            "effect output matte cut-out screen-field jobs force dry-run accept-damaged",
            takesWords: true),
    ]

    private init(_ kind: Kind, _ title: String, _ options: String, takesWords: Bool = false) {
        (self.kind, self.title, self.takesWords) = (kind, title, takesWords)
        self.options = Set((options + " json quiet").split(separator: " ").map(String.init))
    }

    /// The mode of a command line, which says nothing that it does not heed.
    static func of(_ arguments: Arguments) throws(TerminalError) -> RenderMode {
        let mode = all.first { $0.isAsked(arguments) }!
        for name in arguments.optionNames where !mode.options.contains(name) {
            let others = all.filter { $0.options.contains(name) }
            if mode.kind == .treat, arguments[RenderOptions.effect].isEmpty, others.contains(where: { $0.kind == .one })
            {
                throw .usage(RenderOptions.noLayout)
            }
            if others.count == 1, others[0].title != "--" + name {
                throw .usage("--\(name) goes with \(others[0].title) only")
            }
            throw .usage("--\(name) does not go with \(mode.title)")
        }
        if !mode.takesWords, let word = arguments.words.first {
            throw .usage("\"\(word)\" does not go with \(mode.title)")
        }
        return mode
    }

    private func isAsked(_ arguments: Arguments) -> Bool {
        switch kind {
        case .listEffects: arguments[RenderOptions.listEffects]
        case .contactSheet: arguments[RenderOptions.contactSheet] != nil
        case .validate: arguments[RenderOptions.validate]
        case .proof: arguments[RenderOptions.proof] != nil
        case .check: arguments[RenderOptions.check] != nil
        case .event: arguments[RenderOptions.event] != nil
        case .set: !arguments[RenderOptions.set].isEmpty
        case .jobsFrom: arguments[RenderOptions.jobsFrom] != nil
        case .one: arguments[RenderOptions.layout] != nil
        case .treat: true
        }
    }
}
