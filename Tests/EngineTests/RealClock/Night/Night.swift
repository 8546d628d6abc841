import Foundation
import Rigs
import Sessions

/// A booth's night: a real process with guests before it, and everything that can go wrong.
actor Night {
    struct Plan: Sendable {
        var sessions: Int
        var seed = 1
        var pace = 20
        /// The last so many sessions are held by one process, so that what it holds can be watched.
        var undisturbed: Int { sessions >= 100 ? sessions * 2 / 5 : 0 }
    }

    let plan: Plan
    let camera: NightCamera
    let printer: NightPrinter
    let folder: EventFolder
    let record: EventRecord
    let booth: NightBooth
    let witness: Witness
    private var dice: Seeded
    private(set) var samples: [Resources] = []
    private(set) var dealt: [Mishap: Int] = [:]
    /// What commands said that they should not.
    private(set) var complaints: [String] = []
    private var repairs: Task<Void, Never>?

    /// The event is made in `room`, which is the caller's to remove.
    init(_ plan: Plan, camera: NightCamera, printer: NightPrinter, in room: String) throws {
        (self.plan, self.camera, self.printer, dice) = (plan, camera, printer, Seeded(plan.seed))
        folder = EventFolder(room + "/event")
        let made = Programs.run(
            NightBooth.program, ["event", "new", folder.path, "--name", "A night", "--layout", "classic-four-up"],
            in: Programs.root)
        guard made.status == 0 else { throw Failure(made.said) }
        try Data(NightWorkflow.text.utf8).write(to: URL(filePath: folder.path + "/workflow.json"))
        record = try EventRecord(folder)
        let environment = camera.environment.merging(printer.environment) { $1 }
            .merging(["XDG_STATE_HOME": room + "/state", "XDG_CONFIG_HOME": room + "/config"]) { $1 }
        booth = try NightBooth(
            ["run", folder.path, "--unattended", "--pace", "\(plan.pace)"] + camera.words + printer.words,
            environment: environment, log: room + "/booth.log")
        witness = Witness(folder)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ text: String) { description = text }
    }

    /// From opening to the last print. How the booth ended.
    func hold() async throws -> String {
        booth.start()
        let (witness, booth) = (witness, booth)
        let looking = Task { await Programs.blocking { witness.look(at: booth) } }
        var deck = Deck(mishaps)
        var calm = Deck(mishaps.filter { !Mishap.ends.contains($0) })
        for number in 1...plan.sessions {
            let isCalm = number > plan.sessions - plan.undisturbed
            let mishap = isCalm ? calm.deal(using: &dice) : deck.deal(using: &dice)
            dealt[mishap, default: 0] += 1
            try await visit(number, mishap)
        }
        await repairs?.value
        await Programs.blocking { [printer] in printer.mend() }
        try await allPrinted()
        let end = await Programs.blocking { booth.close() }
        witness.leave()
        await looking.value
        return end
    }

    /// In a short night everything happens once; in a long one many visits go as they should.
    private var mishaps: [Mishap] {
        let all = Mishap.people + Mishap.ends + camera.mishaps + printer.mishaps
        return all + Array(repeating: .none, count: plan.sessions < 2 * all.count ? 0 : 6)
    }

    private func visit(_ number: Int, _ mishap: Mishap) async throws {
        let guest = NightGuest(&dice)
        let delay = Double.random(in: 0..<3, using: &dice)
        let trouble = Task {
            guard mishap != .none else { return }
            try? await Task.sleep(for: .seconds(delay))
            await befall(mishap)
        }
        do { try await attend(guest) } catch { throw Failure("visit \(number), \(mishap.rawValue): \(error)") }
        await trouble.value
        witness.note(try await record.sessions(limit: 5))
        if number % 10 == 0 { printer.tidy() }
    }

    /// From the attract loop, or from wherever the booth is, to the end of the session; what ends it is not asked.
    private func attend(_ stranger: NightGuest) async throws {
        let end = ContinuousClock.now + .seconds(150)
        var guest = stranger
        var mine: String?
        var entry = 0
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(40))
            guard let sight = witness.now, sight.phase == "running", let session = sight.session, !sight.word.isEmpty
            else {
                if witness.now?.phase == "stopped", mine != nil { return }
                continue
            }
            if mine == nil, sight.word == "attract" {
                sample()
                await say("next")
                try? await Task.sleep(for: .milliseconds(100))
                continue
            }
            if let mine, mine != session { return }
            if mine == nil, guest.dawdles { witness.dawdles(session) }
            mine = session
            guard sight.entry != entry else { continue }
            entry = sight.entry
            let words = guest.answer(to: sight)
            if !words.isEmpty { await say(words) }
        }
        throw Failure("no end after 150 s; the booth shows \(witness.now.map { "\($0)" } ?? "nothing")")
    }

    private func sample() {
        guard var one = Resources(of: booth.process) else { return }
        (one.life, one.sessions) = (booth.life, dealt.values.reduce(0, +))
        if samples.last?.sessions != one.sessions { samples.append(one) }
    }

    /// `booth ctl` with these words. That something cannot be done now, or that the booth is just down, is no fault.
    @discardableResult
    func say(_ words: String...) async -> Int32 { await say(words) }

    @discardableResult
    private func say(_ words: [String]) async -> Int32 {
        let life = booth.life
        let line = ["ctl", folder.path] + words
        let run = await Programs.blocking { Programs.run(NightBooth.program, line) }
        if ![0, 65, 69, 75].contains(run.status), booth.life == life, booth.process > 0 {
            complaints.append("\(words.joined(separator: " ")): status \(run.status), \(run.said)")
        }
        return run.status
    }

    private func befall(_ mishap: Mishap) async {
        switch mishap {
        case .none: break
        case .restart: await say("restart")
        case .stop:
            await say("stop")
            try? await Task.sleep(for: .milliseconds(400))
            await say("start")
        case .reprint: await say("print-last")
        case .fumble:
            for _ in 0..<8 {
                let words = [["next"], ["retake"], ["answer", "nonsense"], ["answer", "1"], ["start"]]
                await say(words.randomElement(using: &dice)!)
            }
        case .killed: await cutOff()
        case .killedTwice:
            await cutOff()
            try? await Task.sleep(for: .milliseconds(Int.random(in: 0..<1500, using: &dice)))
            await cutOff()
        case .cameraCrashes: signalWorker(SIGKILL)
        case .cameraHangs: signalWorker(SIGSTOP)
        case .cameraUnplugged:
            camera.unplug()
            signalWorker(SIGKILL)
            try? await Task.sleep(for: .milliseconds(Int.random(in: 1000..<4000, using: &dice)))
            camera.plugIn()
        default: await breakPrinter(mishap)
        }
    }

    private func cutOff() async {
        // The next life has to have begun.
        while !booth.kill() { try? await Task.sleep(for: .milliseconds(20)) }
        if let rows = try? await record.sessions(limit: 5) { witness.note(rows) }
    }

    private func signalWorker(_ signal: Int32) {
        for child in Resources.children(of: booth.process) where child.isWorker { kill(child.process, signal) }
    }

    /// Guests go on while the printer is away; one thing at a time is wrong with it.
    private func breakPrinter(_ mishap: Mishap) async {
        await repairs?.value
        let (printer, seconds) = (printer, Double.random(in: 1..<8, using: &dice))
        repairs = Task { await Programs.blocking { printer.suffer(mishap, for: seconds) } }
    }

    /// Until nothing waits to be printed; after a while an operator asks once more for what waits its time.
    private func allPrinted() async throws {
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < .seconds(240) {
            let left = try await record.outbox(states: [.pending, .sending]).filter { $0.item.kind == .print }
            if left.isEmpty { return }
            let late = left.filter { $0.item.state == .pending && ContinuousClock.now - begin > .seconds(20) }
            for one in late { _ = try? await record.retry(one.item.id) }
            try await Task.sleep(for: .seconds(late.isEmpty ? 0.2 : 5))
        }
        throw Failure("prints still wait after four minutes: \(try await record.outbox(states: [.pending, .sending]))")
    }
}
