public import Effects

/// One step of a workflow.
public struct ScriptStep: Sendable {
    public enum Kind: Sendable {
        /// Nobody is there yet: waits until somebody starts.
        case attract
        /// `mayShorten`: `next` fires at once.
        case countdown(seconds: Double, mayShorten: Bool)
        case capture(Shots)
        /// Shows the FinalPhoto as it would be, from memory.
        case preview(Retake?)
        /// Which captures are in the FinalPhoto; nil: as many as the layout has slots.
        case select(count: Int?)
        case survey(Question)
        case email
        case phone
        case consent(key: String, isRequired: Bool)
        /// One of these for the whole session; the first is what holds when nobody chooses.
        case effect([Choice])
        /// The layout that the session goes on with, one of these; the first is what holds when nobody chooses.
        case layout([LayoutChoice])
        /// What the guest draws or signs, in these colours, `#rrggbb` each.
        case draw(colours: [String])
        case ai(Request)
        case save
        case gif
        /// What moves: the live view for a while, or a clip that another camera has recorded.
        case video(Filming)
        /// What is shown there and back: the live view for a moment, or pictures in quick succession.
        case boomerang(Filming)
        case print(copies: Int, most: Int)
        case share
        /// The last step: says goodbye.
        case thanks
        case pause(seconds: Double)
        case command([String])
    }

    public struct Shots: Sendable {
        /// nil: as many as the layout has slots.
        public var count: Int?
        /// Seconds from one picture to the countdown's end of the next.
        public var interval: Double
        /// `next` ends that countdown at once.
        public var mayShorten: Bool
        /// How often the shutter is pressed until there is a picture.
        public var attempts: Int
    }

    /// Where a moving capture comes from.
    public enum Filming: Sendable {
        /// From the live view, so many seconds of it.
        case live(seconds: Double)
        /// The next file of the folder in which clips arrive.
        case clips
        /// One press of the shutter after the other.
        case camera(Shots)
    }

    /// An edge back to an earlier step.
    public struct Retake: Sendable {
        /// Index of the step.
        public var target: Int
        /// How often in one session.
        public var most: Int
    }

    public struct Question: Sendable {
        public var key: String
        /// In the language of the event; empty: any text.
        public var choices: [String]
        /// The texts of all languages, each with the choice that it stands for.
        var spellings: [String: String] = [:]
        /// The choices are one to five, and shown as stars.
        public var hasStars = false

        /// The choice that is spelled so in some language; nil: none.
        func choice(_ text: String) -> String? { choices.contains(text) ? text : spellings[text] }
    }

    public struct Choice: Sendable {
        public var title: String
        /// nil: none.
        public var effect: EffectCall?
    }

    public struct LayoutChoice: Sendable {
        public var title: String
        /// By which the event has it.
        public var layout: String
    }

    public struct Request: Sendable {
        public var destination: String
        /// What is asked for, in words of the service.
        public var prompt: String
    }

    /// What there is to choose from, in words for the guest.
    var choices: [String] {
        switch kind {
        case .survey(let question): question.choices
        case .effect(let choices): choices.map(\.title)
        case .layout(let choices): choices.map(\.title)
        default: []
        }
    }

    /// The word in workflow.json.
    public var word: String
    /// By which others name it; the word unless it says otherwise.
    public var name: String
    public var kind: Kind
    /// Seconds after which it goes on by its rule; nil: waits as long as it takes.
    public var timeout: Double?
    public var when: Condition?
    /// For the guest.
    public var text: String?
}
