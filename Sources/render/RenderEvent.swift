import Compositor
import Darkroom
import Dispatch
import Faults
import Rendering
import Sessions
import Synchronization
import Terminal

/// The sessions of an event: each picture that is new or has changed inputs is added to its session.
func renderEvent(_ record: EventRecord, _ arguments: Arguments, _ library: LayoutLibrary) async throws -> ExitStatus {
    let chosen = arguments[RenderOptions.session] ?? "all"
    let numbers = try await record.numbers(sessionFilter(chosen))
    guard !numbers.isEmpty || chosen == "all" else { throw SessionsError.noSession(chosen) }
    let cores = try workers(arguments)
    var options = Darkroom.Options()
    (options.force, options.dryRun) = (arguments[RenderOptions.force], arguments[RenderOptions.dryRun])
    options.acceptDamaged = arguments[RenderOptions.acceptDamaged]
    options.workers = numbers.count == 1 ? cores : 1
    let darkroom = Darkroom(record: record, library: library, options: options)
    let calls = try effects(arguments)
    let work = DarkroomWork.pictures(layout: arguments[RenderOptions.layout], effects: calls.isEmpty ? nil : calls)
    let (quiet, json) = (arguments[RenderOptions.quiet], arguments[RenderOptions.json])
    return try await SessionRendering(program: "render", darkroom: darkroom, quiet: quiet, json: json).run(
        numbers, work, jobs: cores)
}

/// `47`, `40..60`, or `all`, which means all that are finished.
private func sessionFilter(_ text: String) throws -> SessionFilter {
    var filter = SessionFilter()
    if text == "all" {
        filter.state = .finished
    } else if let range = ClosedRange(numbers: text) {
        filter.numbers = [range]
    } else {
        throw TerminalError.unexpected(option: "--session", expected: "a number, A..B or all", found: text)
    }
    return filter
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
