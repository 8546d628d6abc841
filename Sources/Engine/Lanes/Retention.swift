import Sessions
import Work

/// Removes what the event keeps no longer, while nobody is at the booth: by the rules of event.json.
struct Retention: Sendable {
    let context: Context
    private static let pause = Duration.seconds(3_600)

    func run() async {
        repeat {
            await context.lanes.add(.night, "what the event keeps no longer") { await purge() }
        } while (try? await context.time.sleep(for: Self.pause)) != nil
    }

    /// In small parts, so that a guest who comes meanwhile is not held up.
    private func purge() async {
        while context.view.now.isIdle {
            do throws(SessionsError) {
                let purged = try await context.record.purge(limit: 10, at: context.now)
                if !purged.isEmpty { context.say("removed by the event's rules: \(purged.summary)") }
                if !purged.isPartial { return }
            } catch { return context.say("what the event keeps no longer could not be removed: \(error)") }
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
