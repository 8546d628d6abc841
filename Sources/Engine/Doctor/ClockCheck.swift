import CSystem
import Foundation
import Sessions

/// Whether this machine knows what time it is: pictures, records and links carry it.
struct ClockCheck: Sendable {
    let settings: EventSettings
    var now = Date.now
    var zone = TimeZone.current
    /// When this program was built; no true clock says less.
    var built = Self.built
    /// Whether the kernel's clock follows a time server; nil when it does not say.
    var isSynchronised = Self.isSynchronised

    func look(_ report: Report) {
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
        guard case .success(let event) = settings.event else { return }
        lookAtZone(of: event, report)
        let today = text(zone).prefix(10)
        report.ok(
            "date", event.date.isEmpty ? "the event has none" : "the event is on \(event.date), today is \(today)")
    }

    private func lookAtZone(of event: Event, _ report: Report) {
        guard let name = event.zone else {
            // A machine that nobody told where it is.
            guard ["UTC", "GMT", "Etc/UTC", "Universal"].contains(zone.identifier) else {
                return report.ok("zone", "\(zone.identifier), this machine's")
            }
            return report.warn(
                "zone", "the event names none, and this machine is on \(zone.identifier)",
                "set \"zone\" in event.json: \"Europe/Berlin\", say")
        }
        guard let wanted = TimeZone(identifier: name) else {
            return report.fail("zone", "\"\(name)\" in event.json is no time zone", "name one such as Europe/Berlin")
        }
        guard wanted.secondsFromGMT(for: now) != zone.secondsFromGMT(for: now) else {
            return report.ok("zone", name)
        }
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
