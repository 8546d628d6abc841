import Actions
import Faults
import PrintOut
import Terminal

enum PrinterOptions {
    static let json = Option.flag("json", "as JSON")
    static let paper = Option.single("paper", "PAPER", "a paper of the queue's printer profile")
    static let read = Option.single(
        "read", "LEFT,TOP,RIGHT,BOTTOM", "the smallest number readable at each edge of the page")
    static let newRoll = Option.single("new-roll", "PRINTS", "a fresh roll is in, good for so many prints")
    static let all = Option.flag("all", "every job of the queue, and what waits for it")

    static let list = command("list", "the queues of the print server", usage: "", OptionSection("Output", json))
    static let status = command(
        "status", "what a printer is doing, what is left on its roll, and its papers", usage: "QUEUE",
        OptionSection("Output", json))
    static let test = command(
        "test", "print a page with rulers", usage: "QUEUE --paper PAPER", OptionSection("Page", paper))
    static let calibrate = command(
        "calibrate", "print a page from which the real cut is read, or keep what was read",
        usage: "QUEUE --paper PAPER [--read …]",
        OptionSection("Page", paper, read))
    static let resume = command(
        "resume", "let a stopped queue go on, and send what waits for it", usage: "QUEUE [--new-roll PRINTS]",
        OptionSection("Media", newRoll))
    static let jobs = command("jobs", "what is under way", usage: "QUEUE", OptionSection("Output", json))
    static let cancel = command(
        "cancel", "take prints back", usage: "QUEUE (JOB|ID)… | QUEUE --all", OptionSection("Which", all))

    private static func command(_ verb: String, _ summary: String, usage: String, _ section: OptionSection) -> Command {
        Command("booth printer \(verb)", summary, usages: [usage], sections: [section], takesArguments: !usage.isEmpty)
    }
}

func queue(of arguments: Arguments, further: Bool = false) throws -> any Printer {
    guard let name = arguments.words.first, further || arguments.words.count == 1 else {
        throw TerminalError.usage("name one QUEUE", remedy: "booth printer list shows which there are")
    }
    return try printer(named: name)
}

func paper(of arguments: Arguments) throws -> String {
    guard let paper = arguments[PrinterOptions.paper] else { throw TerminalError.usage("no --paper") }
    return paper
}

extension PrintDesk {
    /// The one of prints outside of an event.
    static func standard() throws(PrintError) -> PrintDesk {
        PrintDesk(ledger: try .folder(PrintLedger.standardFolder()))
    }
}

extension PrinterCondition {
    var summary: String {
        var words = state.rawValue
        if !isAccepting { words += ", takes no prints" }
        if !message.isEmpty, state == .stopped || !isAccepting { words += " (\(message))" }
        if state == .processing, !reasons.isEmpty { words += " (\(reasons.joined(separator: ", ")))" }
        if jobs > 0 { words += ", \(counted(jobs, "job"))" }
        return members.isEmpty ? words : words + ", class of \(members.joined(separator: ", "))"
    }
}
