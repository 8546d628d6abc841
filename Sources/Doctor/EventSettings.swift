import Delivery
import Engine
import Outgoing
import Sessions

/// What the settings of an event say, as far as they can be read, and whether a booth runs on it.
struct EventSettings: Sendable {
    let folder: EventFolder
    let event: Result<Event, SessionsError>
    let script: Result<Script, EngineError>
    let isRunning: Bool
    let destinations: Result<EventDestinations, DeliveryError>

    /// Blocks.
    init(_ folder: EventFolder, _ places: SendingPlaces?) {
        self.folder = folder
        event = Result { () throws(SessionsError) in try Event(in: folder) }
        do throws(SessionsError) {
            let workflow = try Workflow(in: folder)
            script = Result { () throws(EngineError) in try Script(workflow, document: folder.workflow) }
        } catch { script = .failure(.record(error)) }
        isRunning = EventLock.isHeld(folder)
        destinations = Result { () throws(DeliveryError) in
            try places.map { (places) throws(DeliveryError) in try EventDestinations(of: folder, in: places) }
                ?? EventDestinations()
        }
    }
}
