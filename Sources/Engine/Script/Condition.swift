import Sessions
import StrictJSON

/// When a step is done; otherwise it is skipped.
public indirect enum Condition: Sendable, Equatable {
    /// The guest answered this question so; nil: at all.
    case survey(key: String, answer: String?)
    case consent(key: String)
    /// At least so many captures are selected.
    case captures(Int)
    /// A printer is there and takes prints.
    case printer
    case not(Condition)
    case all([Condition])
    case any([Condition])

    /// `before`: the steps that stand before it, which ask what it goes by.
    init(_ node: JSONNode, after before: [ScriptStep]) throws(StrictJSONError) {
        let inner = { (node: JSONNode) throws(StrictJSONError) -> Condition in try Condition(node, after: before) }
        let keys = try node.object()
        if let key = keys.optional("survey") {
            self = try Self.survey(key, keys.optional("is"), before)
        } else if let key = keys.optional("consent") {
            let asked = before.compactMap { if case .consent(let key, _) = $0.kind { key } else { nil } }
            self = .consent(key: try Self.asked(key, asked, by: "consent"))
        } else if let count = keys.optional("captures") {
            self = .captures(try count.int(in: 0...999))
        } else if let word = keys.optional("printer") {
            _ = try word.oneOf(["ready"])
            self = .printer
        } else if let negated = keys.optional("not") {
            self = .not(try inner(negated))
        } else if let list = keys.optional("all") {
            self = .all(try list.array(max: 16, of: inner))
        } else if let list = keys.optional("any") {
            self = .any(try list.array(max: 16, of: inner))
        } else {
            throw node.error(expected: "one of survey, consent, captures, printer, not, all and any")
        }
        try keys.finish()
    }

    /// A question that was asked, and one of its answers: another would never hold.
    private static func survey(
        _ key: JSONNode, _ answer: JSONNode?, _ before: [ScriptStep]
    ) throws(StrictJSONError) -> Condition {
        let questions = before.compactMap { if case .survey(let question) = $0.kind { question } else { nil } }
        let name = try asked(key, questions.map(\.key), by: "survey")
        let asked = questions.filter { $0.key == name }
        let isFree = asked.contains { $0.choices.isEmpty }
        return .survey(
            key: name,
            answer: try answer.map { (node) throws(StrictJSONError) in
                let text = try node.string()
                if let choice = asked.lazy.compactMap({ $0.choice(text) }).first { return choice }
                return try isFree ? text : node.oneOf(asked.flatMap(\.choices))
            })
    }

    private static func asked(
        _ key: JSONNode, _ known: [String], by word: String
    ) throws(StrictJSONError) -> String {
        guard !known.isEmpty else { throw key.error("no \(word) step stands before it, so it would never hold") }
        return try key.oneOf(known)
    }

    func holds(for session: Session, printerIsReady: Bool) -> Bool {
        switch self {
        case .survey(let key, let answer):
            let given = session.inputs.last { $0.kind == .survey && $0.name == key }?.value
            return answer == nil ? given != nil : given == answer
        case .consent(let key):
            return session.inputs.last { $0.kind == .consent && $0.name == key }?.value == "yes"
        case .captures(let count): return session.selectedCaptures.count >= count
        case .printer: return printerIsReady
        case .not(let inner): return !inner.holds(for: session, printerIsReady: printerIsReady)
        case .all(let list): return list.allSatisfy { $0.holds(for: session, printerIsReady: printerIsReady) }
        case .any(let list): return list.contains { $0.holds(for: session, printerIsReady: printerIsReady) }
        }
    }
}
