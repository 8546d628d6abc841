/// When a picture was taken, digit by digit as the camera says it: no zone is guessed.
public struct CaptureTime: Hashable, Sendable {
    public var year: Int
    public var month: Int
    public var day: Int
    public var hour: Int
    public var minute: Int
    public var second: Int
    /// Decimal fraction of the second in nanoseconds, when the camera gives one.
    public var nanosecond: Int?
    /// Seconds east of Greenwich, when the camera gives them.
    public var offset: Int?

    public init(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanosecond: Int? = nil, offset: Int? = nil
    ) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        (self.nanosecond, self.offset) = (nanosecond, offset)
    }

    /// EXIF's texts: `2026:05:31 18:04:59`, `137`, `+02:00`. Nil when the first is not a time, as in a camera whose clock was
    /// never set.
    init?(exif text: String, subsecond: String? = nil, offset: String? = nil) {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == " " }).map { Int($0) ?? -1 }
        guard text.utf8.count == 19, parts.count == 6, parts[0] > 0, (1...12).contains(parts[1]),
            (1...31).contains(parts[2]), (0...23).contains(parts[3]), (0...59).contains(parts[4]),
            (0...60).contains(parts[5])
        else { return nil }
        self.init(
            year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5],
            nanosecond: subsecond.flatMap(Self.nanoseconds), offset: offset.flatMap(Self.seconds))
    }

    private static func nanoseconds(_ digits: String) -> Int? {
        let digits = digits.prefix { $0 != " " }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(String(digits.prefix(9)).padding(to: 9))
    }

    private static func seconds(_ text: String) -> Int? {
        let parts = text.dropFirst().split(separator: ":")
        guard let sign = text.first, sign == "+" || sign == "-", parts.count == 2, text.utf8.count == 6,
            let hours = Int(parts[0]), let minutes = Int(parts[1]), (0...14).contains(hours), (0...59).contains(minutes)
        else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }
}

extension String {
    fileprivate func padding(to count: Int) -> String {
        self + String(repeating: "0", count: max(0, count - utf8.count))
    }
}
