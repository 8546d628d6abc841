import CFaults
import Glibc
import Sessions

/// `write EVENT SESSIONS KILL-AT FAIL-FROM FAIL-COUNT`, `kills EVENT N`, `large EVENT N`: what tests and `make soak` run
/// in processes of their own.
let words = CommandLine.arguments.dropFirst()
let numbers = words.dropFirst(2).map { Int($0) ?? 0 }
guard let verb = words.first, let path = words.dropFirst().first, !numbers.isEmpty else { exit(64) }
let folder = EventFolder(path)
do {
    switch verb {
    case "write" where numbers.count == 4:
        faults_arm(Int64(numbers[1]), Int64(numbers[2]), Int64(numbers[3]), ENOSPC)
        try await Writer(folder: folder, sessions: numbers[0]).run()
    case "kills": try await Kills(folder: folder, program: CommandLine.arguments[0]).run(numbers[0])
    case "large": try await Large(folder: folder, count: numbers[0]).run()
    default: exit(64)
    }
} catch {
    say("given up: \(error)")
    exit(1)
}
