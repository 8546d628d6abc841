import Files
import StrictJSON

/// All destinations of an event, as destinations.json has them.
///
///     let list = try DestinationList.find(event: "party") ?? DestinationList()
///     let mail = try list.destination(named: "mail")
public struct DestinationList: Equatable, Sendable {
    public static let file = "destinations.json"

    /// In the order of the file.
    public private(set) var all: [Destination] = []
    /// Of the file that was read.
    public private(set) var path: String?

    /// None at all.
    public init() {}

    /// - Parameter document: the name that errors give it.
    public init(parsing bytes: [UInt8], document: String = file) throws(DeliveryError) {
        try decoding { () throws(StrictJSONError) in
            let keys = try JSONNode(parsing: bytes, document: document, limit: 1 << 20).object()
            _ = try keys.optional("$schema")?.string()
            let list = try keys.required("destinations")
            all = try list.array(max: 64, of: Destination.init)
            try keys.finish()
            var names: Set<String> = []
            for one in all where !names.insert(one.name).inserted {
                throw list.error("two destinations are called \"\(one.name)\"")
            }
            for one in all {
                guard case .pages(let name) = one.kind else { continue }
                guard let media = all.first(where: { $0.name == name }) else {
                    throw list.error(
                        "\"\(one.name)\" goes through \"\(name)\", and there is no such destination",
                        remedy: nearest(to: name, among: all.map(\.name)).map { "did you mean \"\($0)\"?" })
                }
                guard media.kindWord != "pages", media.kindWord != "smtp" else {
                    throw list.error("\"\(one.name)\" goes through \"\(name)\", which takes no files")
                }
            }
        }
    }

    /// That of the event, else the operator's own, else the machine's; nil when there is none. Blocks.
    ///
    /// - Parameter event: the event's folder.
    public static func find(
        event: String, then others: [String] = [configurationFolder, "/etc/boothkit"]
    ) throws(DeliveryError) -> DestinationList? {
        let found = try filing { () throws(FilesError) in
            try SearchPath([event] + others).read(file, limit: 1 << 20)
        }
        guard let found else { return nil }
        var list = try DestinationList(parsing: found.bytes, document: found.path)
        list.path = found.path
        return list
    }

    public func destination(named name: String) throws(DeliveryError) -> Destination {
        guard let one = all.first(where: { $0.name == name }) else {
            throw .noDestination(name, nearest: nearest(to: name, among: all.map(\.name)))
        }
        return one
    }
}
