public import Engine
import Faults
public import Sessions
import StrictJSON
public import Web

/// What a kiosk sees of the booth at one moment.
public enum Sighting: Sendable, Equatable {
    /// No booth runs on the event.
    case noBooth
    /// One runs, and shows no screen to browsers of this machine.
    case noScreen
    /// One runs and shows it there. Its page has been silent for so long; nil: it has not spoken.
    case screen(ScreenAddress, silence: Duration?)
    /// Nothing is known now, and why.
    case unclear(String)

    /// Looks at the booth of an event by its local socket. Throws when it is another user's. Blocks.
    /// - Parameter state: the folder in which commands of the booth's user are told where pages are.
    public static func of(_ folder: EventFolder, id: String, state: String) throws(EngineError) -> Sighting {
        let view: JSONValue
        do throws(EngineError) { view = try BoothControl.status(of: folder) } catch {
            switch error {
            case .notRunning: return .noBooth
            case .notPermitted: throw error
            default: return .unclear(error.problem)
            }
        }
        guard let address = ScreenAddress(of: id, in: state) else { return .noScreen }
        return .screen(address, silence: silence(in: view))
    }

    /// Only of a browser on this machine, as the kiosk's is.
    static func silence(in view: JSONValue) -> Duration? {
        guard let screen = view[member: "screen"], screen[member: "here"] == true,
            case .number(let seconds)? = screen[member: "silent"]
        else { return nil }
        return .seconds(seconds)
    }
}
