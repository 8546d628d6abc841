public import PrintOut
public import Sessions
import Work

/// `file:DIR`, or a queue of the server that the environment names.
public func printer(named name: String, makesFolder: Bool = true) throws(PrintError) -> any Printer {
    if name.hasPrefix("file:") { return try FilePrinter(folder: String(name.dropFirst(5)), makesFolder: makesFolder) }
    return try CupsPrinter(queue: name)
}

/// Those that were named, or else those of the event; nil when nobody has named any.
public func printers(
    _ names: [String], of event: Event?, makesFolders: Bool = true
) throws(PrintError) -> [any Printer]? {
    let own = event?.destinations[.print]?.split(separator: ",").map(String.init) ?? []
    let wanted = names.isEmpty ? own : names
    guard wanted != ["none"] else { return [] }
    return try wanted.isEmpty
        ? nil : wanted.map { name throws(PrintError) in try printer(named: name, makesFolder: makesFolders) }
}

/// Throws `unknownQueue` when the print server knows none of the queues: a slip of the finger would wait for ever. One that does
/// not answer may know them.
func requireQueue(_ destination: String) async throws(PrintError) {
    var unknown: PrintError?
    for name in destination.split(separator: ",").map(String.init) {
        do throws(PrintError) {
            // One that is a folder is looked at on the disk.
            let asked = try await offPool { () throws(PrintError) in try printer(named: name, makesFolder: false) }
            _ = try await asked.condition()
            return
        } catch {
            guard case .unknownQueue = error else { return }
            unknown = unknown ?? error
        }
    }
    if let unknown { throw unknown }
}
