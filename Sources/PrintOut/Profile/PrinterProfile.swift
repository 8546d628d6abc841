public import Work

/// What a kind of printer needs to know about its papers: data, in `printers/*.json`.
public struct PrinterProfile: Equatable, Sendable {
    public struct Paper: Equatable, Sendable {
        /// Keywords of the driver; the first that the queue has counts.
        public var media: [String]
        /// Portrait pixels that are left of the sheet after the cut.
        public var trimWidth: Int?
        public var trimHeight: Int?
        public var calibration: CutCalibration?
    }

    public var name: String
    /// What printer-make-and-model begins with, or ends with after a `*`.
    public var models: [String] = []
    /// By the name of the paper.
    public var papers: [String: Paper]
    /// The file of an ICC profile, beside this one.
    public var icc: String?
    /// Options of the driver, such as the overcoat.
    public var options: [PrintOption] = []
    public var limits = PrintLimits()
    /// Seconds without progress after which somebody is told.
    public var deadline: Double?
    public var roll: Roll?

    /// A fresh roll of media, for printers whose drivers do not count.
    public struct Roll: Equatable, Sendable {
        public var prints: Int
        /// What tells it from others: prints note the roll that they came from. One that an earlier version has kept has none.
        public var id: String?
        /// Seconds since 1970.
        public var loadedAt: Int

        public init(prints: Int, id: String? = nil, loadedAt: Int) {
            (self.prints, self.id, self.loadedAt) = (prints, id, loadedAt)
        }

        /// A fresh one.
        public init(prints: Int, at time: TimeSource = .system) {
            let id = String(UInt64.random(in: .min ... .max), radix: 16)
            self.init(prints: prints, id: id, loadedAt: time.wall / 1000)
        }

        /// Prints left on it after those of `records` that came out on `queue`.
        public func left(on queue: String, after records: [PrintRecord]) -> Int {
            let used = records.filter { record in
                record.queue == queue && record.state == .printed
                    && (id.map { record.roll == $0 } ?? (record.changedAt >= loadedAt))
            }
            return max(0, prints - used.count)
        }
    }

    public func paper(_ name: String, queue: String) throws(PrintError) -> Paper {
        guard let paper = papers[name] else {
            throw .unknownPaper(name, queue: queue, known: papers.keys.sorted())
        }
        return paper
    }

    /// How many characters of `model` this profile is made for; nil when it is for others.
    func match(_ model: String) -> Int? {
        models.filter { pattern in
            pattern.hasPrefix("*") ? model.hasSuffix(pattern.dropFirst()) : model.hasPrefix(pattern)
        }.map(\.count).max()
    }
}
