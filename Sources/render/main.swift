import Compositor
import Faults
import Files
import Glibc
import Matting
import Sessions
import Terminal
import Work

/// Parses, calls, prints: everything else is in the modules.
func run() throws -> ExitStatus {
    let arguments = try RenderOptions.command.parse(CommandLine.arguments.dropFirst())
    if arguments.wantsHelp {
        try Console.out(RenderOptions.command.helpText)
        return .done
    }
    if arguments[RenderOptions.version] {
        try Console.out("render \(boothkitVersion)\n")
        return .done
    }
    let library = LayoutLibrary.standard(program: programPath())
    let mode = try RenderMode.of(arguments)
    switch mode.kind {
    case .listEffects: return try listEffects(arguments)
    case .validate: return try validate(arguments, library)
    case .proof: return try proof(arguments[RenderOptions.proof]!, arguments, library)
    case .check: return try check(arguments[RenderOptions.check]!, arguments, library)
    case .contactSheet: return try contactSheet(arguments[RenderOptions.contactSheet]!, arguments)
    case .event:
        let record = try EventRecord(EventFolder(asSpelled(arguments[RenderOptions.event]!)))
        return try waiting { try await renderEvent(record, arguments, library) }
    case .set, .jobsFrom: return try renderBatch(arguments, template(arguments, library))
    case .one: return try renderOne(arguments, template(arguments, library))
    case .treat: return try treat(arguments)
    }
}

private func template(_ arguments: Arguments, _ library: LayoutLibrary) throws -> Template {
    guard let name = arguments[RenderOptions.layout] else { throw TerminalError.usage(RenderOptions.noLayout) }
    return try Template(library.layout(name))
}

enforceOffPool()
if CommandLine.arguments.dropFirst().first == matteWorkerVerb {
    serveMattes(Array(CommandLine.arguments.dropFirst(2)))
}
do {
    let status = try run()
    Interruption.obey()
    status.exit()
} catch {
    Console.error("render: \(error)\n")
    if exitStatus(of: error) == .usage, error is TerminalError {
        Console.error("Try render --help.\n")
    }
    exitStatus(of: error).exit()
}
