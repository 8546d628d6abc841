import Foundation
import Sessions
import Synchronization

/// The booth's wall clock. The environment of the process stays as it is (TZ): threads that read it do not expect a change.
public enum LocalTime {
    private static let zone = Mutex<TimeZone?>(nil)

    /// From now on this process lives in `zone`, an IANA name; nil: the machine's own.
    public static func live(in zone: String?) { Self.zone.withLock { $0 = zone.flatMap { TimeZone(identifier: $0) } } }

    /// Seconds east of UTC, now.
    public static func offset() -> Int { (zone.withLock { $0 } ?? .current).secondsFromGMT() }

    /// The same at another moment.
    static func offset(at moment: Moment) -> Int {
        (zone.withLock { $0 } ?? .current).secondsFromGMT(
            for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000))
    }

    /// What programs that the booth starts are to have in their environment.
    static var environment: [String: String] { zone.withLock { $0 }.map { ["TZ": $0.identifier] } ?? [:] }
}
