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
        return text + "." + Self.padded(rest, to: 3) + "Z"
    }

    /// The wall clock `offset` seconds east of UTC: "2026-06-14T22:15:00".
    public func local(offset: Int) -> String { Self.spelled(milliseconds + offset * 1000).text }

    private static func spelled(_ milliseconds: Int) -> (text: String, rest: Int) {
        let rest = (milliseconds % 1000 + 1000) % 1000
        let seconds = (milliseconds - rest) / 1000
        let second = (seconds % 86_400 + 86_400) % 86_400
        let date = civil((seconds - second) / 86_400)
        let clock = [second / 3600, second / 60 % 60, second % 60].map { padded($0, to: 2) }.joined(separator: ":")
        return ("\(padded(date.year, to: 4))-\(padded(date.month, to: 2))-\(padded(date.day, to: 2))T\(clock)", rest)
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
        let days = Self.days(year: fields[0], month: fields[1], day: fields[2])
        milliseconds = ((days * 24 + fields[3]) * 60 + fields[4]) * 60_000 + fields[5] * 1000 + fields[6]
        // What does not read back the same was no time of any calendar.
        guard description == text else { return nil }
    }

    /// The start of a day in UTC: "2026-06-14".
    public init?(day: String) { self.init(day + "T00:00:00.000Z") }

    private static func padded(_ value: Int, to width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since 1970 to a date of the Gregorian calendar and back, counting years from March so that the leap day
    /// comes last: Howard Hinnant, "chrono-compatible low-level date algorithms".
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let day = shifted - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        return (
            year + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
