extension RecordAudit {
    /// Prints in folders of the event are there, and of sessions that are. From a folder elsewhere whoever it is meant for
    /// takes them away, and other events may print there, too.
    func checkPrints() throws(SessionsError) -> [Discrepancy] {
        let prints = try database.all(
            """
            SELECT item.key, item.destination, item.state, session.number FROM item JOIN session
            ON session.row = item.session WHERE item.kind = 'print' AND item.destination LIKE '%file:%'
            """
        ) { (key: $0.text(0), destination: $0.text(1), isDone: $0.text(2) == "done", number: $0.optionalInt(3)) }
        let folders = PrintedFolders(prints.map(\.destination), of: folder)
        let files = try folders.files().mapValues { $0.filter { !$0.hasPrefix("/") } }
        let known = Set(prints.map(\.key))
        var findings = files.filter { !known.contains($0.key) }.flatMap(\.value).sorted()
            .map {
                Discrepancy(
                    $0, "no print of the event has that name", remedy: "look whose it is, and take it out of the folder"
                )
            }
        // Of several printers any may have taken it.
        let alone = prints.filter { $0.isDone && $0.destination.hasPrefix("file:") && !$0.destination.contains(",") }
        for print in alone where files[print.key]?.isEmpty ?? true {
            let places = PrintedFolders([print.destination], of: folder).paths
            guard let place = places.first, places.allSatisfy({ !$0.hasPrefix("/") }) else { continue }
            let session = print.number.map { "#\($0)" } ?? "without a number"
            findings.append(
                Discrepancy(
                    place, "session \(session): the print \(print.key) is missing",
                    remedy: "booth sessions reprint \(folder.argument) \(print.number ?? 0) prints it again"))
        }
        let left = try database.all("SELECT path FROM removal WHERE path LIKE '/%' ORDER BY path") { $0.text(0) }
        return findings
            + left.map {
                Discrepancy(
                    $0, "belongs to a session that was deleted, and is still to be removed",
                    remedy: "let the folder be written to; the next command on the event removes it")
            }
    }
}
