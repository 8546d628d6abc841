import Files
import StrictJSON

/// The schemas by which editors check the files of an event while somebody writes them. They stand in the event, so that
/// `$schema` leads to them from wherever the event is, with or without a network.
public struct EventSchemas: Sendable {
    public static let event = "event.schema.json"
    public static let workflow = "workflow.schema.json"
    public static let layout = "layout.schema.json"

    /// The folder of shipped data that has each, and where in an event it stands: beside the files that name it.
    private static let places = [
        ("events", event, event), ("workflows", workflow, workflow), ("layouts", layout, "Layouts/" + layout),
    ]

    /// The program that the data are shipped with.
    let program: String

    public init(program: String) { self.program = program }

    /// Puts them into an event, or brings them up to date; gives whether all could be found.
    @discardableResult
    public func install(in folder: EventFolder) throws(SessionsError) -> Bool {
        var isComplete = true
        for (shelf, name, place) in Self.places {
            try filing { () throws(FilesError) in
                let target = folder.absolute(place)
                guard
                    let bytes = try SearchPath.standard(shelf, program: program, orCheckout: true).read(
                        name, limit: 1_000_000)?.bytes
                else {
                    isComplete = false
                    return
                }
                if let present = try? readAll(target, limit: 1_000_000), present == bytes { return }
                if place.contains("/") { try makeFolder(folder.layouts) }
                try writeDurably(bytes, to: target)
            }
        }
        return isComplete
    }

}

extension Workflow {
    /// Its `$schema`, as it stands in an event; nil takes it away.
    public mutating func namesSchema(_ reference: String?) {
        settings.removeAll { $0.key == "$schema" }
        if let reference { settings.insert(.init("$schema", .string(reference)), at: 0) }
    }
}
