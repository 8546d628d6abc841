import Faults
import Files
public import Sessions
public import StrictJSON

/// A folder with an event.json, and what can be told of it without changing anything.
public struct ListedEvent: Sendable {
    public let folder: EventFolder
    public private(set) var event: Event?
    public private(set) var sessions: Int?
    public private(set) var problem: String?
    public let isRunning: Bool

    /// Blocks.
    public init(_ folder: EventFolder) {
        (self.folder, isRunning) = (folder, EventLock.isHeld(folder))
        do throws(SessionsError) {
            let event = try Event(in: folder)
            self.event = event
            if folder.hasRecord { sessions = try Inspection.sessions(in: folder) }
        } catch { problem = error.problem(without: folder.settings) + (error.remedy.map { "; " + $0 } ?? "") }
    }

    /// Two levels down: events stand in a folder, perhaps by year. Sorted by path. Blocks.
    public static func all(in path: String, depth: Int = 2) -> [ListedEvent] {
        let folder = EventFolder(path)
        if FileIdentity(folder.settings) != nil { return [ListedEvent(folder)] }
        guard depth > 0 else { return [] }
        let names = ((try? entries(ofFolder: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.flatMap { all(in: path == "." ? $0 : path + "/" + $0, depth: depth - 1) }
    }

    public var json: JSONValue {
        .object(present: [
            "path": .string(folder.path), "name": event.map { .string($0.name) },
            "date": event.map { .string($0.date) },
            "sessions": sessions.map { .integer($0) }, "running": .bool(isRunning),
            "problem": problem.map { .string($0) },
        ])
    }
}
