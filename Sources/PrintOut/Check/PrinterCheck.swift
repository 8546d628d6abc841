public import Checks
import Faults
import Glibc
import Work

/// Whether the printers take prints, for which papers, and how many are left.
public struct PrinterCheck: Sendable {
    let printers: [any Printer]
    let profiles: ProfileLibrary
    let wishes: @Sendable () -> [PaperWish]
    let isPrinting: Bool
    let ledgers: [String]
    /// A booth is at work, so that jobs under way are its own.
    let isRunning: Bool

    /// - Parameters:
    ///   - printers: the first is that of the event, further ones help out.
    ///   - wishes: the papers that layouts ask for; blocks.
    ///   - isPrinting: guests get prints.
    ///   - ledgers: folders of prints that count for a roll, besides those outside of events.
    public init(
        printers: [any Printer], profiles: ProfileLibrary, isPrinting: Bool, ledgers: [String],
        isRunning: Bool,
        wishes: @escaping @Sendable () -> [PaperWish]
    ) {
        (self.printers, self.profiles, self.wishes) = (printers, profiles, wishes)
        (self.isPrinting, self.ledgers, self.isRunning) = (isPrinting, ledgers, isRunning)
    }

    public func look(_ report: CheckReport) async {
        guard let first = printers.first else { return }
        let papers = PaperCheck(
            wishes: await offPool { [wishes] in wishes() }, isPrinting: isPrinting, profiles: profiles)
        if let condition = await lookAtCondition(of: first, "printer", report) {
            await lookAtSupplies(of: first, condition, report)
            await papers.look(first, report)
        }
        for further in printers.dropFirst() {
            _ = await lookAtCondition(of: further, "printer \(further.name)", report)
            await papers.compare(further, with: first, report)
        }
    }

    /// What the printer is doing, in words; nil when it cannot be asked.
    private func lookAtCondition(
        of printer: any Printer, _ check: String, _ report: CheckReport
    ) async -> PrinterCondition? {
        let name = printer.name
        if let folder = (printer as? FilePrinter)?.folder, access(folder, F_OK) != 0 {
            report.ok(check, "\(name), a folder that the booth makes when it starts")
            return PrinterCondition(state: .idle, model: "file")
        }
        do throws(PrintError) {
            let condition = try await printer.condition()
            let said = condition.complaint?.forOperator
            if condition.state == .stopped {
                report.fail(check, PrintError.stopped(queue: name, reason: reason(condition)))
            } else if !condition.isAccepting {
                report.fail(check, PrintError.rejecting(queue: name, reason: reason(condition)))
            } else if condition.state == .processing, let said {
                report.fail(check, "\(name): \(said)", "put that right at the printer; it goes on by itself")
            } else if let said {
                report.warn(
                    check, "\(name): idle, but last it said: \(said)",
                    "look at the printer; a print that works ends this")
            } else if !condition.reasons.isEmpty {
                report.warn(
                    check,
                    "\(name): \(condition.state.rawValue), and it says: \(condition.reasons.joined(separator: ", "))",
                    "look at the printer")
            } else {
                report.ok(check, "\(name): \(condition.state.rawValue), \(condition.model)")
            }
            if condition.jobs > 0, !isRunning {
                report.warn(
                    check, "\(name): \(counted(condition.jobs, "job")) under way or waiting, before those of guests",
                    "booth printer jobs \(name) shows them, booth printer cancel \(name) --all takes them back")
            }
            await lookAtOptions(of: printer, check, report)
            await lookAtMembers(of: printer, condition, report)
            return condition
        } catch {
            report.fail(check, error)
            return nil
        }
    }

    /// What somebody has saved for a queue. Prints leave it out, but for what is set in the driver itself: that may be meant.
    private func lookAtOptions(of printer: any Printer, _ check: String, _ report: CheckReport) async {
        guard let queue = printer as? CupsPrinter else { return }
        if let ignored = try? await queue.ignoredOptions(), !ignored.isEmpty {
            let options = ignored.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
            report.ok(check, "\(queue.name): prints leave out the options that are saved for it: \(options)")
        }
        let own = (try? await profiles.profile(of: printer))?.options ?? []
        for change in (try? await queue.changedDefaults(besides: own)) ?? [] {
            report.warn(
                check,
                "\(queue.name): its driver is set to \(change.name)=\(change.value), and every print takes that over",
                "lpadmin -p \(queue.name) -o \(change.name)=\(change.original) takes it back; if it is meant, say it in "
                    + "\"overcoat\" of the printer profile")
        }
    }

    /// The queues of a class.
    private func lookAtMembers(of printer: any Printer, _ condition: PrinterCondition, _ report: CheckReport) async {
        guard let queue = printer as? CupsPrinter else { return }
        for name in condition.members {
            guard let member = try? CupsPrinter(queue: name, server: queue.server) else { continue }
            _ = await lookAtCondition(of: member, "printer \(name)", report)
        }
    }

    private func reason(_ condition: PrinterCondition) -> String {
        condition.complaint?.forOperator
            ?? (condition.message.isEmpty ? condition.reasons.joined(separator: ", ") : condition.message)
    }

    private func lookAtSupplies(of printer: any Printer, _ condition: PrinterCondition, _ report: CheckReport) async {
        guard !(printer is FilePrinter) else { return }
        let name = printer.name
        let profile = try? await profiles.profile(of: printer)
        let counts = await offPool { [ledgers] in
            profile?.roll.map { $0.left(on: name, after: PrintLedger.records(in: ledgers)) }
        }
        let again = "load a fresh roll, then: booth printer resume \(name) --new-roll PRINTS"
        switch condition.printsLeft ?? counts {
        case 0?: report.fail("prints left", "none", again)
        case let left? where left < 100: report.warn("prints left", "\(left)", again)
        case let left?: report.ok("prints left", "\(left)")
        case nil:
            report.ok(
                "prints left", "not told by the printer; booth printer resume \(name) --new-roll PRINTS counts them")
        }
    }
}

extension PrintLedger {
    /// All that was printed, in `folders` and outside of events; nothing where there is no ledger yet. Blocks.
    fileprivate static func records(in folders: [String]) -> [PrintRecord] {
        (folders + [try? standardFolder()].compactMap(\.self)).filter { access($0, F_OK) == 0 }
            .flatMap { (try? PrintLedger.folder($0).all()) ?? [] }
    }
}
