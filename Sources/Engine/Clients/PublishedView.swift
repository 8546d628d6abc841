import Compositor
import Faults
import Pages
import Sessions
import Synchronization
import Work

/// The one view of a running booth that all its parts change and all clients follow. A change is atomic, gets the next
/// revision and reaches whoever follows; of those who are slow, the newest wins.
public final class PublishedView: Sendable {
    private struct State {
        var view: OperatorView
        var finalPhotos = LatencyLog()
        var printJobs = LatencyLog()
        var next = 0
        var isClosed = false
        /// Those who wait for the view to be as they wish.
        var waiting: [Int: Waiter] = [:]
    }

    private struct Waiter {
        let isMet: @Sendable (OperatorView) -> Bool
        let continuation: CheckedContinuation<OperatorView?, Never>
    }

    private let state: Mutex<State>
    private let followers = Broadcast<OperatorView>()

    private let words: GuestWords?

    init(words: GuestWords? = nil) {
        self.words = words
        let launch = String(UInt64.random(in: .min ... .max), radix: 16)
        var view = OperatorView(launch: launch)
        if let words { view.language = words.now.language }
        state = Mutex(State(view: view))
    }

    /// What the attract step says while nobody can begin; nil: somebody can.
    func wordsAtRest(_ view: OperatorView) -> String? {
        let words = words?.now(in: view.guest.language)
        if view.obstacle != nil { return words?[.pause] ?? "" }
        return view.closedUntil.map { words?["prompt.closed", ["time": $0]] ?? "" }
    }

    public var now: OperatorView { state.withLock { $0.view } }

    func change(_ body: (inout OperatorView) -> Void) {
        let met = state.withLock { state in alter(&state, body) }
        for (waiter, view) in met { waiter.continuation.resume(returning: view) }
    }

    /// Gives those whose wish has come true, to be told outside of the lock.
    private func alter(_ state: inout State, _ body: (inout OperatorView) -> Void) -> [(Waiter, OperatorView)] {
        var next = state.view
        body(&next)
        // Guests read of those troubles that concern them.
        next.guest.troubles = next.troubles.compactMap { trouble in
            let text = trouble.notice.flatMap { words?.now(in: next.guest.language)[$0] } ?? trouble.guest
            return text.map { GuestView.Trouble(about: trouble.about, guest: $0) }
        }
        if let step = next.guest.step, step.word == "attract" {
            let text = wordsAtRest(next) ?? step.ownText
            next.guest.step?.text = text
            next.guest.step?.isClosed = next.closedUntil != nil
        }
        guard next != state.view else { return [] }
        next.guest.revision = state.view.guest.revision + 1
        state.view = next
        followers.send(next)
        let met = state.waiting.filter { $0.value.isMet(next) }
        for key in met.keys { state.waiting[key] = nil }
        return met.values.map { ($0, next) }
    }

    func noteFinalPhoto(after duration: Duration) {
        let latency = state.withLock { $0.finalPhotos.note(duration) }
        change { $0.figures.finalPhoto = latency }
    }

    func notePrintJob(after duration: Duration) {
        let latency = state.withLock { $0.printJobs.note(duration) }
        change { $0.figures.printJob = latency }
    }

    /// The view now, if it is newer than the one that a client has, and then whenever it has changed.
    /// - Parameter known: launch and revision of the client's view; nil: it has none.
    public func updates(since known: (launch: String, revision: Int)? = nil) -> AsyncStream<OperatorView> {
        let changes = followers.join(newest: 1)
        let first = now
        let isNews = known.map { $0.launch != first.launch || $0.revision < first.revision } ?? true
        return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                var revision = first.revision
                if isNews { continuation.yield(first) }
                for await view in changes where view.revision > revision {
                    continuation.yield(view)
                    revision = view.revision
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Waits until the view is as wished, and gives the first one that is; nil when the task is cancelled or the booth has ended. It
    /// misses no state, however short.
    public func first(where isMet: @escaping @Sendable (OperatorView) -> Bool) async -> OperatorView? {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: OperatorView?? = state.withLock { state in
                    if isMet(state.view) { return .some(state.view) }
                    if Task.isCancelled || state.isClosed { return .some(nil) }
                    state.waiting[number] = Waiter(isMet: isMet, continuation: continuation)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.continuation.resume(returning: nil)
        }
    }

    /// For tests: whether somebody waits in `first`.
    var hasWaiters: Bool { state.withLock { !$0.waiting.isEmpty } }

    /// The booth has ended: whoever follows or waits hears of it.
    func close() {
        change { ($0.phase, $0.session, $0.step) = (.ended, nil, nil) }
        followers.finish()
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for waiter in left { waiter.continuation.resume(returning: nil) }
    }
}

extension PublishedView {
    /// Shows the session as the record has it, and the layout that it is held with.
    func show(
        _ session: Session, link: (address: String, reach: LinkReach)?, messages: [OutboxItem.Kind],
        outline: LayoutOutline?
    ) {
        change { view in
            let former = view.guest.session?.id == session.id ? view.guest.session : nil
            var visit = GuestView.Visit(id: session.id, number: session.number, started: session.started)
            visit.captures = session.pictures.map {
                .init(id: $0.id, shot: $0.shot, isSelected: $0.selected, place: $0.place)
            }
            (visit.slots, visit.preview) = (session.slots, former?.preview)
            (visit.link, visit.linkReach) = (link?.address, link?.reach)
            visit.messages = link == nil ? [] : messages
            (visit.layout, visit.outline) = (session.layout, outline)
            visit.prints = session.outbox.compactMap { item in
                PrintWish(item, former: former?.prints.first { $0.key == item.key })
            }
            visit.take(session)
            view.finalPhoto = session.readyFinal
            view.session = visit
        }
    }

    /// What has been made of a session in the background, if it is the one in hand.
    func take(_ session: Session) {
        change { view in
            guard view.guest.session?.id == session.id else { return }
            view.session?.take(session)
        }
    }
}

extension GuestView.Visit {
    fileprivate mutating func take(_ session: Session) {
        let ready = session.renditions.filter { $0.state == .ready }
        hasFinalPhoto = ready.contains { $0.kind == .final }
        hasDrawing = ready.contains { $0.kind == .drawing }
        motion = session.motion?.identity
    }
}

extension Rendition {
    /// Of a moving picture. How it ends says what shows it: an image or a film.
    fileprivate var identity: String? {
        guard let sha256, let ending = path?.split(separator: ".").last else { return nil }
        return kind == .video ? "\(sha256.prefix(16)).\(ending)" : String(sha256.prefix(16))
    }
}
