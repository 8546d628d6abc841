import Delivery
import Faults
public import Pages
public import Sessions
import StrictJSON
public import Work

/// Sends what the outbox of an event holds to its destinations: joins the record, which knows what is to be sent and when, with the
/// ways of sending, which know no booth.
///
///     let sender = try EventSender(of: record, in: places, words: { _ in words }, themes: themes)
///     try await OutboxSender(record: record, routes: sender.routes).run()
public final class EventSender: Sendable {
    public let destinations: EventDestinations
    private let record: EventRecord
    private let service: DeliveryService
    private let contents: ItemContents
    private let turns = PageTurns()

    /// Reads destinations, recipes and secrets. Blocks.
    ///
    /// - Parameters:
    ///   - others: kinds that are sent by something else.
    ///   - words: those that guests read, in the language that a guest has chosen or else in that of the event; asked anew for each
    ///     item, because an operator may change them.
    /// - Throws: for the first thing that the event sends where nothing takes it, or where the destination cannot be used as it is
    ///   described.
    public init(
        of record: EventRecord, in places: SendingPlaces, except others: Set<OutboxItem.Kind> = [],
        words: @escaping @Sendable (_ language: String?) -> Words, themes: ThemeLibrary, time: TimeSource = .system
    ) throws(OutgoingError) {
        self.record = record
        do throws(DeliveryError) {
            destinations = try EventDestinations(of: record.folder, in: places)
        } catch { throw .destinations(error) }
        do throws(SessionsError) {
            try destinations.require(for: record.event, except: others, in: record.folder)
        } catch { throw .event(error) }
        do throws(DeliveryError) {
            service = try DeliveryService(
                destinations.list, required: destinations.used(by: record.event), recipes: places.recipes,
                secrets: places.secrets, rclone: places.rclone, time: time)
        } catch { throw .destinations(error) }
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
        guard item.kind == .page else { return await send(item, wholePage: false) }
        return await turns.take(item) { isWhole in
            if let refusal = await refused(item, mayBeThere: item.attempts > 1) { return refusal }
            return await send(item, wholePage: isWhole)
        }
    }

    /// - Parameter isWhole: of a page: all of it is there already, and stays.
    private func send(_ item: OutboxItem, wholePage isWhole: Bool) async -> SendOutcome {
        let content: Item
        switch await contents.item(of: item, wholePage: isWhole) {
        case .success(let item): content = item
        case .failure(let refusal): return refusal.outcome
        }
        let verdict = await service.send(content, to: item.destination) { [record] step, taken in
            let taken = JSONValue.object(taken.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
            return (try? await record.resume(item, at: step, taken: taken.text())) ?? false
        }
        if item.kind == .page, let refusal = await refused(item, mayBeThere: true) { return refusal }
        // When it cannot be noted, whoever has told it now tells it the next time.
        if case .optedOut = verdict, item.kind == .sms { try? await record.noteOptOut(of: item.subject) }
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
            case .refused(let text), .optedOut(let text): .refused(text)
            case .unknown(let text): .unknown(text)
            }
    }
}
