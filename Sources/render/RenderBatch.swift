import Compositor
import Faults
import Glibc
import Motion
import Terminal

/// Many sets at once. What fails is named at once and again counted at the end; the others go on.
func renderBatch(_ arguments: Arguments, _ template: Template) throws -> ExitStatus {
    let sets = arguments[RenderOptions.set]
    let entries = try sets.isEmpty ? lines(arguments) : folders(sets, arguments, template)
    let (workers, quiet) = (try workers(arguments), arguments[RenderOptions.quiet])
    var studio = try FilmRenderer(
        template: template, options: try options(arguments, workers: entries.count == 1 ? workers : 1))
    studio.tools.isStopped = { Interruption.isAsked }
    let maker = studio
    let progress = ProgressBar(total: entries.count, quiet: quiet)
    Interruption.watch()
    let batch = Batch(entries: entries, workers: workers) { (job) throws(CompositorError) in
        do throws(MotionError) { return try maker.render(job) } catch {
            if case .compositor(let error) = error { throw error }
            throw .film(error.report)
        }
    }
    let outcomes = batch.run(
        isStopped: { Interruption.isAsked },
        report: { outcome in
            switch outcome.result {
            case .failure: progress.say("render: \(outcome.problem)")
            case .success(let result) where !quiet:
                for warning in result.warnings { progress.say("render: \(warning)") }
            case .success: break
            }
            progress.advance()
        })
    progress.finish()
    try report(outcomes.map(ReportRow.init), json: arguments[RenderOptions.json])
    let failed = outcomes.count { if case .failure = $0.result { true } else { false } }
    if failed > 0 { Console.error("render: \(failed) of \(entries.count) sets failed; see the lines above\n") }
    if outcomes.count < entries.count {
        Console.error(
            "render: stopped; \(entries.count - outcomes.count) of \(entries.count) sets are left, run it again\n")
    }
    return failed == 0 && outcomes.count == entries.count ? .done : .failed
}

private func folders(_ sets: [String], _ arguments: Arguments, _ template: Template) throws -> [Batch.Entry] {
    guard let into = arguments[RenderOptions.into] else { throw TerminalError.usage("--set needs --into DIR") }
    let entries = try Batch.Entry.sets(
        sets, into: into, template: template, values: try values(arguments), effects: try effects(arguments))
    if !arguments[RenderOptions.dryRun] { try createFolder(into) }
    return entries
}

private func lines(_ arguments: Arguments) throws -> [Batch.Entry] {
    let file = arguments[RenderOptions.jobsFrom] ?? "-"
    let name = file == "-" ? "standard input" : file
    let text = try file == "-" ? jobsFromStandardInput(named: name) : jobsFile(file)
    let entries = Batch.Entry.lines(
        of: text, document: name, values: try values(arguments), effects: try effects(arguments))
    guard !entries.isEmpty else { throw CompositorError.badJob(place: name, reason: "no jobs in it") }
    return entries
}
