public import Darkroom
public import Faults
import Sessions
import StrictJSON
import Synchronization
import Terminal
import Work

/// Pictures of many sessions, as both programs make them: a bar, a line for each picture that was made or could not be,
/// and a stop at the next session when somebody asks for one.
public struct SessionRendering: Sendable {
    let program: String
    let darkroom: Darkroom
    let quiet: Bool
    let json: Bool

    public init(program: String, darkroom: Darkroom, quiet: Bool, json: Bool) {
        (self.program, self.darkroom, self.quiet, self.json) = (program, darkroom, quiet, json)
    }

    private typealias Outcome = Result<[Darkroom.Developed], DarkroomError>

    /// As many sessions at a time as `jobs`. What fails is named, and the others go on; run again, it goes on where it was
    /// stopped.
    public func run(_ numbers: [Int], _ work: DarkroomWork, jobs: Int) async throws -> ExitStatus {
        Interruption.watch()
        let progress = ProgressBar(total: numbers.count, quiet: quiet)
        let outcomes = Mutex<[Int: Outcome]>([:])
        let report = { @Sendable (number: Int, outcome: Outcome) in
            outcomes.withLock { $0[number] = outcome }
            switch outcome {
            case .failure(let error):
                progress.say("\(program): #\(number): \(error.description(without: "session #\(number)"))")
            case .success(let made):
                for warning in made.flatMap(\.warnings) where !quiet {
                    progress.say("\(program): #\(number): \(warning)")
                }
            }
            progress.advance()
        }
        await darkroom.develop(
            numbers, work, jobs: jobs, isStopped: { Interruption.isAsked }, report: report)
        progress.finish()
        let all = outcomes.withLock { outcomes in numbers.compactMap { number in outcomes[number].map { (number, $0) } }
        }
        try await offPool { try say(all) }
        if !darkroom.options.dryRun { try await darkroom.record.saveHistory() }
        let failed = all.filter { if case .failure = $0.1 { true } else { false } }.count
        if failed > 0 {
            Console.error("\(program): \(failed) of \(all.count) sessions failed; see the lines above\n")
        }
        if all.count < numbers.count {
            Console.error(
                "\(program): stopped after \(all.count) of \(numbers.count) sessions; run it again to go on\n")
            Interruption.obey()
        }
        return failed == 0 && all.count == numbers.count ? .done : .failed
    }

    private func say(_ all: [(Int, Outcome)]) throws {
        var (rows, lines): ([JSONValue], [String]) = ([], [])
        for (number, outcome) in all {
            switch outcome {
            case .failure(let error):
                rows.append(["number": .integer(number), "state": "failed", "error": .string("\(error)")])
            case .success(let made):
                for one in made {
                    rows.append(one.row(of: number))
                    lines.append("#\(number)  \(one.path ?? one.kind.rawValue)  \(one.state.rawValue)\n")
                }
            }
        }
        try Console.out(json ? JSONValue.array(rows).text(pretty: true) + "\n" : lines.joined())
    }
}
