import Compositor
import Darkroom
import Effects
import Pages
import Sessions
import Work

/// One guest session: its steps in order, what it waits for, and its end.
///
///     Engine ── run ──►  enter ─► step ─► leave ─► … ─► finish
///                                  │ wait
///     a client ── tell ────────────┘
///
/// `run` is cancelled when somebody orders the session's end; `finish` then runs all the same, in no cancelled task.
actor Walk {
    nonisolated let context: Context
    nonisolated let prepared: Prepared
    nonisolated let id: String
    /// The layout that the session is held with, and its FinalPhoto in the making; nil: the event has none.
    private(set) var layout: PreparedLayout?
    private(set) var composer: FinalPhotoComposer?
    /// That the guest has chosen; nil: that of the event.
    private(set) var language: String?
    /// Sessions by number begin without a touch.
    nonisolated let beginsAtOnce: Bool
    /// The guest of the session before may still stand there.
    nonisolated let followsAnother: Bool

    /// As the record told it last.
    var session: Session
    var index = 0
    private var entries = 0
    /// Captures by the step that took them: what a retake takes anew.
    private(set) var taken: [(step: Int, capture: Int)] = []
    /// The one picture that is being taken anew.
    var retaken: RetakenPicture?
    /// By the step that let the guest choose: the captures that could be chosen, so that a retake leads to the same choice.
    var offered: [Int: Set<Int>] = [:]
    /// Retakes by the step that offered them.
    var retakes: [Int: Int] = [:]
    /// When the shutter was last pressed, or the guest's last word after it: from then on the guest waits for the booth.
    var waitsSince: TimeSource.Instant?
    private var lastResult: String?
    /// The guest was told that the prints are used up.
    var hasNoPrints = false
    /// What is made in the background, and may be ready only after the session's end.
    var stillMade: Set<Rendition.Kind> = []
    private(set) var isOver = false
    /// Other settings hold from the next session on.
    private(set) var givesWay = false
    /// The step that waits for somebody now, and how many have waited.
    var wait: Wait?
    var waits = 0
    /// Commands that came before their step waited.
    var early: [CheckedContinuation<Void, Never>] = []

    init(
        _ session: Session, _ context: Context, _ prepared: Prepared, composer: FinalPhotoComposer?, beginsAtOnce: Bool,
        followsAnother: Bool
    ) {
        (self.session, id, self.context, self.prepared) = (session, session.id, context, prepared)
        (self.composer, self.beginsAtOnce, self.followsAnother) = (composer, beginsAtOnce, followsAnother)
        layout = prepared.layout
        context.view.show(
            session, link: context.link(of: session), messages: session.messages(in: context.record.event),
            outline: prepared.layout?.template.outline)
    }

    /// The steps in order. Throws when the session ends before its last step is done.
    func run() async throws {
        while true {
            try Task.checkCancellation()
            let step = context.script.steps[index]
            try await refresh()
            enter(step)
            var result = StepResult.done("skipped")
            let isPrinterReady = context.view.now.printer?.isReady ?? false
            if step.when?.holds(for: session, printerIsReady: isPrinterReady) ?? true {
                result = try await step.kind.work.run(in: self, as: step)
            }
            leave()
            switch result {
            case .done(let word):
                lastResult = word
                guard index + 1 < context.script.steps.count else { return try await requireAll() }
                let arrival = step.word == "attract" ? LocalTime.offset(at: context.now) : nil
                show(try await context.record.advance(result: word, arrival: arrival, at: context.now))
                // The screen may have been calibrated while nobody was there.
                if arrival != nil {
                    await expectClip()
                    await context.queue(id)
                    try await choose(prepared.effects)
                }
                index += 1
            case .back(let target):
                let again = Set(taken.filter { $0.step >= target }.map(\.capture))
                show(try await context.record.goBack(to: target, deselecting: again, at: context.now))
                offered = offered.mapValues { $0.subtracting(again) }
                taken.removeAll { $0.step >= target }
                index = target
            case .again(let picture): try await retake(picture)
            }
        }
    }

    func enter(_ step: ScriptStep) {
        entries += 1
        let (entry, index) = (entries, index)
        let count = context.script.steps.count
        let (text, spoken, isLive) = (spokenText, words.language, step.showsLiveView(of: context.record.event))
        let retaken = retaken
        context.view.change { view in
            var shown = GuestView.Step(
                index: index, of: count, word: step.word, name: step.name, entry: entry, text: text, ownText: text)
            (shown.isLive, shown.spoken) = (isLive, spoken)
            (shown.shot, shown.shots) = (retaken?.number, retaken?.count)
            view.step = shown
        }
        frame(step)
    }

    /// The same step is another place from now on, so that a doubled command for the former one does nothing.
    func enterAgain() {
        entries += 1
        let entry = entries
        context.view.change { $0.step?.entry = entry }
    }

    /// What came early finds that the step is over.
    func leave() {
        context.view.change { $0.step?.asks = false }
        wakeEarly()
    }

    /// A session is completed with its FinalPhoto, or not at all.
    private func requireAll() async throws {
        try Task.checkCancellation()
        try await refresh()
        guard session.slots > 0, !session.hasAllCaptures, session.mode != .roaming else { return }
        throw EarlyEnd(.restart, "\(session.selectedCaptures.count) of \(session.slots) pictures are there")
    }

    /// Reads the session anew: others may have changed it.
    func refresh() async throws { show(try await context.record.session(id)) }

    func show(_ session: Session) {
        self.session = session
        guard !isOver else { return }
        context.view.show(
            session, link: context.link(of: session), messages: session.messages(in: context.record.event),
            outline: layout?.template.outline)
    }

    /// The effects of the whole session from now on.
    func choose(_ effects: [EffectCall]) async throws {
        guard let composer else { return }
        let session = session
        try await context.time.offPool { () throws(DarkroomError) in try composer.choose(effects, of: session) }
    }

    /// Another layout for the whole session; what was taken is decoded again when it is needed.
    func choose(_ layout: PreparedLayout) async throws {
        guard layout.name != self.layout?.name else { return }
        self.layout = layout
        try await renewComposer()
        try await context.record.choose(
            layout: layout.name, slots: context.script.slots(of: layout),
            renditions: context.script.renditions(of: layout),
            in: id)
        try await refresh()
    }

    /// One that knows no picture yet.
    func renewComposer() async throws {
        guard let layout else { return }
        let (darkroom, session) = (context.darkroom, session)
        let effects = try session.effects.map { try EffectCall(parsing: $0) }
        composer = try await context.time.offPool { () throws(DarkroomError) in
            let composer = try darkroom.composer(layout, effects: effects)
            try composer.choose(effects, of: session)
            return composer
        }
    }

    /// A picture has been kept, also one that came after the end of its session.
    func took(_ capture: Sessions.Capture, at index: Int) async {
        if !isOver { taken.append((index, capture.id)) }
        if let session = try? await context.record.session(id) {
            if session.state == .finished {
                context.say("a picture came after the end of its session and is kept there: \(capture.path)")
                await SessionCompletion(context: context, prepared: prepared).schedule(session)
            } else {
                show(session)
            }
        }
        context.view.change { $0.figures.captures += 1 }
    }

    /// How the session ends, given what ended its steps.
    func ending(of outcome: Result<Void, any Error>, ordered: Session.EndReason?) -> Ending {
        guard case .failure(let error) = outcome else { return Ending(reason: .completed, word: lastResult) }
        if error is GaveWay, ordered == nil { return Ending(reason: .restart, makesPicture: false) }
        let early = error as? EarlyEnd
        let ending = Ending(
            reason: ordered ?? early?.reason ?? .restart, word: early?.why, makesPicture: !(early?.isRefused ?? false))
        if let word = ending.word { context.say("session \(label(session)) ends early: \(word)") }
        // Cancellation is somebody's order; anything else is a reason that an operator should read.
        if early == nil, !(error is CancellationError || error is GaveWay) {
            context.say("session \(label(session)): \(error)")
        }
        return ending
    }

    /// A session that nobody has begun ends, so that the next one can begin with other settings.
    func giveWay() {
        givesWay = true
        if context.script.steps[index].word == "attract" { release() }
    }

    /// - Parameter language: nil: that of the event again.
    func speak(_ language: String?) async throws {
        guard !isOver else { return }
        try await context.record.choose(language: language, in: id)
        guard !isOver else { return }
        self.language = language
        let (text, spoken, isAsking) = (spokenText, words.language, wait?.question != nil)
        context.view.change { view in
            view.language = spoken
            guard var step = view.guest.step else { return }
            (step.ownText, step.text, step.hint) = (text, text, nil)
            // A question is still to be asked anew.
            if !isAsking { step.spoken = spoken }
            view.guest.step = step
        }
        tellLanguage()
    }

    func close() {
        isOver = true
        context.previews.clear()
        release()
    }
}
