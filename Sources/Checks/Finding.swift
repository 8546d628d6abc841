/// One line of what was found: what was looked at, how it is, and what to do when it is not well.
public struct Finding: Equatable, Sendable {
    public enum Grade: String, Sendable, CaseIterable, Comparable {
        case ok, warning, failure

        public static func < (a: Grade, b: Grade) -> Bool {
            allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
        }
    }

    /// What was looked at: "camera", "paper 4x6".
    public let check: String
    public let grade: Grade
    public let found: String
    /// What to do; nil for what is ok.
    public let remedy: String?
}
