/// How many prints there may be; nil is any number. Failed and cancelled ones do not count.
public struct PrintLimits: Equatable, Sendable {
    public var session: Int?
    public var picture: Int?
    public var event: Int?
    /// Prints under way at the same time on a queue.
    public var queue: Int?

    public init(session: Int? = nil, picture: Int? = nil, event: Int? = nil, queue: Int? = nil) {
        (self.session, self.picture, self.event, self.queue) = (session, picture, event, queue)
    }

    func check(_ order: PrintOrder, queue name: String, among records: [PrintRecord]) throws(PrintError) {
        guard !order.isUnlocked else { return }
        var rules = rules(session: order.session, picture: order.picture)
        if let queue {
            rules.append(
                Rule(most: queue, why: "enough prints are under way on \(name)") {
                    $0.queue == name && !$0.state.isFinal
                })
        }
        for rule in rules where rule.left(among: records) == 0 { throw .limit("\(rule.why): \(rule.most) allowed") }
    }

    /// How many more prints of a picture its session may have; nil is any number. A queue that is full is so for a moment
    /// only, and does not count.
    func left(session: String?, picture: String?, among records: [PrintRecord]) -> Int? {
        rules(session: session, picture: picture).map { $0.left(among: records) }.min()
    }

    private struct Rule {
        let most: Int
        let why: String
        let counts: (PrintRecord) -> Bool

        func left(among records: [PrintRecord]) -> Int {
            let counted = records.count { record in
                switch record.state {
                case .failed, .cancelled: false
                default: counts(record)
                }
            }
            return max(0, most - counted)
        }
    }

    private func rules(session wanted: String?, picture shown: String?) -> [Rule] {
        var rules: [Rule] = []
        if let session, let wanted {
            rules.append(Rule(most: session, why: "session \(wanted) has had its prints") { $0.session == wanted })
        }
        if let picture, let shown {
            rules.append(Rule(most: picture, why: "picture \(shown) has had its prints") { $0.picture == shown })
        }
        if let event { rules.append(Rule(most: event, why: "the event has had its prints") { _ in true }) }
        return rules
    }
}
