import Sessions

/// What a step of a workflow does. Each kind of step has a file of its own in this folder.
protocol StepWork: Sendable {
    /// Whether it waits for somebody, so that a command that comes a moment too early is kept for it.
    var waits: Bool { get }

    func run(in walk: isolated Walk, as step: ScriptStep) async throws -> StepResult
}

extension StepWork {
    var waits: Bool { true }
}

/// How a step was left.
enum StepResult {
    /// With this word in the record.
    case done(String)
    /// By the guest's wish for a retake: on from the step with this index.
    case back(Int)
    /// By the wish for one other picture: the same step follows once more.
    case again(picture: RetakenPicture)
}

extension ScriptStep.Kind {
    var work: any StepWork {
        switch self {
        case .attract: AttractStep()
        case .countdown(let seconds, let mayShorten): CountdownStep(seconds: seconds, mayShorten: mayShorten)
        case .capture(let shots): CaptureStep(shots: shots)
        case .preview(let retake): PreviewStep(retake: retake)
        case .select(let count): SelectStep(count: count)
        case .survey(let question): InputStep(question)
        case .email: EmailStep()
        case .phone: PhoneStep()
        case .consent(let key, let isRequired): ConsentStep(key: key, isRequired: isRequired)
        case .effect(let choices): EffectStep(choices: choices)
        case .layout(let choices): LayoutStep(choices: choices)
        case .draw(let colours): DrawStep(colours: colours)
        case .ai(let request): AIStep(request: request)
        case .save: SaveStep()
        case .gif: AnimationStep()
        case .video(let filming): FilmStep(filming: filming)
        case .boomerang(let filming): FilmStep(filming: filming)
        case .print(let copies, let most): PrintStep(copies: copies, most: most)
        case .share: ShareStep()
        case .thanks: ThanksStep()
        case .pause(let seconds): PauseStep(seconds: seconds)
        case .command(let words): ProgramStep(words: words)
        }
    }
}
