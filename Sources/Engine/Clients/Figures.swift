public import StrictJSON

/// What the booth has done since it was started, and how quickly.
public struct Figures: Sendable, Equatable {
    public internal(set) var completed = 0
    /// Restarted, stopped or given up before the last step.
    public internal(set) var endedEarly = 0
    public internal(set) var captures = 0
    public internal(set) var printed = 0
    /// From the last press of the shutter, or the guest's last word after it, until the FinalPhoto is on the disk, and
    /// until its print is a job of the print server.
    public internal(set) var finalPhoto = Latency()
    public internal(set) var printJob = Latency()

    /// A summary of the newest thousand, in milliseconds.
    public struct Latency: Sendable, Equatable {
        public internal(set) var count = 0
        public internal(set) var newest: Int?
        public internal(set) var median: Int?
        public internal(set) var p99: Int?

        var json: JSONValue {
            func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
            return [
                "count": .integer(count), "newest": number(newest), "median": number(median), "p99": number(p99),
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

/// The measured latencies behind a summary. They stay out of the views, which are compared at every change.
struct LatencyLog: Sendable {
    private var milliseconds: [Int] = []

    /// Adds one and gives the summary of the newest thousand.
    mutating func note(_ duration: Duration) -> Figures.Latency {
        if milliseconds.count == 1000 { milliseconds.removeFirst() }
        milliseconds.append(Int(duration / .milliseconds(1)))
        let sorted = milliseconds.sorted()
        // Nearest rank.
        func quantile(_ share: Double) -> Int { sorted[max(1, Int((share * Double(sorted.count)).rounded(.up))) - 1] }
        return .init(
            count: sorted.count, newest: milliseconds.last, median: quantile(0.5), p99: quantile(0.99))
    }
}
