import Capture
import Compositor
import Darkroom
import Effects
import Outgoing
import Pages
import PrintOut
import Sessions
import Synchronization
import Work

/// What all parts of a running booth share.
struct Context: Sendable {
    let record: EventRecord
    let script: Script
    let options: Engine.Options
    let camera: any Camera
    let darkroom: Darkroom
    let prints: EventPrints?
    let sender: EventSender
    let view: PublishedView
    let log: Broadcast<String>
    let spoken: GuestWords
    /// The workflow as guests read it, by language.
    let scripts: [String: Script]
    let troubles: Troubles
    let watchdog: Watchdog
    let storage: Storage
    let clock: WallClock
    let lanes: BackgroundLanes
    let stranded: StrandedPictures
    let looks: LiveLooks
    let localLinks: LocalLinks
    let live: LiveFeed
    let clips = ClipDesk()
    let shutter = ShutterLag()
    let previews = Previews()
    let screens = ScreenBeats()

    /// What guests read, in the language of the event.
    var words: Words { spoken.now }
    var time: TimeSource { options.time }
    var now: Moment { Moment(milliseconds: time.wall) }

    func say(_ line: String) { log.send(line) }

    var storageAway: EngineError { .storageAway(path: record.folder.path) }

    /// Whether what the record could not do only says that its folder is away, or another one. It may say so before `DiskWatch` does.
    func isOfStorage(_ error: any Error) -> Bool {
        if case SessionsError.replaced = error { return true }
        return storage.isAway
    }

    /// What is to be said of what the record could not do. That its folder is gone says more than what came of that.
    func remedy(for error: any Error) -> String { isOfStorage(error) ? "\(storageAway)" : "\(error)" }

    /// How long guests are waited for, at the booth's pace.
    func guestTime(_ seconds: Double) -> Duration { .seconds(seconds / options.pace) }
}

/// What the opening of a booth has made ready for all its sessions.
struct Prepared: Sendable {
    /// The layout that sessions begin with; nil: the event has none.
    var layout: PreparedLayout?
    /// Those that guests choose among, by how the workflow calls them.
    var layouts: [String: PreparedLayout] = [:]
    /// The workflow's effects.
    var effects: [EffectCall] = []
    /// The effects that guests choose among, by how the workflow spells them, with their files kept in the event.
    var choices: [String: EffectCall] = [:]

    /// The one that a session is held with.
    func layout(of session: Session) -> PreparedLayout? {
        ([layout].compactMap { $0 } + layouts.values).first { $0.name == session.layout }
    }
}

extension PreparedLayout {
    var capturesNeeded: Int { template.layout.capturesNeeded }
    var hasAnimation: Bool { template.layout.animation != nil }
    /// Whether its animation shows clips.
    var showsClips: Bool { template.layout.animation?.showsClips ?? false }
}

/// What guests read now: an event may have other words from one session to the next, and guests may choose another language.
final class GuestWords: Sendable {
    private let words: Mutex<(own: Words, all: [String: Words])>

    /// - Parameter all: those of every language that guests may choose.
    init(_ own: Words, all: [String: Words] = [:]) { words = Mutex((own, all)) }

    /// In the language of the event.
    var now: Words { words.withLock { $0.own } }
    var all: [String: Words] { words.withLock { $0.all } }

    /// - Parameter language: nil: that of the event.
    func now(in language: String?) -> Words {
        words.withLock { words in
            guard let language, language != words.own.language else { return words.own }
            return words.all[language] ?? words.own
        }
    }

    func take(_ own: Words, all: [String: Words] = [:]) { words.withLock { $0 = (own, all) } }
}

/// How late the shutter is after it was asked for: a countdown asks that much earlier.
final class ShutterLag: Sendable {
    private let newest = Mutex<[Duration]>([])

    func note(_ lag: Duration) { newest.withLock { $0 = $0.suffix(8) + [lag] } }

    /// The median of the last shots, at most a second.
    var median: Duration {
        newest.withLock { lags in min(lags.sorted().dropFirst(lags.count / 2).first ?? .zero, .seconds(1)) }
    }
}

/// The composed picture that is shown now. It is kept nowhere else.
final class Previews: Sendable {
    private let shown = Mutex<(count: Int, preview: Engine.Preview?)>((0, nil))

    var now: Engine.Preview? { shown.withLock { $0.preview } }

    /// Gives its identity.
    func show(_ jpeg: [UInt8], of session: String) -> String {
        shown.withLock { shown in
            shown.count += 1
            let id = "\(session.prefix(8))-\(shown.count)"
            shown.preview = Engine.Preview(id: id, jpeg: jpeg)
            return id
        }
    }

    func clear() { shown.withLock { $0.preview = nil } }
}

extension Context {
    /// Where the guest finds the session's pictures, and from where that can be opened.
    func link(of session: Session) -> (address: String, reach: LinkReach)? {
        guard let token = session.token, let base = record.event.shownBase ?? localLinks.base else { return nil }
        return (base + token, record.event.shownBase.map { LinkReach(of: $0) } ?? .here)
    }

    /// When guests may begin again, as "18:00"; nil: now.
    var closedUntil: String? {
        guard let hours = record.event.hours else { return nil }
        let seconds = Int(now.milliseconds / 1_000) + LocalTime.offset(at: now)
        let minute = (seconds % 86_400 + 86_400) % 86_400 / 60
        return hours.holds(at: minute) ? nil : hours.opens
    }
}
