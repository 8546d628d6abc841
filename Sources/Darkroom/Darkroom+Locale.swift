import Files
public import Sessions
import StrictJSON

extension Darkroom {
    /// An event has another language or time zone: its layouts follow, unless they have one of their own. One that a layout
    /// has taken over from the event is told by being the same.
    public static func relocalise(
        _ folder: EventFolder, from old: Event, to new: Event
    ) throws(DarkroomError) {
        try developing {
            for name in try entries(ofFolder: folder.layouts).sorted() {
                let file = folder.layouts + "/" + name + "/layout.json"
                guard FileIdentity(file) != nil else { continue }
                let document = try JSONValue(parsing: readAll(file, limit: 1_000_000), document: file)
                let changed =
                    document
                    .replacing(
                        "locale", old.locale == "en" ? nil : old.locale, by: new.locale == "en" ? nil : new.locale
                    )
                    .replacing("timeZone", old.zone, by: new.zone)
                guard changed != document else { continue }
                try writeDurably(Array((changed.text(pretty: true) + "\n").utf8), to: file)
            }
        }
    }
}

extension JSONValue {
    /// With another text of a member that says `old`, or is missing when that is nil.
    fileprivate func replacing(_ key: String, _ old: String?, by new: String?) -> JSONValue {
        guard case .object(var members) = self, self[member: key] == old.map(JSONValue.string) else { return self }
        let place = members.firstIndex { $0.key == key } ?? members.endIndex
        members.replaceSubrange(
            place..<min(place + 1, members.endIndex), with: new.map { [Member(key, .string($0))] } ?? [])
        return .object(members)
    }
}
