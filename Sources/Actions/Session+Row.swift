public import Sessions
public import StrictJSON

extension Session {
    /// As in sessions.json, with what follows from it.
    public var row: JSONValue {
        guard case .object(let members) = json else { return .null }
        let shown = members.map { member in
            guard member.key == "renditions" else { return member }
            return .init("renditions", .array(renditions.map(\.row)))
        }
        return .object(
            shown + [
                .init("printed", .bool(isPrinted)), .init("sent", .bool(isSent)),
                .init("downloaded", .bool(isDownloaded)),
                .init("guestsPicture", guestsPicture?.path.map { .string($0) } ?? .null),
            ])
    }
}

extension Rendition {
    /// As in sessions.json, with its effects by themselves.
    fileprivate var row: JSONValue {
        guard case .object(let members) = json else { return .null }
        return .object(members + [.init("effects", .array(effects.map { .string($0) }))])
    }
}
