import Foundation
import Imaging

extension CaptureTime {
    /// By a pattern of Unicode Technical Standard 35. Without a zone, or when the camera recorded no offset, the
    /// camera's own local time is shown as it stands.
    func formatted(_ pattern: String, locale: String, timeZone: String?) -> String {
        let utc = TimeZone(secondsFromGMT: 0)!
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = utc
        let parts = DateComponents(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        guard var date = calendar.date(from: parts) else { return "" }
        let formatter = DateFormatter()
        formatter.calendar = calendar
        formatter.locale = Locale(identifier: locale)
        formatter.timeZone = utc
        if let offset, let name = timeZone, let zone = TimeZone(identifier: name) {
            date -= TimeInterval(offset)
            formatter.timeZone = zone
        }
        formatter.dateFormat = pattern
        return formatter.string(from: date)
    }

    /// "2026-06-14", "2026-06-14T20:15", "2026-06-14T20:15:00", each with "Z" or "+02:00" or neither.
    init?(iso8601 text: String) {
        let pattern = /(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?/
        guard let match = text.wholeMatch(of: pattern) else { return nil }
        let (_, year, month, day, hour, minute, second, zone) = match.output
        let exif = "\(year):\(month):\(day) \(hour ?? "00"):\(minute ?? "00"):\(second ?? "00")"
        self.init(exif: exif, offset: zone.map { $0 == "Z" ? "+00:00" : String($0) })
    }
}
