import Faults
import Sessions
import Work

/// Tells the operator what needs a hand, and when it does no more, by the destination that event.json names: each once. It goes
/// through the outbox, so that it also arrives when the line was the trouble.
struct Alerting: Sendable {
    let context: Context

    private static let pause = Duration.seconds(10)
    /// Of printers that count.
    private static let fewPrints = 20
    /// Within so long a disk would be full, as fast as it has filled since the launch.
    private static let horizon = Duration.seconds(7_200)

    func run() async {
        guard context.record.event.alerts != nil else { return }
        await tell("booth", "the booth was started")
        var news = AlertNews()
        // What was free when that was first known.
        var first: (free: Int, at: TimeSource.Instant)?
        let start = context.now
        repeat {
            let view = context.view.now
            if first == nil, let free = view.free { first = (free, context.time.now) }
            for line in news.lines(await conditions(view, first, since: start), at: context.time.now) {
                await tell(line.subject, line.text)
            }
        } while (try? await context.time.sleep(for: Self.pause)) != nil
    }

    private func tell(_ subject: String, _ text: String) async {
        do throws(SessionsError) { _ = try await context.record.alert(subject, text, at: context.now) } catch {
            context.say("an alert could not be noted: \(context.remedy(for: error))")
        }
    }

    /// What is wrong now, by subject.
    ///
    /// - Parameter start: when the booth was started. What was not sent while it was off is not stuck.
    func conditions(
        _ view: OperatorView, _ first: (free: Int, at: TimeSource.Instant)?, since start: Moment? = nil
    ) async -> [String: String] {
        var found: [String: String] = [:]
        for trouble in view.troubles {
            switch trouble.about {
            // It is being connected, as at every start.
            case .camera where !view.camera.isAway: break
            case .camera, .printer, .disk:
                found[trouble.about.rawValue] = "\(trouble.about.rawValue): \(trouble.remedy)"
            case .print, .picture, .ai, .outbox, .event: break
            }
        }
        if let left = view.printer?.printsLeft, left <= Self.fewPrints {
            found["paper"] = "\(view.printer?.name ?? "printer"): \(counted(left, "print")) left"
        }
        if let free = view.free, let first,
            Self.isFull(free, first.free, context.time.now - first.at, context.record.event)
        {
            found["disk space"] = "disk: \(free / 1_000_000) MB free, which is less than two hours of pictures"
        }
        for (name, text) in await stuck(start) { found["queue \(name)"] = text }
        return found
    }

    /// Whether the disk is full within two hours, down to the reserve, at the pace at which it was filled in the time that has passed.
    static func isFull(_ free: Int, _ former: Int, _ passed: Duration, _ event: Event) -> Bool {
        let room = free - event.reserve * 1_000_000
        if room <= 0 { return true }
        let used = former - free
        // The first minutes say nothing about a night.
        guard used > 0, passed > .seconds(600) else { return false }
        return Double(room) / Double(used) * (passed / .seconds(1)) < Self.horizon / .seconds(1)
    }

    /// Destinations that have taken nothing for so long while something waits for them, each with the reason.
    private func stuck(_ start: Moment?) async -> [(String, String)] {
        guard let alerts = context.record.event.alerts,
            let destinations = try? await context.record.destinations()
        else { return [] }
        var found: [(String, String)] = []
        for one in destinations {
            guard let since = one.since, context.now - max(since, start ?? since) >= .seconds(alerts.queueMinutes * 60)
            else { continue }
            let waiting = (try? await context.record.outboxCount(states: [.pending], destination: one.name)) ?? 0
            guard waiting > 0 else { continue }
            let reason = one.reason.map { " (\($0))" } ?? ""
            found.append((one.name, "\(one.name): \(counted(waiting, "item")) waiting since \(since)\(reason)"))
        }
        return found
    }
}
