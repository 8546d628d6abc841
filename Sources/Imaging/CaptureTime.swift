import Faults
import Glibc

/// When a capture was taken, as its camera's clock said: a wall clock time, and the offset from UTC if the camera knew it.
public struct CaptureTime: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// Seconds east of UTC; nil when the camera did not say.
    public let offset: Int?

    /// From EXIF's `DateTimeOriginal` ("2026:06:14 20:15:00") and `OffsetTimeOriginal` ("+02:00" or "Z"). Nil for what is
    /// no time of any calendar, such as the zeros of a camera whose clock was never set; an offset that cannot be read
    /// counts as unknown.
    public init?(exif: String, offset: String? = nil) {
        let padding: Set<UInt8> = [0, UInt8(ascii: " ")]
        var text = Array(exif.utf8)
        while let last = text.last, padding.contains(last) { text.removeLast() }
        let separators = [4: ":", 7: ":", 10: " ", 13: ":", 16: ":"].mapValues { $0.utf8.first }
        guard text.count == 19, separators.allSatisfy({ text[$0.key] == $0.value }),
            let year = Self.number(text[0..<4]), let month = Self.number(text[5..<7]),
            let day = Self.number(text[8..<10]), let hour = Self.number(text[11..<13]),
            let minute = Self.number(text[14..<16]), let second = Self.number(text[17..<19]),
            year > 0, Self.isDay(year: year, month: month, day: day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        self.offset = offset.flatMap(Self.seconds(ofOffset:))
    }

    /// "2026:06:14 20:15:00".
    public var exif: String {
        let date = "\(year.padded(to: 4)):\(month.padded(to: 2)):\(day.padded(to: 2))"
        return "\(date) \(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
    }

    /// "+02:00"; nil when the offset is not known.
    public var exifOffset: String? {
        offset.map { offset in
            let minutes = abs(offset) / 60
            return "\(offset < 0 ? "-" : "+")\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))"
        }
    }

    /// Digits alone: `Int("+4")` would be a number.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// `timegm` carries over what is none: 30 February becomes a day of March.
    private static func isDay(year: Int, month: Int, day: Int) -> Bool {
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year - 1900), Int32(month - 1), Int32(day))
        let given = (parts.tm_year, parts.tm_mon, parts.tm_mday)
        _ = timegm(&parts)
        return given == (parts.tm_year, parts.tm_mon, parts.tm_mday)
    }

    private static func seconds(ofOffset text: String) -> Int? {
        let bytes = Array(text.utf8.prefix { $0 != 0 && $0 != UInt8(ascii: " ") })
        if bytes == Array("Z".utf8) { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]),
            let minutes = number(bytes[4..<6]), hours <= 14, minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }
}
