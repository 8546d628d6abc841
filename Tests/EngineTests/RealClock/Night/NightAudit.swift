import Files
import Foundation
import PrintOut
import Rigs
import Sessions

/// The morning after: what the booth said that it has, against what is there.
struct NightAudit {
    /// What should not be; empty after a good night.
    var findings: [String] = []
    /// What is told of the night.
    var figures: [String] = []
    let night: Night
    private let sessions: [Session]
    private let items: [OutboxItem]

    init(_ night: Night, ended end: String) async throws {
        self.night = night
        sessions = try await night.record.sessions(limit: 1_000_000)
        items = try await night.record.outbox(limit: 1_000_000).map(\.item).filter { $0.kind == .print }
        findings += night.booth.complaints
        findings += await night.complaints.map { "booth ctl " + $0 }
        if end != "by signal 15" { findings.append("the booth ended \(end) when it was told to") }
        await tellOfTheNight()
        checkCaptures()
        checkFinalPhotos()
        try await checkRecord()
        try checkPrints()
        await checkResources()
        checkLatencies()
        // Last, because it may add pictures.
        try checkRendering()
    }

    private mutating func tellOfTheNight() async {
        let ends = Dictionary(grouping: sessions) { $0.endReason?.rawValue ?? "open" }.mapValues(\.count)
        let silence = night.booth.watchdog.longest
        if silence > NightWatchdog.patience {
            findings.append("a watchdog would have ended the booth after \(silence)")
        }
        figures.append("longest time without a sign to the watchdog: \(Int(silence / .milliseconds(1))) ms")
        figures.append("visits \(night.plan.sessions), sessions with a number \(sessions.count): \(list(ends))")
        figures.append(
            "launches \(night.booth.life); what happened: \(list(Dictionary(uniqueKeysWithValues: await night.dealt.map { ($0.key.rawValue, $0.value) })))"
        )
    }

