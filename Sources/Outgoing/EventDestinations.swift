public import Delivery
import Faults
import Files
public import Sessions

/// Where destinations, recipes and secrets are looked for, beside the event itself.
public struct SendingPlaces: Sendable {
    /// Folders that may hold a destinations.json, after the event's own.
    public var configuration: [String]
    public var recipes: RecipeLibrary
    public var secrets: SecretStore
    /// The operator's rclone.conf; nil: where rclone itself looks.
    public var rclone: String?

    public init(
        configuration: [String], recipes: RecipeLibrary, secrets: SecretStore, rclone: String? = nil
    ) {
        (self.configuration, self.recipes, self.secrets, self.rclone) = (configuration, recipes, secrets, rclone)
    }

    /// Nowhere: an event has its own destinations.json, or none.
    public static let none = SendingPlaces(
        configuration: [], recipes: RecipeLibrary(SearchPath([])), secrets: SecretStore(credentials: nil, folder: ""))

    /// Those of an installed program, whose path is `program`, and of who runs it.
    public static func standard(program: String) -> SendingPlaces {
        SendingPlaces(
            configuration: [configurationFolder, "/etc/boothkit"], recipes: .standard(program: program),
            secrets: .standard)
    }
}

/// The destinations that an event may send to, and what each of them takes: its destinations.json, else the operator's, else
/// the machine's.
///
///     let destinations = try EventDestinations(of: folder, in: .standard(program: programPath()))
///     try destinations.require(for: event, in: folder)
public struct EventDestinations: Sendable {
    public let list: DestinationList
    private let kinds: [String: Result<Set<OutboxItem.Kind>, DeliveryError>]

    /// None at all.
    public init() { (list, kinds) = (DestinationList(), [:]) }

    /// Reads the file, and the recipes that it names. Blocks.
    ///
    /// - Parameter folder: nil: that of no event.
    /// - Throws: for a file that is there and cannot be used. Where there is none, there are no destinations.
    public init(of folder: EventFolder?, in places: SendingPlaces) throws(DeliveryError) {
        let search = (folder.map { [$0.path] } ?? []) + places.configuration
        list = try DestinationList.find(event: search[0], then: Array(search.dropFirst())) ?? DestinationList()
        var kinds: [String: Result<Set<OutboxItem.Kind>, DeliveryError>] = [:]
        for one in list.all {
            kinds[one.name] = Result { () throws(DeliveryError) in
                Set(try one.kinds(places.recipes).compactMap { OutboxItem.Kind(rawValue: $0.rawValue) })
            }
        }
        self.kinds = kinds
    }

    /// The kinds of items that one of them takes.
    public var senders: Set<OutboxItem.Kind> {
        kinds.values.reduce(into: []) { $0.formUnion((try? $1.get()) ?? []) }
    }

    /// What one of them takes, in the usual order.
    public func takenKinds(by name: String) -> [OutboxItem.Kind] {
        let kinds = (try? kinds[name]?.get()) ?? []
        return OutboxItem.Kind.allCases.filter { kinds.contains($0) && $0 != .removal }
    }

    /// Why nothing of a kind can be sent to a destination of this name; nil: it can.
    public func flaw(_ kind: OutboxItem.Kind, _ name: String) -> String? {
        guard let one = list.all.first(where: { $0.name == name }) else {
            guard let path = list.path else { return "there is no destinations.json" }
            return "there is no such destination in \(path)"
        }
        switch kinds[name] {
        case .success(let kinds)? where kinds.contains(kind): return nil
        case .failure(let error)?: return error.problem
        default: return "it is of kind \(one.kindWord) and takes none"
        }
    }

    /// Throws for the first thing that the event sends where nothing takes it, and for messages without a link.
    ///
    /// - Parameter others: kinds that are sent by something else.
    public func require(
        for event: Event, of kinds: [OutboxItem.Kind] = OutboxItem.Kind.named,
        except others: Set<OutboxItem.Kind> = [], in folder: EventFolder
    ) throws(SessionsError) {
        try event.requireSenders(of: kinds.filter { !others.contains($0) }, in: folder, flaw: flaw)
        guard let alerts = event.alerts, kinds.contains(.alert), alerts.to == nil else { return }
        for name in event.destinations(of: .alert) {
            guard case .smtp? = list.all.first(where: { $0.name == name })?.kind else { continue }
            throw .noSender(
                event: folder.path, kind: .alert, destination: name, reason: "\"to\" has to say to which address")
        }
    }

    /// The names of those that the event sends to.
    public func used(by event: Event) -> Set<String> {
        var names = Set(OutboxItem.Kind.named.filter { $0 != .print }.flatMap(event.destinations(of:)))
        for one in list.all where names.contains(one.name) {
            if case .pages(let through) = one.kind { names.insert(through) }
        }
        return names
    }
}
