import Sessions
import Work

/// Removes what the event keeps no longer, while nobody is at the booth: by the rules of event.json.
struct Retention: Sendable {
    let context: Context
    private static let pause = Duration.seconds(3_600)

    func run() async {
        // In small parts, so that a guest who comes meanwhile is not held up.
        while await context.view.first(where: { $0.isIdle }) != nil {
            if await purge() { continue }
            guard (try? await context.time.sleep(for: Self.pause)) != nil else { return }
        }
    }

    /// Gives whether there is more to be removed.
    private func purge() async -> Bool {
        // Whether the clock was right before or is now, nobody knows yet; there is time until the next launch.
        guard !context.clock.hasJumped else { return false }
        do throws(SessionsError) {
            let purged = try await context.record.purge(limit: 10, at: context.now)
            if !purged.isEmpty { context.say("removed by the event's rules: \(purged.summary)") }
            return purged.isPartial
        } catch {
            context.say("what the event keeps no longer could not be removed: \(error)")
            return false
        }
    }
}

extension OperatorView {
    /// Nobody is in a session.
    fileprivate var isIdle: Bool { guest.step.map { $0.word == "attract" } ?? (guest.phase == .stopped) }
}

extension Purged {
    fileprivate var summary: String {
        [("sessions", sessions), ("addresses of", contacts), ("links of", links)].filter { !$0.1.isEmpty }
            .map { what, numbers in "\(what) " + numbers.map { "#\($0)" }.joined(separator: ", ") }
            .joined(separator: "; ")
    }
}