    private func list(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private mutating func checkCaptures() {
        let notes = night.witness.noted
        let all = Dictionary(uniqueKeysWithValues: sessions.map { ($0.id, $0) })
        var lost = 0
        for (id, count) in notes.captures where count > 0 {
            let kept = all[id]?.captures.count ?? 0
            guard kept < count else { continue }
            lost += count - kept
            findings.append("session \(id): \(count) captures were shown, \(kept) are there")
        }
        let rows = Dictionary(uniqueKeysWithValues: sessions.flatMap(\.captures).map { ($0.path, $0.sha256) })
        for (path, hash) in notes.rows where rows[path] != hash {
            lost += 1
            findings.append("\(path): was in the record, and is not any more")
        }
        let shown = notes.captures.values.reduce(0, +)
        figures.append("captures kept \(rows.count), shown as kept \(shown), lost \(lost)")
    }

    private mutating func checkFinalPhotos() {
        var (completed, early) = (0, 0)
        for session in sessions {
            let finals = session.renditions.filter { $0.kind == .final }
            let ready = finals.filter { $0.state == .ready }
            // Also those that were ended early, once they had all their pictures.
            let wanted = session.hasAllCaptures ? 1 : 0
            if session.endReason == .completed { completed += 1 } else { early += wanted }
            guard ready.count != wanted || (session.endReason == .completed && wanted == 0) else { continue }
            let states = finals.map { $0.state.rawValue + ($0.reason.map { ": " + $0 } ?? "") }
            findings.append(
                "session #\(session.number ?? 0), \(session.endReason?.rawValue ?? "open") with \(session.selectedCaptures.count) "
                    + "captures: \(ready.count) FinalPhotos (\(states.joined(separator: ", ")))")
        }
        let paths = Set(sessions.flatMap(\.renditions).compactMap(\.path))
        for path in night.witness.noted.finalPhotos where !paths.contains(path) {
            findings.append("\(path): was shown as the FinalPhoto, and no session has it")
        }
        figures.append(
            "completed sessions \(completed), each with a FinalPhoto; ended early with all pictures \(early), too")
    }

    private mutating func checkRecord() async throws {
        let check = Programs.run(NightBooth.program, ["sessions", "check", night.folder.path])
        if check.status != 0 { findings.append("booth sessions check: \(check.out)\(check.said)") }
        let known = Set(sessions.flatMap { $0.captures.map(\.path) + $0.renditions.compactMap(\.path) })
        for shelf in ["Captures", "FinalPhoto"] {
            for name in files(shelf) where !known.contains("\(shelf)/\(name)") {
                findings.append("\(shelf)/\(name): no session knows it")
            }
        }
        figures.append(
            "files without a row, set aside after kills: \(files("Quarantine/Captures").count + files("Quarantine/FinalPhoto").count)"
        )
    }

    private func files(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: night.folder.path + "/" + folder).sorted()) ?? []
    }

    /// Every print that was asked for came out once, or somebody was told why not.
    private mutating func checkPrints() throws {
        var sheets = night.printer.sheets()
        let ledger = try PrintLedger.folder(night.folder.path + "/Prints").all()
        var (printed, reported, doubles) = (0, [String](), [String]())
        for record in ledger {
            let (id, count) = (record.id.text, sheets.removeValue(forKey: record.id.text) ?? 0)
            switch record.state {
            case .printed:
                printed += 1
                if count == 0 { findings.append("print \(id) is printed, and nothing came out") }
            case let state where state.isFinal && state.reason?.isEmpty == false:
                reported.append(
                    "\(id), job \(record.job.map(String.init) ?? "-"): \(state.word), \(state.reason!)"
                        + (count > 0 ? "; it came out" : ""))
            case let state: findings.append("print \(id) is left \(state.word), \(state.reason ?? "no reason")")
            }
            guard count > 1 else { continue }
            doubles.append("\(id): \(count)")
            if !record.mayBePrintedTwice { findings.append("print \(id) came out \(count) times, and nobody was told") }
        }
        for (id, count) in sheets { findings.append("\(count) sheets of \(id), which nobody asked for") }
        for item in items {
            let copies = ledger.filter { $0.id.text.contains(item.key) }
            let good = copies.count { $0.state == .printed }
            switch item.state {
            case .done where item.remote?.split(separator: ",").count == good && good > 0: break
            case .dead where item.reason?.isEmpty == false, .unknown where item.reason?.isEmpty == false: break
            default:
                findings.append(
                    "outbox item \(item.id): \(item.state.rawValue), \(item.reason ?? "no reason"), jobs \(item.remote ?? "none"), \(good) printed"
                )
            }
        }
        let states = Dictionary(grouping: items) { $0.state.rawValue }.mapValues(\.count)
        figures.append(
            "prints asked for \(items.count): \(list(states)); sheets printed \(printed), reported \(reported.count), doubles \(doubles.count)"
        )
        figures += (reported + doubles.map { "twice: " + $0 }).map { "  " + $0 }
    }

    /// Rendering the event again finds every FinalPhoto unchanged, and by force makes the same bytes.
    private mutating func checkRendering() throws {
        let before = hashes()
        let wanted = sessions.count { $0.hasAllCaptures }
        for words in [[], ["--force"]] {
            let run = Programs.run(
                Programs.folder + "/render", ["--event", night.folder.path, "--quiet"] + words, in: Programs.root)
            let same = run.out.split(separator: "\n").filter { $0.hasSuffix("unchanged") }
            guard same.count != wanted else { continue }
            findings.append("render \(words.joined()): \(same.count) of \(wanted) unchanged; \(run.said.prefix(500))")
        }
        let after = hashes()
        for (name, hash) in after where before[name] != hash {
            findings.append("FinalPhoto/\(name): is new or other than before it was rendered again")
        }
        figures.append(
            "FinalPhotos rendered again: \(after.count { before[$0] == $1 }) of \(before.count) the same to the byte")
    }

    private func hashes() -> [String: ContentHash] {
        let all = files("FinalPhoto").compactMap { name in
            (try? ContentHash(contentsOf: night.folder.path + "/FinalPhoto/" + name)).map { (name, $0) }
        }
        return Dictionary(uniqueKeysWithValues: all)
    }
}
