public import Faults

/// Why a command was not carried out. Nothing has changed because of it.
public struct Refusal: Fault, Equatable {
    public enum Reason: String, Sendable, CaseIterable {
        /// It was meant for a step that is over, or it is one press with the one before it.
        case over
        /// The booth cannot do it at this moment.
        case notNow
        /// The booth is stopped and waits for `start`.
        case stopped
        /// The question was answered with something that it does not take; the question stays.
        case badAnswer
    }

    public let reason: Reason
    public let words: String
    /// What is wrong with a bad answer, in words for the guest.
    public let hint: String?
    /// What is in the way and what to do about it, for those who run the booth: it may name a folder, a device, a session.
    public let remedy: String?

    public init(_ reason: Reason, _ words: String, hint: String? = nil, remedy: String? = nil) {
        (self.reason, self.words, self.hint, self.remedy) = (reason, words, hint, remedy)
    }

    /// The same for a screen in front of strangers.
    public var forGuests: Refusal { Refusal(reason, words, hint: hint) }

    static func badAnswer(_ hint: String) -> Refusal { Refusal(.badAnswer, hint, hint: hint) }
    static let over = Refusal(.over, "that step is over")
    static let bounce = Refusal(.over, "that was one press with the one before it")
    static let atWork = Refusal(.notNow, "nothing waits: the booth is at work")
    static let stopped = Refusal(.stopped, "the booth is stopped; start opens it")

    public var report: FaultReport {
        FaultReport(words, remedy: remedy, status: reason == .badAnswer ? .badData : .tryAgain)
    }
}
