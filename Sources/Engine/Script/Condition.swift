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

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        if let key = keys.optional("survey") {
            self = .survey(key: try key.string(), answer: try keys.optional("is")?.string())
        } else if let key = keys.optional("consent") {
            self = .consent(key: try key.string())
        } else if let count = keys.optional("captures") {
            self = .captures(try count.int(in: 0...999))
        } else if let word = keys.optional("printer") {
            _ = try word.oneOf(["ready"])
            self = .printer
        } else if let inner = keys.optional("not") {
            self = .not(try Condition(inner))
        } else if let list = keys.optional("all") {
            self = .all(try list.array(max: 16, of: Condition.init))
        } else if let list = keys.optional("any") {
            self = .any(try list.array(max: 16, of: Condition.init))
        } else {
            throw node.error(expected: "one of survey, consent, captures, printer, not, all and any")
        }
        try keys.finish()
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
