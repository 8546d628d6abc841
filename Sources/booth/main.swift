import Capture
import Faults
import Terminal

if CommandLine.arguments.dropFirst().first == cameraWorkerVerb { serveCamera() }
do {
    try await Family.run(CommandLine.arguments.dropFirst()).exit()
} catch {
    Console.error("booth: \(error)\n")
    if exitStatus(of: error) == .usage, error is TerminalError {
        Console.error("Try \(Family.name(of: CommandLine.arguments.dropFirst())) --help.\n")
    }
    exitStatus(of: error).exit()
}
