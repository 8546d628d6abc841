import Faults
import PrintOut
import Sessions
import Work

/// Sends what the event's outbox holds: prints through the print desk, everything else by the transports that were given.
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
}
