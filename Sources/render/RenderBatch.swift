import Compositor
import Glibc
import Synchronization
import Terminal

/// Many sets at once. What fails is named at once and again counted at the end; the others go on.
func renderBatch(_ arguments: Arguments, _ template: Template) throws -> ExitStatus {
    guard arguments[RenderOptions.output] == nil, arguments[RenderOptions.animation] == nil, arguments.words.isEmpty else {
        throw TerminalError.usage("captures, -o and --animation do not go with --set or --jobs-from")
    }
    let sets = arguments[RenderOptions.set]
    guard sets.isEmpty || arguments[RenderOptions.jobsFrom] == nil else {
        throw TerminalError.usage("either --set or --jobs-from")
    }
    let entries = try sets.isEmpty ? jobLines(arguments) : setJobs(sets, arguments, template)
    let (workers, quiet) = (try workers(arguments), arguments[RenderOptions.quiet])
    let renderer = try Renderer(
        template: template, options: try options(arguments, workers: entries.count == 1 ? workers : 1))
    let jobs = entries.compactMap { try? $0.get() }
    let progress = ProgressBar(total: jobs.count, quiet: quiet)
    let results = Mutex<[Int: Result<RenderResult, CompositorError>]>([:])
    for case .failure(let error) in entries { progress.say("render: \(error)") }
    Batch(renderer: renderer, jobs: jobs, workers: workers).run { outcome in
        results.withLock { $0[outcome.index] = outcome.result }
        switch outcome.result {
        case .failure(let error): progress.say("render: \(jobs[outcome.index].label): \(error)")
        case .success(let result) where !quiet: result.warnings.forEach { progress.say("render: \($0)") }
        case .success: break
        }
        progress.advance()
    }
    progress.finish()
    let outcomes = results.withLock { all in jobs.indices.map { (jobs[$0], all[$0]!) } }
    try report(outcomes, json: arguments[RenderOptions.json])
    let failed = entries.count - outcomes.filter { if case .success = $0.1 { true } else { false } }.count
    if failed > 0 { Console.error("render: \(failed) of \(entries.count) sets failed; see the lines above\n") }
    return failed == 0 ? .done : .failed
}

extension RenderJob {
    /// How a line about this job begins.
    var label: String { output ?? animation ?? captures.first ?? "job" }
}

/// A job, or why its set or line cannot be one.
typealias Entry = Result<RenderJob, CompositorError>

/// Each folder's captures in the order of their names, into files called like the folder.
private func setJobs(_ sets: [String], _ arguments: Arguments, _ template: Template) throws -> [Entry] {
    guard let into = arguments[RenderOptions.into] else { throw TerminalError.usage("--set needs --into DIR") }
    let (values, effects) = (try values(arguments), try effects(arguments))
    var names: [String: String] = [:]
    for folder in sets {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        if let other = names.updateValue(folder, forKey: name) {
            throw TerminalError.usage("\(other) and \(folder) would both be written as \(into)/\(name).jpg; rename one")
        }
    }
    if !arguments[RenderOptions.dryRun] { try createFolder(into) }
    return sets.map { folder in
        Result { () throws(CompositorError) in
            let name = folder.split(separator: "/").last.map(String.init) ?? folder
            return RenderJob(
                captures: try CaptureSet.captures(in: folder), output: "\(into)/\(name).jpg",
                animation: template.layout.animation == nil ? nil : "\(into)/\(name).gif", values: values, effects: effects)
        }
    }
}

/// A job for each line that is not empty. `--value` and `--effect` hold for all of them, a line's own come after.
private func jobLines(_ arguments: Arguments) throws -> [Entry] {
    let file = arguments[RenderOptions.jobsFrom] ?? "-"
    let common = (values: try values(arguments), effects: try effects(arguments))
    let text = try file == "-" ? standardInput() : jobsFile(file)
    var entries: [Entry] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        guard line.contains(where: { !$0.isWhitespace }) else { continue }
        let place = "\(file == "-" ? "standard input" : file): line \(index + 1)"
        entries.append(
            Result { () throws(CompositorError) in
                var job = try RenderJob(line: String(line), place: place)
                job.values = common.values.merging(job.values)
                job.effects = common.effects + job.effects
                guard job.output != nil || job.animation != nil else {
                    throw .badJob(place: place, reason: "neither \"output\" nor \"animation\"; name what to write")
                }
                return job
            })
    }
    return entries
}

private func standardInput() -> String {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return text
}
