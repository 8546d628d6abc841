import Actions
import Faults
import PrintOut
import StrictJSON
import Terminal
import Work

extension Family {
    static let printer = Family(
        name: "printer", summary: "look after printers and their queues",
        verbs: [
            Verb(command: PrinterOptions.list, run: list), Verb(command: PrinterOptions.status, run: showStatus),
            Verb(command: PrinterOptions.test, run: test), Verb(command: PrinterOptions.calibrate, run: calibrate),
            Verb(command: PrinterOptions.resume, run: resume), Verb(command: PrinterOptions.jobs, run: jobs),
            Verb(command: PrinterOptions.cancel, run: cancel),
        ])
}

@Sendable private func list(_ arguments: Arguments) async throws -> ExitStatus {
    var rows: [JSONValue] = []
    for queue in try await CupsPrinter.queues(of: .standard) {
        let condition = try await CupsPrinter(queue: queue).condition()
        if arguments[PrinterOptions.json] {
            rows.append(condition.json(queue: queue))
        } else {
            try Console.out("\(queue)\t\(condition.summary)\t\(condition.model)\n")
        }
    }
    if arguments[PrinterOptions.json] { try Console.out(JSONValue.array(rows).text(pretty: true) + "\n") }
    return .done
}

@Sendable private func showStatus(_ arguments: Arguments) async throws -> ExitStatus {
    let printer = try queue(of: arguments)
    let condition = try await printer.condition()
    let library = ProfileLibrary.standard(program: programPath())
    let profile = try? await library.profile(of: printer)
    var papers: [(paper: String, medium: Medium)] = []
    for paper in profile?.papers.keys.sorted() ?? [] {
        if let medium = try? await Destination.resolve(printer, paper: paper, in: library).destination.medium {
            papers.append((paper, medium))
        }
    }
    var left = condition.printsLeft
    if left == nil, let roll = profile?.roll {
        left = roll.left(on: printer.name, after: try await PrintDesk.standard().records())
    }
    if arguments[PrinterOptions.json] {
        try Console.out(
            condition.json(queue: printer.name, profile: profile?.name, left: left, papers: papers).text(pretty: true)
                + "\n")
    } else {
        try Console.out("\(printer.name): \(condition.summary)\n\(condition.model)\n")
        try Console.out("profile: \(profile?.name ?? "none for this model; print with --media")\n")
        if let left { try Console.out("prints left: \(left)\n") }
        for (paper, medium) in papers {
            try Console.out("\(paper)\t\(medium.keyword)\t\(medium.width)x\(medium.height) at \(medium.dpi) dpi\n")
        }
    }
    return condition.state == .stopped || !condition.isAccepting ? .tryAgain : .done
}

@Sendable private func test(_ arguments: Arguments) async throws -> ExitStatus {
    try await printPage(arguments, title: "Test print")
    return .done
}

@Sendable private func calibrate(_ arguments: Arguments) async throws -> ExitStatus {
    guard let read = arguments[PrinterOptions.read] else {
        try await printPage(arguments, title: "Calibration")
        Console.error(
            "booth: read the smallest number at each edge, then: booth printer calibrate … --read LEFT,TOP,RIGHT,BOTTOM\n"
        )
        return .done
    }
    let edges = read.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard edges.count == 4, edges.allSatisfy({ (0...300).contains($0) }) else {
        throw TerminalError.unexpected(
            option: "--read", expected: "four numbers of pixels from 0 to 300, LEFT,TOP,RIGHT,BOTTOM", found: read)
    }
    let (printer, paper) = (try queue(of: arguments), try paper(of: arguments))
    let library = ProfileLibrary.standard(program: programPath())
    var profile = try await library.profile(of: printer)
    _ = try profile.paper(paper, queue: printer.name)
    profile.papers[paper]?.calibration = CutCalibration(
        left: edges[0], top: edges[1], right: edges[2], bottom: edges[3])
    try Console.out("kept in \(library.keep(profile, for: printer.name))\n")
    return .done
}

