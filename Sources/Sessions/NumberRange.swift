extension ClosedRange<Int> {
    /// The numbers of sessions that a word stands for: `47`, or `40..60` with both ends. They count from 1. nil:
    /// it is neither.
    public init?(numbers word: String) {
        if let number = Int(word), number > 0 {
            self = number...number
        } else if let match = word.wholeMatch(of: /(\d{1,15})\.\.(\d{1,15})/), let low = Int(match.1),
            let high = Int(match.2), 0 < low, low <= high
        {
            self = low...high
        } else {
            return nil
        }
    }
}
