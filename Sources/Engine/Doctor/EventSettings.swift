import Glibc
import Sessions

/// What the settings of an event say, as far as they can be read, and whether a booth runs on it.
struct EventSettings: Sendable {
    let folder: EventFolder
    let event: Result<Event, SessionsError>
    let script: Result<Script, EngineError>
    /// event.db is there.
    let hasRecord: Bool
    let isRunning: Bool

    /// Blocks.
    init(_ folder: EventFolder) {
        self.folder = folder
        event = Result { () throws(SessionsError) in try Event(in: folder) }
        do throws(SessionsError) {
            let workflow = try Workflow(in: folder)
            script = Result { () throws(EngineError) in try Script(workflow, document: folder.workflow) }
        } catch { script = .failure(.record(error)) }
        hasRecord = access(folder.database, F_OK) == 0
        isRunning = EventLock.isHeld(folder)
    }

    /// The layout that sessions are held with.
    var layout: String? { (try? script.get())?.layout ?? (try? event.get())?.layouts.first }

    /// All that may be used: the event's, and the workflow's if it is another one.
    var layoutNames: [String] {
        let names = (try? event.get())?.layouts ?? []
        guard let layout, !names.contains(layout) else { return names }
        return names + [layout]
    }
}
