import StrictJSON

/// What a change of the settings means for a booth that runs.
extension Event {
    /// From when on a change of a setting holds.
    public enum Applies: String, Sendable {
        case now
        /// From the next session on: all of a session goes by the same settings.
        case session
        /// When the booth is started again.
        case launch
    }

    /// - Parameter key: that of a setting, or its first part: `destinations` of `destinations.print`.
    public static func applies(_ key: String) -> Applies {
        switch key.prefix(while: { $0 != "." }) {
        // Guests' pages are served by the settings as they are, and a booth shows neither.
        case "guestDelete", "theme": .now
        // What a booth has opened: its place in the record, its clock, its workflow's language, its printers and other destinations.
        case "$schema", "version", "id", "booth", "locale", "zone", "destinations", "alerts": .launch
        default: .session
        }
    }

    /// These settings for a booth that began with `former`: what holds only from its next launch is as it was.
    public func following(_ former: Event) -> Event {
        var event = self
        (event.schema, event.id, event.booth) = (former.schema, former.id, former.booth)
        (event.locale, event.zone) = (former.locale, former.zone)
        (event.destinations, event.alerts) = (former.destinations, former.alerts)
        return event
    }

    /// The settings that are not as they were, by their keys in event.json.
    public func changes(since former: Event) -> [String] {
        let (present, past) = (json, former.json)
        func keys(_ document: JSONValue) -> [String] {
            if case .object(let members) = document { members.map(\.key) } else { [] }
        }
        let all = keys(present) + keys(past).filter { present[member: $0] == nil }
        return all.filter { present[member: $0] != past[member: $0] }
    }
}
