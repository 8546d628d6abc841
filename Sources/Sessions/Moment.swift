import Faults
import Glibc

/// A point in time: whole milliseconds since 1970, UTC. The record knows no other clock.
public struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var milliseconds: Int

    public init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// The last moment that four digits of a year can tell: when what waits for no particular time is due.
    static let never = Moment(milliseconds: 253_402_300_799_999)

    public static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    public static func < (a: Moment, b: Moment) -> Bool { a.milliseconds < b.milliseconds }

    public static func + (moment: Moment, duration: Duration) -> Moment {
        let (seconds, attoseconds) = duration.components
        return Moment(
            milliseconds: moment.milliseconds + Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    public static func - (a: Moment, b: Moment) -> Duration { .milliseconds(a.milliseconds - b.milliseconds) }

    /// "2026-06-14T20:15:00.123Z".
    public var description: String {
        let (text, rest) = Self.spelled(milliseconds)
        return text + "." + rest.padded(to: 3) + "Z"
    }

    /// The wall clock `offset` seconds east of UTC: "2026-06-14T22:15:00".
    public func local(offset: Int) -> String { Self.spelled(milliseconds + offset * 1000).text }

    private static func spelled(_ milliseconds: Int) -> (text: String, rest: Int) {
        let rest = (milliseconds % 1000 + 1000) % 1000
        var (seconds, parts) = ((milliseconds - rest) / 1000, tm())
        gmtime_r(&seconds, &parts)
        let year = (Int(parts.tm_year) + 1900).padded(to: 4)
        let date = "\(year)-\((parts.tm_mon + 1).padded(to: 2))-\(parts.tm_mday.padded(to: 2))"
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0.padded(to: 2) }.joined(separator: ":")
        return ("\(date)T\(clock)", rest)
    }

    /// "2026-06-14T20:15:00.123Z" and nothing else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let marks = [4: "-", 7: "-", 10: "T", 13: ":", 16: ":", 19: ".", 23: "Z"]
        guard bytes.count == 24, marks.allSatisfy({ bytes[$0.key] == $0.value.utf8.first }) else { return nil }
        var fields: [Int] = []
        for range in [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19, 20..<23] {
            var value = 0
            for byte in bytes[range] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte) - 48
            }
            fields.append(value)
        }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(fields[0] - 1900), Int32(fields[1] - 1), Int32(fields[2]))
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(fields[3]), Int32(fields[4]), Int32(fields[5]))
        milliseconds = timegm(&parts) * 1000 + fields[6]
        // What does not read back the same was no time of any calendar.
        guard description == text else { return nil }
    }

    /// The start of a day in UTC: "2026-06-14".
    public init?(day: String) { self.init(day + "T00:00:00.000Z") }
}
