import Delivery
import Files
import Outgoing
import Rigs
import Sessions
import Testing

@testable import Engine

/// A booth that sends, and where to.
extension Rig {
    static let asking =
        #"{"step":"attract"},{"step":"capture","interval":0},{"step":"survey","key":"fun","choices":["yes","no"]},"#
        + #"{"step":"email"},{"step":"phone"},{"step":"save"},{"step":"share"}"#

    func sending(_ event: (inout Event) -> Void, _ destinations: String...) throws
        -> Engine
    {
        var settings = Event(name: "Emma & Noah", date: "14 June 2026")
        (settings.reserve, settings.linkBase, settings.layouts) = (0, "https://photos.example/s/", ["duo"])
        event(&settings)
        _ = try EventRecord.create(settings, workflow: workflow(Self.asking), in: folder)
        try put(#"{"destinations":[\#(destinations.joined(separator: ","))]}"#, at: "event/destinations.json")
        try put("", at: "stick/.keep")
        return try engine(Self.asking, alter: places)
    }

    func places(_ options: inout Engine.Options) {
        options.places = SendingPlaces(
            configuration: [],
            recipes: RecipeLibrary(SearchPath([path + "/recipes", Programs.root + "/recipes"])),
            secrets: SecretStore(credentials: nil, folder: path + "/secrets"))
    }

    func hook(_ far: FarSide) -> String {
        #"{"name":"hook","kind":"recipe","recipe":"webhook","base":"\#(far.base)","lan":true}"#
    }
    var stick: String { #"{"name":"stick","kind":"folder","path":"\#(path)/stick"}"# }
    var gallery: String { #"{"name":"gallery","kind":"pages","through":"stick"}"# }

    func sent(_ engine: Engine, _ what: String, _ isSo: ([OutboxItem]) -> Bool) async throws -> [OutboxItem] {
        while true {
            let items = try await engine.record.outbox(limit: 1_000).map(\.item)
            if isSo(items) { return items }
            await Task.yield()
        }
    }
}
