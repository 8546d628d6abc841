import Sessions
public import StrictJSON

/// What the booth has done since it was started, and how quickly.
public struct Figures: Sendable, Equatable {
    public internal(set) var completed = 0
    /// Restarted, stopped or given up before the last step.
    public internal(set) var endedEarly = 0
    public internal(set) var captures = 0
    public internal(set) var printed = 0
    /// From the last press of the shutter, or the guest's last word after it, until the FinalPhoto is on the disk, and until its print is a job of the print server.
    public internal(set) var finalPhoto = Latency()
    public internal(set) var printJob = Latency()

    /// The newest thousand.
    public struct Latency: Sendable, Equatable {
        private(set) var milliseconds: [Int] = []

        mutating func note(_ duration: Duration) {
            if milliseconds.count == 1000 { milliseconds.removeFirst() }
            milliseconds.append(Int(duration / .milliseconds(1)))
        }

        public var count: Int { milliseconds.count }
        public var median: Int? { quantile(0.5) }
        public var p99: Int? { quantile(0.99) }

        /// Nearest rank.
        private func quantile(_ share: Double) -> Int? {
            guard !milliseconds.isEmpty else { return nil }
            let rank = Int((share * Double(count)).rounded(.up))
            return milliseconds.sorted()[max(1, rank) - 1]
        }

        var json: JSONValue {
            [
                "count": .integer(count), "newest": milliseconds.last.map { .integer($0) } ?? .null,
                "median": median.map { .integer($0) } ?? .null,
                "p99": p99.map { .integer($0) } ?? .null,
            ]
        }
    }

    public var json: JSONValue {
        [
            "completed": .integer(completed), "endedEarly": .integer(endedEarly), "captures": .integer(captures),
            "printed": .integer(printed), "finalPhotoMilliseconds": finalPhoto.json,
            "printJobMilliseconds": printJob.json,
        ]
    }
}
