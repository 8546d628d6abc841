public import Imaging
import StrictJSON

/// What stands for the tokens of one render. The table of tokens is in layouts/README.md.
public struct Values: Sendable, Hashable {
    /// Token to text: "event.name", "survey.email", "value.table" …
    public private(set) var texts: [String: String] = [:]
    /// Start of the session; for loose files the first capture's EXIF time. nil: {date} and {time} are missing.
    public var moment: CaptureTime?
    public var locale = "en"
    public var timeZone: String?

    static let fixed = [
        "event.name", "event.date", "session.number", "session.id", "date", "time", "share.url", "layout.name",
    ]
    static let open = ["survey.", "value."]
    static let tokenNames =
        "{event.name}, {event.date}, {session.number}, {session.id}, {date:PATTERN}, "
        + "{time:PATTERN}, {share.url}, {layout.name}, {survey.KEY} and {value.KEY}"

    static func isToken(_ key: String) -> Bool {
        fixed.contains(key) || open.contains { key.hasPrefix($0) && key.count > $0.count }
    }

    public init() {}

    /// `key` as on the command line: a token's name, or a bare name that means `value.NAME`.
    /// `date` sets the moment: "2026-06-14" or "2026-06-14T20:15:00", with or without an offset.
    public mutating func set(_ key: String, to value: String) throws(CompositorError) {
        guard key != "date", key != "time" else {
            guard let time = CaptureTime(iso8601: value) else {
                throw .badValue(key: key, reason: "\"\(value)\" is no time such as 2026-06-14T20:15:00")
            }
            moment = time
            return
        }
        guard Self.isToken(key) || !key.contains(".") else {
            let near = nearest(to: key, among: Self.fixed).map { "did you mean \($0)?" }
            throw .badValue(key: key, reason: "no such token", remedy: near ?? "there are \(Self.tokenNames)")
        }
        let name = Self.isToken(key) ? key : "value." + key
        guard !key.isEmpty, value.utf8.count <= 4_000 else {
            throw .badValue(key: key, reason: key.isEmpty ? "the key is empty" : "longer than 4,000 bytes")
        }
        texts[name] = value
    }

    func text(for key: String, format: String?) -> String {
        switch key {
        case "date": moment?.formatted(format ?? "d MMMM yyyy", locale: locale, timeZone: timeZone) ?? ""
        case "time": moment?.formatted(format ?? "HH:mm", locale: locale, timeZone: timeZone) ?? ""
        default: texts[key] ?? ""
        }
    }
}

extension Values {
    /// These, and where both have one, the other's.
    public func merging(_ other: Values) -> Values {
        var values = self
        values.texts.merge(other.texts) { $1 }
        values.moment = other.moment ?? moment
        return values
    }
}
