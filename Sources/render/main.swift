import Compositor
import Glibc
import Statuses
import Terminal

/// Parses, calls, prints: everything else is in the modules.
func run() throws -> ExitStatus {
    let arguments = try RenderOptions.command.parse(CommandLine.arguments.dropFirst())
    if arguments.wantsHelp {
        try Console.out(RenderOptions.command.helpText)
        return .done
    }
    let library = LayoutLibrary.standard(program: programPath())
    if arguments[RenderOptions.listEffects] { return try listEffects(arguments) }
    if let capture = arguments[RenderOptions.contactSheet] { return try contactSheet(capture, arguments) }
    if arguments[RenderOptions.validate] { return try validate(arguments, library) }
    if let folder = arguments[RenderOptions.check] { return try check(folder, arguments, library) }
    guard !arguments[RenderOptions.record], arguments[RenderOptions.results] == nil else {
        throw TerminalError.usage("--record and --results go with --check DIR only")
    }
    if arguments[RenderOptions.event] != nil { return try waiting { try await renderEvent(arguments, library) } }
    guard let name = arguments[RenderOptions.layout] else { return try treat(arguments) }
    let template = try Template(library.layout(name))
    if !arguments[RenderOptions.set].isEmpty || arguments[RenderOptions.jobsFrom] != nil {
        return try renderBatch(arguments, template)
    }
    return try renderOne(arguments, template)
}

do {
    let status = try run()
    Interruption.obey()
    status.exit()
} catch {
    Console.error("render: \(error)\n")
    if case .usage? = (error as? TerminalError)?.status {
        Console.error("Try render --help.\n")
    }
    (status(of: error) ?? .ownBug).exit()
}
