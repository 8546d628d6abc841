import Compositor
import Darkroom
import Dispatch
import Sessions
import StrictJSON
import Synchronization
import Terminal

/// The sessions of an event: each picture that is new or has changed inputs is added to its session.
func renderEvent(_ path: String, _ arguments: Arguments, _ library: LayoutLibrary) async throws -> ExitStatus {
    let record = try EventRecord(EventFolder(path))
    let chosen = arguments[RenderOptions.session] ?? "all"
    let numbers = try await record.numbers(sessionFilter(chosen))
    guard !numbers.isEmpty || chosen == "all" else { throw SessionsError.noSession(chosen) }
    let (cores, quiet) = (try workers(arguments), arguments[RenderOptions.quiet])
    var options = Darkroom.Options()
    (options.force, options.dryRun) = (arguments[RenderOptions.force], arguments[RenderOptions.dryRun])
    options.acceptDamaged = arguments[RenderOptions.acceptDamaged]
    options.workers = numbers.count == 1 ? cores : 1
    let darkroom = Darkroom(record: record, library: library, options: options)
    let calls = try effects(arguments)
    let progress = ProgressBar(total: numbers.count, quiet: quiet)
    let results = Mutex<[Int: Result<[Darkroom.Developed], DarkroomError>]>([:])
    let work = DarkroomWork.pictures(layout: arguments[RenderOptions.layout], effects: calls.isEmpty ? nil : calls)
    await darkroom.develop(numbers, work, jobs: cores) { number, result in
        results.withLock { $0[number] = result }
        switch result {
        case .failure(let error): progress.say("render: #\(number): \(error)")
        case .success(let made):
            for warning in made.flatMap(\.warnings) where !quiet { progress.say("render: #\(number): \(warning)") }
        }
        progress.advance()
    }
    progress.finish()
    if !options.dryRun { try await record.saveHistory() }
    let all = results.withLock { results in numbers.map { ($0, results[$0]!) } }
    try say(all, json: arguments[RenderOptions.json])
    let failed = all.filter { if case .failure = $0.1 { true } else { false } }.count
    if failed > 0 { Console.error("render: \(failed) of \(all.count) sessions failed; see the lines above\n") }
    return failed == 0 ? .done : .failed
}

/// `47`, `40..60`, or `all`, which means all that are finished.
private func sessionFilter(_ text: String) throws -> SessionFilter {
    var filter = SessionFilter()
    if text == "all" {
        filter.state = .finished
    } else if let number = Int(text), number > 0 {
        filter.numbers = [number...number]
    } else if let match = text.wholeMatch(of: /(\d{1,15})\.\.(\d{1,15})/), let low = Int(match.1),
        let high = Int(match.2),
        low <= high
    {
        filter.numbers = [low...high]
    } else {
        throw TerminalError.unexpected(option: "--session", expected: "a number, A..B or all", found: text)
    }
    return filter
}

private func say(_ all: [(Int, Result<[Darkroom.Developed], DarkroomError>)], json: Bool) throws {
    var (rows, lines): ([JSONValue], [String]) = ([], [])
    for (number, result) in all {
        switch result {
        case .failure(let error):
            rows.append(["number": .integer(number), "state": "failed", "error": .string("\(error)")])
        case .success(let made):
            for one in made {
                rows.append([
                    "number": .integer(number), "kind": .string(one.kind.rawValue),
                    "state": .string(one.state.rawValue),
                    "path": one.path.map { .string($0) } ?? .null, "warnings": .array(one.warnings.map { .string($0) }),
                ])
                lines.append("#\(number)  \(one.path ?? one.kind.rawValue)  \(one.state.rawValue)\n")
            }
        }
    }
    try Console.out(json ? JSONValue.array(rows).text(pretty: true) + "\n" : lines.joined())
}

/// Runs `body` on the cooperative pool and waits on the main thread. An asynchronous `main` would give its thread away,
/// and with it the signals that `Interruption` hears.
func waiting(_ body: @escaping @Sendable () async throws -> ExitStatus) throws -> ExitStatus {
    let result = Mutex<Result<ExitStatus, any Error>?>(nil)
    let end = DispatchSemaphore(value: 0)
    Task.detached {
        let outcome: Result<ExitStatus, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        result.withLock { $0 = outcome }
        end.signal()
    }
    end.wait()
    return try result.withLock { $0! }.get()
}
