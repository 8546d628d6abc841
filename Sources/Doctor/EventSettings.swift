import Engine
import Sessions

/// What the settings of an event say, as far as they can be read, and whether a booth runs on it.
struct EventSettings: Sendable {
    let folder: EventFolder
    let event: Result<Event, SessionsError>
    let script: Result<Script, EngineError>
    let isRunning: Bool

    /// Blocks.
    init(_ folder: EventFolder) {
        self.folder = folder
        event = Result { () throws(SessionsError) in try Event(in: folder) }
        do throws(SessionsError) {
            let workflow = try Workflow(in: folder)
            script = Result { () throws(EngineError) in try Script(workflow, document: folder.workflow) }
        } catch { script = .failure(.record(error)) }
        isRunning = EventLock.isHeld(folder)
    }
}
