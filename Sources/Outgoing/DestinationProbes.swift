public import Delivery
public import Work

/// Tries destinations, and leaves nothing there.
///
///     let steps = await try DestinationProbes(destinations, in: places).run("dav")
public struct DestinationProbes: Sendable {
    private let service: DeliveryService

    /// Reads recipes and secrets. Blocks.
    ///
    /// - Parameter required: the names of those that must be usable; others say what is wrong when they are tried.
    public init(
        _ destinations: EventDestinations, required: Set<String> = [], in places: SendingPlaces,
        time: TimeSource = .system
    ) throws(DeliveryError) {
        service = try DeliveryService(
            destinations.list, required: required, recipes: places.recipes, secrets: places.secrets,
            rclone: places.rclone, time: time)
    }

    /// A place for files gets one, which is read back and deleted; a mail server is logged in to; of all others it is asked whether
    /// they are there.
    public func run(_ name: String) async -> [ProbeStep] { await service.probe(name) }
}
