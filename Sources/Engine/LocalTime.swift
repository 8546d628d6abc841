import Glibc

/// The booth's wall clock.
public enum LocalTime {
    /// From now on this process lives in `zone`, an IANA name; nil: the machine's own. To be called before threads start.
    public static func live(in zone: String?) {
        if let zone { setenv("TZ", zone, 1) }
        tzset()
    }

    /// Seconds east of UTC, now.
    public static func offset() -> Int {
        var (now, parts) = (time(nil), tm())
        localtime_r(&now, &parts)
        return parts.tm_gmtoff
    }
}
