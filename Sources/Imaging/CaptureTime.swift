import Faults
import Glibc

/// When a capture was taken, as its camera's clock said: a wall clock time, and the offset from UTC if the camera knew it.
public struct CaptureTime: Hashable, Sendable {
    public private(set) var year: Int
    public private(set) var month: Int
    public private(set) var day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// The digits behind the second, as the camera wrote them: "73" is 0.73 s. Nil when it wrote none.
    public let fraction: String?
    /// Seconds east of UTC; nil when the camera did not say.
    public let offset: Int?

    /// From EXIF's `DateTimeOriginal` ("2026:06:14 20:15:00"), `OffsetTimeOriginal` ("+02:00" or "Z") and
    /// `SubSecTimeOriginal` ("73"). Programs write dashes and ISO 8601 in its place ("2026-06-14T20:15:00.73+02:00"), or
    /// leave out seconds or the time; all of that is read. What is stated beside the text counts before what is in it.
    ///
    /// The hour 24 is read, too: "24:00:00" as the next day's midnight, and "24:05:00" as five past midnight of the same
    /// day, because that is what phones mean that count the first hour of a day as its 24th.
    ///
    /// Nil for what is no time of any calendar, such as the zeros of a camera whose clock was never set; an offset or a
    /// fraction that cannot be read counts as unknown.
    public init?(exif: String, offset: String? = nil, fraction: String? = nil) {
        var text = TimeText(exif)
        guard let year = text.number(4), text.take(":-/."), let month = text.number(2), text.take(":-/."),
            let day = text.number(2), year > 0, (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        var clock = (hour: 0, minute: 0, second: 0)
        var inText: (fraction: String?, offset: Int?) = (nil, nil)
        if !text.isAtEnd {
            guard text.take(" T"), let hour = text.number(2), text.take(":"), let minute = text.number(2) else {
                return nil
            }
            clock = (hour, minute, 0)
            if text.take(":") {
                guard let second = text.number(2) else { return nil }
                clock.second = second
                if text.take(".,") { inText.fraction = text.digits() }
            }
            inText.offset = text.offset()
            guard text.isAtEnd else { return nil }
        }
        guard clock.hour <= 24, clock.minute < 60, clock.second <= 60 else { return nil }
        (hour, minute, second) = (clock.hour % 24, clock.minute, clock.second)
        self.fraction = fraction.flatMap(Self.fraction) ?? inText.fraction
        self.offset = offset.flatMap(Self.seconds(ofOffset:)) ?? inText.offset
        if clock == (24, 0, 0) { goOn() }
    }

    /// To the day after.
    private mutating func goOn() {
        day += 1
        guard day > Self.days(inMonth: month, of: year) else { return }
        (month, day) = (month + 1, 1)
        if month > 12 { (year, month) = (year + 1, 1) }
    }

    /// "2026:06:14 20:15:00".
    public var exif: String {
        let date = "\(year.padded(to: 4)):\(month.padded(to: 2)):\(day.padded(to: 2))"
        return "\(date) \(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
    }

    /// "+02:00"; nil when the offset is not known.
    public var exifOffset: String? {
        offset.map {
            "\($0 < 0 ? "-" : "+")\((abs($0) / 3600).padded(to: 2)):\((abs($0) / 60 % 60).padded(to: 2))"
        }
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func fraction(_ text: String) -> String? {
        var text = TimeText(text)
        let digits = text.digits()
        return text.isAtEnd ? digits : nil
    }

    private static func seconds(ofOffset text: String) -> Int? {
        var text = TimeText(text)
        let offset = text.offset()
        return text.isAtEnd ? offset : nil
    }
}

/// The bytes of a time that are still to be read.
private struct TimeText {
    private var rest: ArraySlice<UInt8>

    /// Without what cameras pad with.
    init(_ text: String) {
        let padding: Set<UInt8> = [0, UInt8(ascii: " ")]
        rest = Array(text.utf8)[...]
        while let last = rest.last, padding.contains(last) { rest.removeLast() }
        while let first = rest.first, padding.contains(first) { rest.removeFirst() }
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// One byte of those in `characters`.
    mutating func take(_ characters: StaticString) -> Bool {
        let isThere = characters.withUTF8Buffer { wanted in rest.first.map(wanted.contains) ?? false }
        if isThere { rest.removeFirst() }
        return isThere
    }

    /// Exactly so many digits; `Int("+4")` would be a number.
    mutating func number(_ count: Int) -> Int? {
        guard rest.count >= count, rest.prefix(count).allSatisfy(Self.isDigit) else { return nil }
        defer { rest.removeFirst(count) }
        return rest.prefix(count).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// One to nine digits.
    mutating func digits() -> String? {
        let found = rest.prefix { Self.isDigit($0) }
        guard (1...9).contains(found.count) else { return nil }
        rest.removeFirst(found.count)
        return String(decoding: found, as: UTF8.self)
    }

    /// "Z", "+02:00" or "-0330", in seconds; nil, and nothing is taken, where there is none.
    mutating func offset() -> Int? {
        let before = rest
        if take("Z") { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard take("+-"), let hours = number(2) else {
            rest = before
            return nil
        }
        _ = take(":")
        guard let minutes = number(2), hours <= 14, minutes < 60 else {
            rest = before
            return nil
        }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension CaptureTime {
    /// As containers of films and pictures count: seconds since the beginning of 1904, UTC. Nil for zero and for what no
    /// camera can have meant.
    init?(secondsSince1904 seconds: Int) {
        guard seconds > 0, seconds < 400 * 365 * 86_400 else { return nil }
        // 1904 began so many seconds before 1970.
        var (moment, parts) = (seconds - 2_082_844_800, tm())
        guard gmtime_r(&moment, &parts) != nil else { return nil }
        let date = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map { $0.padded(to: 2) }
        let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0.padded(to: 2) }
        self.init(exif: date.joined(separator: ":") + " " + time.joined(separator: ":"), offset: "Z")
    }
}
