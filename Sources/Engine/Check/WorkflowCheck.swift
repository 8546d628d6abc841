public import Checks
import Effects
import Faults
import Files
import Glibc
import Motion
public import Sessions

/// Whether what the workflow's steps need is there: files of effects, and somebody to send to.
public struct WorkflowCheck: Sendable {
    let folder: EventFolder
    let event: Event
    let script: Script
    /// The kinds of items that a booth sends.
    let senders: Set<OutboxItem.Kind>

    public init(folder: EventFolder, event: Event, script: Script, senders: Set<OutboxItem.Kind>) {
        (self.folder, self.event, self.script, self.senders) = (folder, event, script, senders)
    }

    /// Blocks.
    public func look(_ report: CheckReport) {
        for file in Set(script.allEffects.flatMap(\.files)).sorted() {
            let path = asSpelled(file.hasPrefix("/") ? file : folder.path + "/" + file)
            guard FileIdentity(path) == nil else { continue }
            report.fail("effects", "\(path) is not there", "copy it there, or change the effect in workflow.json")
        }
        if script.films || script.makesAnimation, let problem = FilmTools.problem() {
            let isNeeded = script.films
            if isNeeded {
                report.fail("films", problem.problem, problem.remedy ?? "apt-get install ffmpeg")
            } else {
                report.warn(
                    "films", "\(problem.problem); layouts that move become no film",
                    problem.remedy ?? "apt-get install ffmpeg")
            }
        }
        for step in script.steps {
            if case .ai(let request) = step.kind {
                report.warn(
                    "step \(step.name)", "nothing carries AI requests to \(request.destination)",
                    "leave the step out; sessions go on without")
            }
            if case .draw = step.kind, let index = script.steps.firstIndex(where: { $0.name == step.name }),
                let saved = script.steps[..<index].first(where: \.makesPicture)
            {
                report.warn(
                    "step \(step.name)", "stands behind \"\(saved.name)\", so that no picture shows what is drawn",
                    "put it before that")
            }
            if case .command(let words) = step.kind { look(at: words[0], of: step, report) }
            guard let (kind, what) = needs(step), event.destinations[kind] == nil else { continue }
            let check = "step \(step.name)"
            if senders.contains(kind) {
                report.warn(
                    check, "the event names nobody who sends \(kind.things), so \(what) are only kept in the record",
                    "booth event set \(folder.argument) destinations.\(kind.rawValue) NAME, or leave the step out")
            } else {
                report.warn(
                    check, "nothing sends \(kind.things), so \(what) are only kept in the record",
                    "leave the step out, or promise guests nothing: afterwards, booth sessions export \(folder.argument) "
                        + "-o guests.csv --contacts lists the \(what)")
            }
        }
    }

    /// As it is looked for when the step comes: in the event's folder, or along PATH when it is a mere name.
    private func look(at program: String, of step: ScriptStep, _ report: CheckReport) {
        let check = "step \(step.name)"
        let correct = "correct \"run\" in workflow.json"
        guard program.contains("/") else {
            let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
            let isThere = path.split(separator: ":").contains { mode(of: "\($0)/\(program)")?.canRun == true }
            return isThere ? () : report.fail(check, "there is no program \(program)", "install it, or \(correct)")
        }
        let file = program.hasPrefix("/") ? program : folder.path + "/" + program
        switch mode(of: file) {
        case nil: report.fail(check, "\(file) is not there", "copy it there, or \(correct)")
        case (isFile: false, _)?: report.fail(check, "\(file) is no program", correct)
        case (_, canRun: false)?: report.fail(check, "\(file) cannot be run", "chmod +x \(file)")
        default: break
        }
    }

    private func mode(of path: String) -> (isFile: Bool, canRun: Bool)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        return (isFile, isFile && faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0)
    }

    private func needs(_ step: ScriptStep) -> (OutboxItem.Kind, String)? {
        switch step.kind {
        case .email: (.email, "addresses")
        case .phone: (.sms, "numbers")
        default: nil
        }
    }
}
