import Faults
import Files
import Pages
import Sessions
import Work

/// What sessions go by, as long as nobody changes event.json.
struct Settings: Sendable {
    let event: Event
    let words: Words
    /// By language.
    let allWords: [String: Words]
    let prepared: Prepared
}

extension Context {
    /// Goes by other settings from now on, between two sessions.
    func take(_ settings: Settings) -> Prepared {
        record.take(settings.event)
        spoken.take(settings.words, all: settings.allWords)
        return settings.prepared
    }
}

/// Looks every second whether somebody has changed event.json. What can be used holds from the next session on; why it cannot, an
/// operator reads, and the booth goes by what it has.
struct SettingsWatch: Sendable {
    let context: Context
    let renew: @Sendable (Settings) async -> Void

    /// To look at all of them, layouts and effects too, takes a second of a core.
    private static let patience = Duration.seconds(30)

    func run() async {
        let folder = context.record.folder
        var (stamp, last) = (Optional<FileStamp>.none, context.record.event)
        var isWrong = false
        var looked = context.time.now
        repeat {
            let present = await context.time.offPool { FileStamp(folder.settings) }
            // A folder that is away is somebody else's to tell.
            guard let present else { continue }
            // What cannot be used may be put right without a change of this file: a layout that was missing is there.
            guard present != stamp || isWrong && context.time.now - looked >= Self.patience else { continue }
            looked = context.time.now
            switch await look(&last) {
            case true?: (stamp, isWrong) = (present, false)
            case false?: (stamp, isWrong) = (present, true)
            // The drive may have been on its way out.
            case nil: stamp = nil
            }
        } while (try? await context.time.sleep(for: .seconds(1))) != nil
    }

    /// Gives whether it can be used; nil: nobody can tell.
    /// - Parameter last: what the file said when it could be used last.
    private func look(_ last: inout Event) async -> Bool? {
        do {
            let folder = context.record.folder
            let event = try await context.time.offPool { () throws(SessionsError) in try Event(in: folder) }
            let changes = event.changes(since: last)
            let effective = event.following(context.record.event)
            if changes.contains(where: { Event.applies($0) != .launch }) {
                try await renew(prepared(by: effective))
            }
            last = event
            context.troubles.recovered(.event)
            tell(changes)
            return true
        } catch {
            if context.isOfStorage(error) { return nil }
            context.troubles.raise(
                .event, guest: nil, remedy: "\(error); until then the booth goes by the settings before that")
            return false
        }
    }

    private func prepared(by event: Event) async throws -> Settings {
        let places = context.options.texts
        let (words, all) = try await context.time.offPool { () throws(PagesError) in
            (
                try Words(locale: event.locale, in: places, own: event.words),
                try Words.all(in: places, own: event.words)
            )
        }
        return Settings(
            event: event, words: words, allWords: all, prepared: try await Opening(context).prepare(by: event))
    }

    private func tell(_ changes: [String]) {
        func those(_ moment: Event.Applies) -> String? {
            let keys = changes.filter { Event.applies($0) == moment }
            return keys.isEmpty ? nil : keys.joined(separator: ", ")
        }
        if let keys = those(.session) { context.say("event.json has changed: \(keys) from the next session on") }
        if let keys = those(.launch) {
            context.say("event.json has changed: \(keys) when the booth is started again")
        }
    }
}
