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
            year > 0, (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
        self.offset = offset.flatMap(Self.seconds(ofOffset:))
    }

    /// "2026:06:14 20:15:00".
    public var exif: String {
        let date = "\(Self.padded(year, to: 4)):\(Self.padded(month)):\(Self.padded(day))"
        return "\(date) \(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))"
    }

    /// "+02:00"; nil when the offset is not known.
    public var exifOffset: String? {
        offset.map { "\($0 < 0 ? "-" : "+")\(Self.padded(abs($0) / 3600)):\(Self.padded(abs($0) / 60 % 60))" }
    }

    private static func padded(_ value: Int, to width: Int = 2) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
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

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
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
