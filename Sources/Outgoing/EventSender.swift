public import Delivery
import Faults
public import Pages
public import Sessions
import StrictJSON
public import Work

/// Sends what the outbox of an event holds to its destinations: joins the record, which knows what is to be sent and when, with the
/// ways of sending, which know no booth.
///
///     let sender = try EventSender(record, destinations, in: places, words: { _ in words }, themes: themes)
///     try await OutboxSender(record: record, routes: sender.routes).run()
public final class EventSender: Sendable {
    public let destinations: EventDestinations
    private let record: EventRecord
    private let service: DeliveryService
    private let contents: ItemContents

    /// Reads recipes and secrets. Blocks.
    ///
    /// - Parameter words: those that guests read, in the language that a guest has chosen or else in that of the event; asked anew
    ///   for each item, because an operator may change them.
    /// - Throws: for the first destination that the event sends to and that cannot be used as it is described.
    public init(
        _ record: EventRecord, _ destinations: EventDestinations, in places: SendingPlaces,
        words: @escaping @Sendable (_ language: String?) -> Words, themes: ThemeLibrary,
        time: TimeSource = .system
    ) throws(DeliveryError) {
        (self.record, self.destinations) = (record, destinations)
        service = try DeliveryService(
            destinations.list, required: destinations.used(by: record.event), recipes: places.recipes,
            secrets: places.secrets, rclone: places.rclone, time: time)
        contents = ItemContents(record: record, words: words, themes: themes, time: time)
    }

    /// What is sent to each destination, whatever its kind: a destination may be away for all of them only.
    public var routes: [OutboxRoute] {
        destinations.list.all.map { one in
            var route = OutboxRoute(Set(OutboxItem.Kind.allCases).subtracting([.print, .ai]), to: one.name) {
                await self.send($0)
            }
            route.parallel = [.guest: one.parallel, .raw: 1]
            // A large film on a slow line; whoever sends is asked for signs of life all the time.
            route.lease = .seconds(8_000)
            route.mayRepeat = { [service] item in
                Item.Kind(rawValue: item.kind.rawValue).map { service.mayRepeat($0, to: one.name) } ?? false
            }
            return route
        }
    }

    private func send(_ item: OutboxItem) async -> SendOutcome {
        if item.kind == .page, let refusal = await refused(item, mayBeThere: item.attempts > 1) { return refusal }
        let content: Item
        switch await contents.item(of: item) {
        case .success(let item): content = item
        case .failure(let refusal): return refusal.outcome
        }
        let verdict = await service.send(content, to: item.destination) { [record] step, taken in
            let taken = JSONValue.object(taken.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
            return (try? await record.resume(item, at: step, taken: taken.text())) ?? false
        }
        if item.kind == .page, let refusal = await refused(item, mayBeThere: true) { return refusal }
        return SendOutcome(verdict)
    }

    /// What becomes of a page whose link was taken back; nil: the link is good. Whatever takes the page away may have been there
    /// before all of the page was, so that it is taken away once more.
    private func refused(_ page: OutboxItem, mayBeThere: Bool) async -> SendOutcome? {
        do throws(SessionsError) {
            if try await contents.isGood(page.subject) { return nil }
            if mayBeThere { try await record.removePage(page.subject, at: page.destination) }
            return .refused("its link leads nowhere now")
        } catch { return .busy("\(error)", after: .seconds(5)) }
    }
}

extension SendOutcome {
    init(_ verdict: Verdict) {
        self =
            switch verdict {
            case .delivered(let reference): .done(remote: reference)
            case .unreachable(let text): .unreachable(text)
            case .busy(let text, let after): .busy(text, after: after)
            case .blocked(let text): .blocked(text)
            case .refused(let text): .refused(text)
            case .unknown(let text): .unknown(text)
            }
    }
}
