import Actions
import Capture
import Engine
import Faults
import Terminal
import Work

enforceOffPool()
switch CommandLine.arguments.dropFirst().first {
case cameraWorkerVerb: serveCamera()
// The allocator is set before there are threads.
case Family.run.name, Family.web.name: Memory.keepFlat()
default: break
}
do {
    try await Family.run(CommandLine.arguments.dropFirst()).exit()
} catch {
    Console.error("booth: \(error)\n")
    if exitStatus(of: error) == .usage, error is TerminalError || error is ActionError {
        Console.error("Try \(Family.name(of: CommandLine.arguments.dropFirst())) --help.\n")
    }
    exitStatus(of: error).exit()
}
