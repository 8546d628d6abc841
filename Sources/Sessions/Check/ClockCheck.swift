internal import CClock
public import Checks
internal import Faults
internal import Foundation

/// Whether this machine knows what time it is: pictures, records and links carry it.
public struct ClockCheck: Sendable {
    let event: Event?
    /// Of the event, for commands that help.
    let path: String
    var now = Date.now
    var zone = TimeZone.current
    /// When this program was built; no true clock says less.
    var built = Self.built
    /// Whether the kernel's clock follows a time server; nil when it does not say.
    var isSynchronised = Self.isSynchronised

    /// `event`: nil when it cannot be read.
    public init(_ folder: EventFolder, event: Event?) { (path, self.event) = (folder.path, event) }

    /// Blocks.
    public func look(_ report: CheckReport) {
        let time = "\(text(zone)) (\(zone.identifier))"
        if let built, now < built {
            report.fail(
                "clock", "\(time), which is before this program was built",
                "set it: timedatectl set-time \"2026-06-14 18:00:00\" with the real date, or go online for a minute")
        } else {
            report.ok("clock", time)
            if isSynchronised == false {
                report.warn(
                    "clock", "not set by a time server",
                    "compare it with a watch; online, timedatectl set-ntp true keeps it")
            }
        }
        guard let event else { return }
        lookAtZone(of: event, report)
        lookAtDate(of: event, report)
    }

    private func lookAtDate(of event: Event, _ report: CheckReport) {
        guard !event.date.isEmpty else { return report.ok("date", "the event has none") }
        let home = event.zone.flatMap { TimeZone(identifier: $0) } ?? zone
        let found = "the event is on \(event.date), today is \(text(home).prefix(10))"
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = home
        guard let day = Self.day(event.date, in: calendar, event.locale),
            let away = calendar.dateComponents([.day], from: calendar.startOfDay(for: now), to: day).day, abs(away) > 2
        else { return report.ok("date", found) }
        report.warn(
            "date", "\(found): \(counted(abs(away), "day")) \(away > 0 ? "to go" : "ago")",
            "if it is today, correct it (booth event set \(EventFolder.argument(path)) date \"14 June 2026\") or this machine's clock"
        )
    }

    /// The start of the day that a text such as "14 June 2026" means, in English or the event's language; nil when it is no
    /// such text. Days and months in figures alone are read as ISO 8601 only: others might be either.
    private static func day(_ text: String, in calendar: Calendar, _ locale: String) -> Date? {
        let reader = DateFormatter()
        (reader.calendar, reader.timeZone, reader.isLenient) = (calendar, calendar.timeZone, false)
        for (locale, pattern) in [("en_US_POSIX", "yyyy-MM-dd")]
            + ["en", locale].flatMap({ locale in
                ["d MMMM yyyy", "d. MMMM yyyy", "MMMM d, yyyy", "d MMM yyyy", "MMM d, yyyy"].map { (locale, $0) }
            })
        {
            (reader.locale, reader.dateFormat) = (Locale(identifier: locale), pattern)
            // "14 June 26" is read as a day of the first century.
            if let date = reader.date(from: text), calendar.component(.year, from: date) > 1900 { return date }
        }
        return nil
    }

    private func lookAtZone(of event: Event, _ report: CheckReport) {
        guard let name = event.zone else {
            // A machine that nobody told where it is.
            guard ["UTC", "GMT", "Etc/UTC", "Universal"].contains(zone.identifier) else {
                return report.ok("zone", "\(zone.identifier), this machine's")
            }
            return report.warn(
                "zone", "the event names none, and this machine is on \(zone.identifier)",
                "say it: booth event set \(EventFolder.argument(path)) zone Europe/Berlin")
        }
        // One that is none, the reader of event.json has refused.
        guard let wanted = TimeZone(identifier: name),
            wanted.secondsFromGMT(for: now) != zone.secondsFromGMT(for: now)
        else { return report.ok("zone", name) }
        report.ok("zone", "\(name), where it is \(text(wanted).suffix(5)); this machine is on \(zone.identifier)")
    }

    /// "2026-06-14 20:15".
    private func text(_ zone: TimeZone) -> String {
        let moment = Moment(milliseconds: Int(now.timeIntervalSince1970) * 1000)
        return String(moment.local(offset: zone.secondsFromGMT(for: now)).prefix(16)).replacing("T", with: " ")
    }

    /// The time of the program's file.
    private static var built: Date? {
        var status = stat()
        guard stat("/proc/self/exe", &status) == 0 else { return nil }
        return Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec))
    }

    private static var isSynchronised: Bool? {
        // With no modes it only reads: adjtimex(2).
        var clock = timex()
        let state = adjtimex(&clock)
        return state < 0 ? nil : state != TIME_ERROR && clock.status & STA_UNSYNC == 0
    }
}
