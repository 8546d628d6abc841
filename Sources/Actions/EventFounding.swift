import Compositor
import Darkroom
import Delivery
import Engine
import Files
import Outgoing
public import Sessions
import Work

extension EventEditor {
    /// `booth event new`: the layouts, frozen with the event's locale and zone, then the event itself. What could not be finished is
    /// no event, and can be made again.
    /// - Parameter source: an event whose effects' files are copied.
    public func found(
        _ event: Event, _ workflow: Workflow, layouts: [String], assetsOf source: EventFolder? = nil
    ) async throws -> Event {
        let record = try await offPool { try make(event, workflow, layouts: layouts, assetsOf: source) }
        try await record.saveHistory()
        return record.event
    }

    /// `booth event duplicate`: an event with the settings of another, without its sessions. What concerns the booth as it stood
    /// then is left behind.
    /// - Parameter change: what is to be different.
    public func duplicate(
        _ source: EventFolder, name: String? = nil, date: String? = nil, layouts: [String] = [],
        workflow: Workflow? = nil, change: (inout Event) throws -> Void = { _ in }
    ) async throws -> Event {
        let (present, steps) = try await offPool { (try Event(in: source), try workflow ?? Workflow(in: source)) }
        var event = present
        let fresh = Event(name: name ?? event.name, date: date ?? event.date)
        (event.id, event.name, event.date) = (fresh.id, fresh.name, fresh.date)
        if event.booth == Self.demoBooth { event.booth = fresh.booth }
        event.forgetCalibration()
        try change(&event)
        let all = event.layouts.map { source.layouts + "/" + $0 } + layouts
        event.layouts = []
        return try await found(event, steps, layouts: all, assetsOf: source)
    }

    /// By which an event of the demo is told from one with sessions of real guests.
    public static let demoBooth = "demo"

    private func make(
        _ event: Event, _ workflow: Workflow, layouts: [String], assetsOf source: EventFolder?
    ) throws -> EventRecord {
        guard FileIdentity(folder.settings) == nil else { throw SessionsError.eventExists(path: folder.path) }
        try requireNamesOnce(layouts)
        let library = installation.layouts
        for layout in layouts { _ = try library.layout(layout) }
        var (event, workflow) = (event, workflow)
        // They stand in the event that is copied, or nowhere yet.
        try EventDestinations(of: source ?? folder, in: installation.places).require(for: event, in: folder)
        try makeFolder(folder.path)
        if let source, source.isThere(DestinationList.file) {
            try copyDurably(source.absolute(DestinationList.file), to: folder.absolute(DestinationList.file))
        }
        event.schema = try installation.schemas.install(in: folder) ? EventSchemas.event : nil
        workflow.namesSchema(event.schema.map { _ in EventSchemas.workflow })
        for layout in layouts {
            let name = try Darkroom.freeze(layout, into: folder, of: event, from: library)
            event.layouts.append(name)
        }
        if let source { try Darkroom.copyAssets(from: source, to: folder) }
        return try EventRecord.create(event, workflow: workflow, in: folder)
    }
}
