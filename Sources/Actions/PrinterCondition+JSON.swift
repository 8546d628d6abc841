public import PrintOut
public import StrictJSON

extension PrinterCondition {
    public func json(
        queue: String, profile: String? = nil, left: Int? = nil, papers: [(paper: String, medium: Medium)] = []
    ) -> JSONValue {
        let papers = papers.map { paper, medium -> JSONValue in
            [
                "paper": .string(paper), "media": .string(medium.keyword), "width": .integer(medium.width),
                "height": .integer(medium.height), "dpi": .integer(medium.dpi),
            ]
        }
        return .object(present: [
            "queue": .string(queue), "state": .string(state.rawValue), "accepting": .bool(isAccepting),
            "reasons": .array(reasons.map(JSONValue.string)), "message": .string(message), "model": .string(model),
            "jobs": .integer(jobs), "members": members.isEmpty ? nil : .array(members.map(JSONValue.string)),
            "profile": profile.map(JSONValue.string), "printsLeft": (left ?? printsLeft).map(JSONValue.integer),
            "papers": papers.isEmpty ? nil : .array(papers),
        ])
    }
}
