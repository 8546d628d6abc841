public import PrintOut
public import Sessions
import Work

/// Printers by name, folders among them by their whole paths, which mean the same wherever somebody stands. `folder` is what
/// relative ones are meant from: that of the event for its settings, the working one (nil) for commands.
public func printerNames(_ list: String, from folder: String? = nil) -> [String] {
    list.split(separator: ",").map { part in
        let name = part.drop { $0 == " " }
        guard name.hasPrefix("file:") else { return String(name) }
        let path = String(name.dropFirst(5))
        let place = folder.map { path.isEmpty || path.hasPrefix("/") ? path : $0 + "/" + path } ?? path
        return "file:" + FilePrinter.wholePath(place)
    }
}

/// `file:DIR`, or a queue of the server that the environment names.
public func printer(named name: String, makesFolder: Bool = true) throws(PrintError) -> any Printer {
    if name.hasPrefix("file:") { return try FilePrinter(folder: String(name.dropFirst(5)), makesFolder: makesFolder) }
    return try CupsPrinter(queue: name)
}

/// Those that were named, or else those of the event; nil when nobody has named any.
public func printers(
    _ names: [String], of event: Event?, in folder: EventFolder, makesFolders: Bool = true
) throws(PrintError) -> [any Printer]? {
    let own = event?.destinations[.print].map { printerNames($0, from: folder.path) } ?? []
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
