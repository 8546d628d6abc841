import Effects
import Sessions
import StrictJSON

extension ScriptStep {
    /// The words and how long each waits when the workflow does not say, in seconds; nil: for ever.
    static let standardTimeouts: [String: Double?] = [
        "attract": nil, "countdown": nil, "capture": 60, "preview": 20, "select": 30, "survey": 60, "email": 60,
        "phone": 60, "consent": 30, "effect": 30, "ai": 20, "save": nil, "gif": nil, "video": 120, "boomerang": 60,
        "print": 30, "share": 30,
        "pause": nil, "command": 10, "layout": 30, "draw": 60, "thanks": 5,
    ]

    /// `before`: the steps that stand before it, to which a retake may lead.
    init(_ step: Workflow.Step, at path: JSONPath, before: [ScriptStep], locale: String) throws(StrictJSONError) {
        word = try JSONNode(.string(step.name), at: .key("step", in: path)).oneOf(Self.standardTimeouts.keys.sorted())
        if case .thanks? = before.last?.kind {
            throw .invalid(
                path: path, problem: "stands behind \"thanks\", which is the last step",
                remedy: "put \"thanks\" at the end")
        }
        let keys = try JSONNode(.object(step.settings), at: path).object()
        name = try keys.optional("name")?.string(limit: 64) ?? word
        text = try keys.optional("text")?.text(in: locale, limit: 1000)
        timeout = try keys.optional("timeout")?.double(in: 0...86_400) ?? Self.standardTimeouts[word]!
        when = try keys.optional("when").map { (node) throws(StrictJSONError) in try Condition(node, after: before) }
        kind = try Self.kind(word, keys, before, locale)
        try keys.finish()
    }

    private static func kind(
        _ word: String, _ keys: JSONObjectReader, _ before: [ScriptStep], _ locale: String
    ) throws(StrictJSONError) -> Kind {
        switch word {
        case "attract": return .attract
        case "countdown":
            return .countdown(
                seconds: try keys.optional("seconds")?.double(in: 0...60) ?? 3,
                mayShorten: try keys.optional("shorten")?.bool() ?? false)
        case "capture":
            return .capture(
                Shots(
                    count: try keys.optional("shots")?.int(in: 1...99),
                    interval: try keys.optional("interval")?.double(in: 0...600) ?? 3,
                    mayShorten: try keys.optional("shorten")?.bool() ?? false,
                    attempts: try keys.optional("attempts")?.int(in: 1...9) ?? 2))
        case "preview":
            let most = try keys.optional("retakes")?.int(in: 0...9) ?? 1
            guard let node = keys.optional("retake") else { return .preview(nil) }
            return .preview(Retake(target: try target(node, before), most: most))
        case "select": return .select(count: try keys.optional("count")?.int(in: 1...99))
        case "survey":
            return .survey(try Question(keys, locale))
        case "email": return .email
        case "phone": return .phone
        case "consent":
            return .consent(
                key: try keys.optional("key").map(key) ?? "terms",
                isRequired: try keys.optional("required")?.bool() ?? false)
        case "effect":
            let choices = try keys.required("choices")
            let list = try choices.array(max: 24) { (node) throws(StrictJSONError) in try Choice(node, locale) }
            guard !list.isEmpty else { throw choices.error(expected: "at least one effect") }
            return .effect(list)
        case "layout":
            if let kept = before.first(where: \.makesPicture) {
                throw .invalid(
                    path: keys.path, problem: "stands behind \"\(kept.name)\", where the FinalPhoto is made",
                    remedy: "let guests choose the layout before it")
            }
            let choices = try keys.required("choices")
            let list = try choices.array(max: 12) { (node) throws(StrictJSONError) in try LayoutChoice(node, locale) }
            guard !list.isEmpty else { throw choices.error(expected: "at least one layout") }
            return .layout(list)
        case "draw":
            let colours =
                try keys.optional("colours")?.array(max: 12) { (node) throws(StrictJSONError) in try node.penColour() }
                ?? ["#1c1c1c"]
            guard !colours.isEmpty else { throw keys.error("\"colours\" names none to draw with") }
            return .draw(colours: colours)
        case "thanks": return .thanks
        case "ai":
            return .ai(
                Request(
                    destination: try keys.required("destination").string(limit: 200),
                    prompt: try keys.optional("prompt")?.string(limit: 2000) ?? ""))
        case "save": return .save
        case "gif": return .gif
        case "video": return .video(try Filming(video: keys))
        case "boomerang": return .boomerang(try Filming(boomerang: keys))
        case "print":
            let copies = try keys.optional("copies")?.int(in: 0...20) ?? 1
            let most = try keys.optional("most")?.int(in: 0...20) ?? max(copies, 1)
            guard copies <= most else { throw keys.error("copies \(copies) are more than most, \(most)") }
            return .print(copies: copies, most: most)
        case "share": return .share
        case "pause": return .pause(seconds: try keys.required("seconds").double(in: 0...3600))
        default:
            let run = try keys.required("run")
            let words = try run.array(max: 64) { (node) throws(StrictJSONError) in try node.string() }
            guard words.first?.isEmpty == false else { throw run.error(expected: "a program and its arguments") }
            return .command(words)
        }
    }

