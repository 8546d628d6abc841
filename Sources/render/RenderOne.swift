import Compositor
import Effects
import Faults
import Glibc
import Motion
import Rendering
import StrictJSON
import Terminal

/// One set of captures into a FinalPhoto, an animation, or both.
func renderOne(_ arguments: Arguments, _ template: Template) throws -> ExitStatus {
    guard !arguments.words.isEmpty else {
        throw TerminalError.usage("no captures", remedy: "name them after the options, or use --set or --jobs-from")
    }
    let (output, animation) = (arguments[RenderOptions.output], arguments[RenderOptions.animation])
    guard output != nil || animation != nil else {
        throw TerminalError.usage("nothing to write", remedy: "say -o FILE, --animation FILE or both")
    }
    var job = RenderJob(
        captures: arguments.words, output: output, animation: animation, values: try values(arguments),
        effects: try effects(arguments))
    job.poster = arguments[RenderOptions.poster]
    job.trim = try Trim.of(arguments)
    let options = try options(arguments, workers: workers(arguments))
    Interruption.watch()
    let result = try filmed(job, template, options, quiet: arguments[RenderOptions.quiet])
    if !arguments[RenderOptions.quiet] {
        for warning in result.warnings { Console.error("render: \(warning)\n") }
    }
    let row = ReportRow(path: output ?? animation ?? "", captures: job.captures, result: .success(result))
    try report([row], json: arguments[RenderOptions.json])
    return .done
}

/// With a bar that counts the frames of a film.
private func filmed(
    _ job: RenderJob, _ template: Template, _ options: Renderer.Options, quiet: Bool
) throws -> RenderResult {
    var studio = try FilmRenderer(template: template, options: options)
    let bar = FilmBar(quiet: quiet)
    studio.begins = { bar.begin($0) }
    studio.advances = { bar.advance() }
    studio.tools.isStopped = { Interruption.isAsked }
    defer { bar.finish() }
    do { return try studio.render(job) } catch MotionError.stopped(let path) {
        bar.finish()
        Interruption.obey()
        throw MotionError.stopped(path: path)
    }
}

/// One capture with effects and no layout.
func treat(_ arguments: Arguments) throws -> ExitStatus {
    let calls = try effects(arguments)
    guard !calls.isEmpty else { throw TerminalError.usage(RenderOptions.noLayout) }
    guard arguments.words.count == 1, let output = arguments[RenderOptions.output] else {
        throw TerminalError.usage("--effect without --layout takes one capture and -o FILE")
    }
    let findings = Treatment.Findings(
        matte: arguments[RenderOptions.matte], cutOut: arguments[RenderOptions.cutOut],
        screenField: arguments[RenderOptions.screenField])
    guard !findings.wanted || calls.contains(where: \.separates) else {
        throw TerminalError.usage(
            "--matte, --cut-out and --screen-field show what --effect green-screen or --effect cut-out finds",
            remedy: "add one of them")
    }
    Interruption.watch()
    let result = try Treatment.write(
        arguments.words[0], effects: calls, to: output, findings: findings,
        options: options(arguments, workers: workers(arguments)))
    let row = ReportRow(path: output, captures: arguments.words, result: .success(result))
    if !arguments[RenderOptions.quiet] {
        for warning in result.warnings { Console.error("render: \(warning)\n") }
    }
    try report([row], json: arguments[RenderOptions.json])
    return .done
}

func values(_ arguments: Arguments) throws -> Values {
    var values = Values()
    for (key, text) in try arguments.pairs(RenderOptions.value) { try values.set(key, to: text) }
    return values
}

func effects(_ arguments: Arguments) throws -> [EffectCall] {
    try arguments[RenderOptions.effect].map { try EffectCall(parsing: $0) }
}

func options(_ arguments: Arguments, workers: Int) throws -> Renderer.Options {
    var options = Renderer.Options()
    options.workers = workers
    options.force = arguments[RenderOptions.force]
    options.dryRun = arguments[RenderOptions.dryRun]
    options.acceptDamaged = arguments[RenderOptions.acceptDamaged]
    options.bleed = arguments[RenderOptions.bleed]
    return options
}

func workers(_ arguments: Arguments) throws -> Int {
    try arguments.int(RenderOptions.jobs, in: 1...256) ?? cores()
}