private func printPage(_ arguments: Arguments, title: String) async throws {
    let (printer, paper) = (try queue(of: arguments), try paper(of: arguments))
    let library = ProfileLibrary.standard(program: programPath())
    let sheet = try await PrintTarget(printer, paper: paper, in: library).sheet()
    let medium = sheet.destination.medium
    let page = try CalibrationPage.picture(for: medium, title: "\(title): \(printer.name), \(paper)")
    // As it is: a calibration that is kept must not move the rulers.
    let raster = try PrintRaster(canvas: page, medium: medium)
    let desk = try PrintDesk.standard()
    let order = PrintOrder(id: .random(), document: raster.document)
    _ = try await desk.accept(order, for: PrintTarget(sheet))
    let record = try await desk.follow(order.id, on: [PrintTarget(sheet)], deadline: sheet.deadline ?? 15)
    try Console.out("\(record.id) printed as job \(record.job ?? 0) on \(record.queue)\n")
}

@Sendable private func resume(_ arguments: Arguments) async throws -> ExitStatus {
    let printer = try queue(of: arguments)
    let library = ProfileLibrary.standard(program: programPath())
    if let prints = try arguments.int(PrinterOptions.newRoll, in: 1...100_000) {
        var profile = try await library.profile(of: printer)
        profile.roll = PrinterProfile.Roll(prints: prints)
        _ = try library.keep(profile, for: printer.name)
    }
    try await printer.resume()
    let sent = try await PrintDesk.standard().sendWaiting(queue: printer.name) { $0.target(on: printer, in: library) }
    try Console.out("\(printer.name) resumed" + (sent > 0 ? ", \(sent) sent that waited\n" : "\n"))
    return .done
}

@Sendable private func jobs(_ arguments: Arguments) async throws -> ExitStatus {
    let printer = try queue(of: arguments)
    let records = try await PrintDesk.standard().records()
    var rows: [JSONValue] = []
    for job in try await printer.activeJobs() {
        rows.append([
            "job": .integer(job.number), "id": .string(job.name ?? "another user's"), "state": .string("\(job.state)"),
        ])
    }
    for record in records where record.queue == printer.name && record.job == nil && !record.state.isFinal {
        rows.append(record.json)
    }
    if arguments[PrinterOptions.json] {
        try Console.out(JSONValue.array(rows).text(pretty: true) + "\n")
    } else {
        for case .object(let members) in rows {
            let texts = members.filter { ["job", "id", "state", "reason"].contains($0.key) }.map { member in
                if case .string(let text) = member.value { text } else { member.value.text() }
            }
            try Console.out(texts.joined(separator: "\t") + "\n")
        }
    }
    return .done
}

@Sendable private func cancel(_ arguments: Arguments) async throws -> ExitStatus {
    let printer = try queue(of: arguments, further: true)
    let desk = try PrintDesk.standard()
    var names = Array(arguments.words.dropFirst())
    if arguments[PrinterOptions.all] {
        names = try await printer.activeJobs().map { String($0.number) }
        names += try await desk.unfinished().filter { $0.queue == printer.name && $0.job == nil }.map(\.id.text)
    }
    guard !names.isEmpty || arguments[PrinterOptions.all] else {
        throw TerminalError.usage("name a job or an id, or say --all")
    }
    let records = try await desk.records().filter { $0.queue == printer.name }
    for name in names {
        let record = records.last {
            $0.id.text == name || ($0.job.map(String.init) == name && !$0.state.isFinal)
        }
        if let record {
            _ = try await desk.cancel(record.id, on: printer)
        } else if let number = Int(name) {
            try await printer.cancel(number)
        } else {
            throw PrintError.notUnderWay(id: name, queue: printer.name)
        }
        try Console.out("\(name) cancelled\n")
    }
    return .done
}