    /// The index of an earlier step, whose name is its alone. What leaves the booth or is kept for good must not be done
    /// again by going back.
    private static func target(_ node: JSONNode, _ before: [ScriptStep]) throws(StrictJSONError) -> Int {
        let names = before.map(\.name)
        let known = names.filter { $0 != "attract" }
        guard !known.isEmpty else { throw node.error("no step stands before it that can be gone back to") }
        let name = try node.oneOf(known)
        guard known.count(where: { $0 == name }) == 1 else {
            throw node.error(
                "more than one step before it is called \"\(name)\"", remedy: "give the one that is meant a \"name\"")
        }
        let index = names.firstIndex(of: name)!
        if let kept = before[index...].first(where: \.isForGood) {
            throw node.error(
                "leads back over \"\(kept.name)\", which is done once", remedy: "put that after the last retake")
        }
        return index
    }

    private var isForGood: Bool {
        switch kind {
        case .save, .gif, .video, .boomerang, .print, .share, .ai, .command: true
        default: false
        }
    }

    /// After it another layout, or a drawing, would be in no picture.
    var makesPicture: Bool {
        switch kind {
        case .save, .gif, .print, .share, .boomerang(.camera): true
        default: false
        }
    }

    fileprivate static func key(_ node: JSONNode) throws(StrictJSONError) -> String {
        let text = try node.string(limit: 64)
        guard text.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil else { throw node.error(expected: "letters and digits") }
        return text
    }
}

extension ScriptStep.Filming {
    private enum VideoSource: String, CaseIterable { case live, clips }
    private enum BurstSource: String, CaseIterable { case live, camera }

    fileprivate init(video keys: JSONObjectReader) throws(StrictJSONError) {
        let source = try keys.optional("from")?.oneOf(VideoSource.self) ?? .live
        let seconds = keys.optional("seconds")
        guard source == .live || seconds == nil else {
            throw keys.error("\"seconds\" goes with the live view", remedy: "a clip is as long as it is")
        }
        self = source == .clips ? .clips : .live(seconds: try seconds?.double(in: 1...30) ?? 5)
    }

    /// Of the live view every picture is kept, for as long as so many shots would take.
    fileprivate init(boomerang keys: JSONObjectReader) throws(StrictJSONError) {
        let source = try keys.optional("from")?.oneOf(BurstSource.self) ?? .live
        let shots = try keys.optional("shots")?.int(in: 1...99) ?? (source == .live ? 12 : 5)
        let interval = try keys.optional("interval")?.double(in: 0...10) ?? (source == .live ? 0.15 : 0.5)
        switch source {
        case .live: self = .live(seconds: min(30, max(0.5, Double(shots) * interval)))
        case .camera:
            self = .camera(.init(count: shots, interval: interval, mayShorten: false, attempts: 2))
        }
    }
}

extension ScriptStep.Question {
    fileprivate init(_ keys: JSONObjectReader, _ locale: String) throws(StrictJSONError) {
        (key, choices) = (try ScriptStep.key(keys.required("key")), [])
        let list = keys.optional("choices")
        _ = try list?.array(max: 50) { (node) throws(StrictJSONError) in
            let texts = try GuestText(node, limit: 200)
            let choice = texts.text(in: locale)
            choices.append(choice)
            for text in texts.all { spellings[text] = choice }
        }
        hasStars = try keys.optional("stars")?.bool() ?? false
        guard hasStars else { return }
        let stars = (1...5).map(String.init)
        if choices.isEmpty { choices = stars }
        guard choices == stars else { throw keys.error("stars stand for the choices 1 to 5, and for no others") }
    }
}

extension ScriptStep.LayoutChoice {
    /// `"strip"`, or `{"title": "Four in a row", "layout": "strip"}`.
    fileprivate init(_ node: JSONNode, _ locale: String) throws(StrictJSONError) {
        guard case .object = node.value else {
            layout = try node.string(limit: 255)
            title = layout
            return
        }
        let keys = try node.object()
        title = try keys.required("title").text(in: locale, limit: 200)
        layout = try keys.required("layout").string(limit: 255)
        try keys.finish()
    }
}

extension JSONNode {
    fileprivate func penColour() throws(StrictJSONError) -> String {
        let text = try string().lowercased()
        guard text.wholeMatch(of: /#[0-9a-f]{6}/) != nil else { throw error(expected: "a colour such as #1c1c1c") }
        return text
    }
}

extension ScriptStep.Choice {
    /// `"glam"`, `"none"`, or `{"title": "Black & white", "effect": "glam:strength=0.8"}`.
    init(_ node: JSONNode, _ locale: String) throws(StrictJSONError) {
        func effect(_ node: JSONNode) throws(StrictJSONError) -> EffectCall? {
            try node.string() == "none" ? nil : try node.effect()
        }
        guard case .object = node.value else {
            (title, self.effect) = (try node.string(), try effect(node))
            return
        }
        let keys = try node.object()
        title = try keys.required("title").text(in: locale, limit: 200)
        self.effect = try effect(keys.required("effect"))
        try keys.finish()
    }
}
