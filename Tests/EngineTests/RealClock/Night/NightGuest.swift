import Rigs

/// A guest: what they press at a step that they see.
struct NightGuest {
    /// Takes their time: looks at the picture, may take it anew, chooses how many prints.
    let dawdles: Bool
    /// Walks away: nothing is pressed any more.
    let leaves: Bool
    private var dice: Seeded

    init(_ dice: inout Seeded) {
        dawdles = Int.random(in: 0..<4, using: &dice) == 0
        leaves = Int.random(in: 0..<10, using: &dice) == 0
        self.dice = Seeded(Int(truncatingIfNeeded: dice.next()))
    }

    /// Words for `booth ctl`; empty: waits what happens.
    mutating func answer(to sight: Sight) -> [String] {
        guard !leaves else { return [] }
        switch sight.word {
        case "survey": return ["answer", dawdles ? "careful" : "quick"]
        case "preview":
            if sight.retakesLeft > 0, Int.random(in: 0..<3, using: &dice) == 0 { return ["retake"] }
            return Bool.random(using: &dice) ? ["next"] : []
        case "print" where sight.asks:
            guard let choice = sight.choices.randomElement(using: &dice) else { return [] }
            return ["answer", choice]
        case "share": return ["next"]
        default: return []
        }
    }
}

/// What is done at the booth that the guest is asked about.
enum NightWorkflow {
    /// A guest in a hurry is asked nothing more; a careful one sees the picture and chooses how many prints. Prints are
    /// asked for whatever the printer says, so that they wait for it.
    static let text = """
        { "name": "night", "layout": "classic-four-up", "steps": [
          { "step": "attract" },
          { "step": "survey", "key": "pace", "choices": ["quick", "careful"], "timeout": 20 },
          { "step": "countdown", "seconds": 3 },
          { "step": "capture", "interval": 3, "attempts": 2 },
          { "step": "preview", "retake": "countdown", "retakes": 1, "when": { "survey": "pace", "is": "careful" } },
          { "step": "save" },
          { "step": "print", "name": "one", "copies": 1, "most": 1, "when": { "not": { "survey": "pace", "is": "careful" } } },
          { "step": "print", "name": "some", "copies": 1, "most": 2, "when": { "survey": "pace", "is": "careful" } },
          { "step": "share" }
        ] }
        """
}
