import Darkroom
public import Effects
public import PrintOut
public import Sessions
import StrictJSON

/// A workflow that can be run: every step known, every setting checked. What each means, and what happens when nobody is
/// there, stands in workflows/README.md.
public struct Script: Sendable {
    public var name: String
    public var mode: Session.Mode
    /// nil: the event's first one.
    public var layout: String?
    /// On every session, unless a guest chooses otherwise.
    public var effects: [EffectCall]
    public var limits: PrintLimits
    public var steps: [ScriptStep]
    /// What the record keeps of it.
    public let workflow: Workflow

    /// `document` is the file's name as errors shall give it; texts are those of `locale`.
    public init(
        _ workflow: Workflow, document: String = "workflow.json", locale: String = "en"
    ) throws(EngineError) {
        do throws(StrictJSONError) {
            try self.init(decoding: workflow, at: .document(document), locale: locale)
        } catch {
            throw .badWorkflow(error)
        }
    }

    private init(decoding workflow: Workflow, at root: JSONPath, locale: String) throws(StrictJSONError) {
        self.workflow = workflow
        (name, mode) = (workflow.name, workflow.mode)
        let keys = try JSONNode(.object(workflow.settings), at: root).object()
        _ = keys.optional("$schema")
        layout = try keys.optional("layout")?.string(limit: 255)
        effects =
            try keys.optional("effects")?.array(max: 8) { (node) throws(StrictJSONError) in try node.effect() } ?? []
        limits = try keys.optional("limits").map(PrintLimits.init(script:)) ?? PrintLimits()
        try keys.finish()
        let list = JSONPath.key("steps", in: root)
        steps = []
        for (index, step) in workflow.steps.enumerated() {
            steps.append(try ScriptStep(step, at: .index(index, in: list), before: steps, locale: locale))
        }
    }

    /// How many pictures a guest is asked for with a layout of so many slots.
    public func shots(slots: Int) -> Int {
        steps.reduce(0) { sum, step in
            if let shots = step.shots { sum + (shots.count ?? max(slots, 1)) } else { sum }
        }
    }

    /// The same where each layout has slots of its own: nil stands for the one that sessions begin with, which a layout step exchanges
    /// for the guest's.
    func shots(slots: (_ layout: String?) -> Int, choosing layout: String) -> Int {
        var present: String?
        return steps.reduce(0) { sum, step in
            switch step.kind {
            case .layout: present = layout
            default: if let shots = step.shots { return sum + (shots.count ?? max(slots(present), 1)) }
            }
            return sum
        }
    }

    /// The layouts that guests choose among.
    public var layoutChoices: [String] {
        steps.flatMap { step in
            if case .layout(let choices) = step.kind { choices.map(\.layout) } else { [String]() }
        }
    }

    /// What a session held with a layout gets.
    func renditions(of layout: PreparedLayout) -> [Rendition.Kind] {
        (takesOnlyClips ? [] : [.final]) + (makesMotion(of: layout) ? layout.animation.map { [$0] } ?? [] : [])
    }

    /// How many captures a session held with a layout needs: none where it gets clips alone, of which there is no FinalPhoto.
    func slots(of layout: PreparedLayout) -> Int { takesOnlyClips ? 0 : layout.capturesNeeded }

    /// Whether it takes pictures at all.
    var shoots: Bool { steps.contains { $0.shots != nil } }

    /// Whether clips are all that it takes.
    public var takesOnlyClips: Bool { films && !shoots }
    /// Whether sessions get moving captures.
    public var films: Bool { steps.contains(where: \.films) }
    /// Whether they come from the live view.
    public var filmsLiveView: Bool { steps.contains(where: \.filmsLiveView) }
    /// Whether a step waits for the clips of another camera.
    public var awaitsClips: Bool { steps.contains(where: \.awaitsClip) }

    /// Whether a session held with a layout gets something that moves.
    func makesMotion(of layout: PreparedLayout) -> Bool { makesAnimation || films && layout.showsClips }

    /// Those on every session, and those that guests choose among.
    var allEffects: [EffectCall] {
        effects
            + steps.flatMap { step -> [EffectCall] in
                if case .effect(let choices) = step.kind { choices.compactMap(\.effect) } else { [] }
            }
    }

    /// Whether a session gets the animation of its layout, whatever that shows.
    public var makesAnimation: Bool {
        steps.contains { step in
            switch step.kind {
            case .gif, .boomerang(.camera): true
            default: false
            }
        }
    }
    /// Whether it gets a print.
    public var prints: Bool { steps.contains { if case .print = $0.kind { true } else { false } } }
}

extension ScriptStep {
    /// The pictures that it takes; nil: none.
    var shots: Shots? {
        switch kind {
        case .capture(let shots), .boomerang(.camera(let shots)): shots
        default: nil
        }
    }

    /// Whether a moving capture comes of it.
    var films: Bool { filmsLiveView || awaitsClip }

    var filmsLiveView: Bool {
        switch kind {
        case .video(.live), .boomerang(.live): true
        default: false
        }
    }

    var awaitsClip: Bool { if case .video(.clips) = kind { true } else { false } }
}

extension PrintLimits {
    fileprivate init(script node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        self.init(
            session: try keys.optional("session")?.int(in: 0...100_000),
            picture: try keys.optional("picture")?.int(in: 0...100_000),
            event: try keys.optional("event")?.int(in: 0...1_000_000))
        try keys.finish()
    }
}

extension JSONNode {
    /// A text for guests as it is said in a locale.
    func text(in locale: String, limit: Int) throws(StrictJSONError) -> String {
        try GuestText(self, limit: limit).text(in: locale)
    }

    /// `NAME[:key=value,…]`.
    func effect() throws(StrictJSONError) -> EffectCall {
        let text = try string(limit: 4096)
        do throws(EffectError) { return try EffectCall(parsing: text) } catch { throw self.error(error) }
    }
}
