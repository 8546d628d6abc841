public import StrictJSON
import Synchronization
import Work

/// What the pages of the guests' screen said of themselves last. They say it every few seconds, so that it is no part of the view:
/// a screen that lives changes nothing, and no client is told of it.
final class ScreenBeats: Sendable {
    private struct Beat {
        let shows: String
        let at: TimeSource.Instant
    }

    /// Pages in browsers of this machine, and all others. A tablet elsewhere must not hide that the booth's own screen is dead.
    private let last = Mutex<(here: Beat?, elsewhere: Beat?)>((nil, nil))

    func note(_ shows: String, isHere: Bool, at now: TimeSource.Instant) {
        let beat = Beat(shows: shows, at: now)
        last.withLock { last in
            if isHere { last.here = beat } else { last.elsewhere = beat }
        }
    }

    /// Since the last beat of this machine's screen or, where it has none, of another; nil: there was none.
    func silence(at now: TimeSource.Instant) -> Duration? { newest.map { now - $0.beat.at } }

    /// `{"shows":"attract","silent":3.2,"here":true}`, in seconds, rounded up; nil: there was no beat.
    func json(at now: TimeSource.Instant) -> JSONValue? {
        newest.map { beat, isHere in
            let tenths = ((now - beat.at) / .milliseconds(100)).rounded(.up)
            return ["shows": .string(beat.shows), "silent": .number(max(0, tenths) / 10), "here": .bool(isHere)]
        }
    }

    private var newest: (beat: Beat, isHere: Bool)? {
        last.withLock { last in last.here.map { ($0, true) } ?? last.elsewhere.map { ($0, false) } }
    }
}

extension Engine {
    /// A page of the guests' screen is alive.
    /// - Parameters:
    ///   - shows: the screen that it has painted: "attract".
    ///   - isHere: its browser runs on this machine.
    public nonisolated func beat(_ shows: String, isHere: Bool) {
        context.screens.note(shows, isHere: isHere, at: options.time.now)
    }

    /// For how long the guests' screen has said nothing; nil: it has said nothing yet.
    public nonisolated var screenSilence: Duration? { context.screens.silence(at: options.time.now) }

    /// The operator's view as JSON, now, with what the guests' screen says of itself.
    public nonisolated var operatorJSON: JSONValue { json(of: view.now) }

    /// The same of a view that a command or an update gave.
    public nonisolated func json(of view: OperatorView) -> JSONValue {
        view.json(now: context.now, screen: context.screens.json(at: options.time.now))
    }
}
