public import Delivery
public import Faults
public import Sessions

/// Why what an event sends cannot be sent.
public enum OutgoingError: Fault {
    /// What event.json says of it.
    case event(SessionsError)
    /// What destinations, recipes and secrets say.
    case destinations(DeliveryError)

    public var report: FaultReport {
        switch self {
        case .event(let error): error.report
        case .destinations(let error): error.report
        }
    }
}
