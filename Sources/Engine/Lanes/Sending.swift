import Delivery
import Faults
import Outgoing
import Pages
import PrintOut
import Sessions
import Work

/// Sends what the event's outbox holds: prints through the print desk, everything else to the event's destinations.
struct Sending: Sendable {
    let context: Context

    func run() async {
        let sender = OutboxSender(record: context.record, routes: routes, time: context.time) { problem in
            if let problem {
                context.troubles.raise(.outbox, guest: nil, remedy: context.remedy(for: problem))
            } else {
                context.troubles.recovered(.outbox)
            }
        }
        // A sender in another process may be at its end.
        while !Task.isCancelled {
            do throws(SessionsError) { return try await sender.run() } catch {
                context.troubles.raise(.outbox, guest: nil, remedy: context.remedy(for: error))
                try? await context.time.sleep(for: .seconds(5))
            }
        }
    }

    private var routes: [OutboxRoute] {
        var routes = context.options.transports.map { OutboxRoute([$0.key], transport: $0.value) }
        for var route in context.sender?.routes ?? [] {
            route.settled = { context.say(Self.line($0, $1)) }
            routes.append(route)
        }
        if let prints = context.prints {
            let sending = PrintSending(context: context, prints: prints)
            var route = OutboxRoute([.print]) { await sending.send($0) }
            route.settled = { sending.show($0, $1) }
            // As many as a queue may hold; the desk finds out by itself what became of a print.
            (route.parallel, route.lease, route.resumes) = ([.guest: 32], EventPrints.lease, true)
            routes.append(route)
        }
        return routes
    }

    /// Nothing of it tells who a guest is: neither address nor answer.
    private static func line(_ item: OutboxItem, _ outcome: SendOutcome) -> String {
        let what = "outbox item \(item.id): \(item.kind.rawValue) to \(item.destination), attempt \(item.attempts)"
        return switch outcome {
        case .done: "\(what): sent"
        case .unreachable(let why), .busy(let why, _): "\(what): not now (\(why))"
        case .blocked(let why): "\(what): blocked (\(why))"
        case .refused(let why): "\(what): given up (\(why))"
        case .unknown(let why): "\(what): perhaps sent (\(why)); booth outbox resolve says what became of it"
        }
    }
}

extension Context {
    /// Puts into the outbox what the event sends of a session by now. The record tries again with the session's next step what it could not
    /// do, so nobody is held up by it.
    func queue(_ session: String, upTo last: EventRecord.QueuedPart = .media) async {
        guard record.event.destinations.keys.contains(where: { $0 != .print && $0 != .ai }) else { return }
        do throws(SessionsError) {
            try await record.queue(session, upTo: last, at: now)
        } catch { say("what is to be sent of a session could not be noted: \(remedy(for: error))") }
    }
}

extension EventSender {
    /// That of a booth's event, whose destinations all have to be there; nil: the event sends nothing but prints.
    static func forBooth(
        _ record: EventRecord, _ options: Engine.Options, _ words: GuestWords
    ) throws(EngineError) -> EventSender? {
        let (event, folder) = (record.event, record.folder)
        var destinations: EventDestinations?
        do throws(DeliveryError) {
            if let places = options.places { destinations = try EventDestinations(of: folder, in: places) }
        } catch { throw .delivery(error) }
        do throws(SessionsError) {
            let others = Set(options.transports.keys)
            try (destinations ?? EventDestinations()).require(for: event, except: others, in: folder)
        } catch { throw .record(error) }
        guard let destinations, let places = options.places, !destinations.list.all.isEmpty else { return nil }
        do throws(DeliveryError) {
            return try EventSender(
                record, destinations, in: places, words: { words.now(in: $0) }, themes: options.themes,
                time: options.time)
        } catch { throw .delivery(error) }
    }
}
