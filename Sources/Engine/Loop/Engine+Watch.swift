import Capture
import PrintOut
import Sessions

/// What goes on beside the session: cameras and printers change, the outbox is drained, sessions.json follows.
extension Engine {
    func watch() -> [Task<Void, Never>] {
        var tasks = [
            Task { await watchCamera() }, Task { await every(.seconds(2)) { await self.lookAround() } },
            Task { await every(.seconds(2)) { await self.saveHistory() } },
            Task { await every(.seconds(1)) { await self.keepStranded() } },
        ]
        if let prints { tasks.append(Task { await drain(prints) }) }
        for (kind, transport) in options.transports {
            let worker = OutboxWorker(record: record, kinds: [kind], transport: transport)
            tasks.append(Task { await every(.milliseconds(500)) { _ = try? await worker.drain() } })
        }
        return tasks
    }

    private nonisolated func every(_ pause: Duration, _ body: @Sendable () async -> Void) async {
        while !Task.isCancelled {
            await body()
            try? await Task.sleep(for: pause)
        }
    }

    private func watchCamera() async {
        let events = await camera.events()
        var warned: (text: String, at: ContinuousClock.Instant)?
        show(await camera.status)
        for await event in events {
            switch event {
            case .state: show(await camera.status)
            case .recovered(let file): say("camera: \(file.name) was fetched from the card after all")
            case .shutterPressed(let name): say("camera: somebody pressed the shutter on it (\(name))")
            case .warning(let error):
                // What is so at every shot is said once a minute.
                let text = "\(error)"
                if let warned, warned.text == text, .now - warned.at < .seconds(60) { break }
                warned = (text, .now)
                say("camera: \(text)")
            case .log(let line): say("camera: \(line)")
            }
            if Task.isCancelled { return }
        }
    }

    private func show(_ status: CameraStatus) {
        change { state in
            state.camera = .init(
                state: status.state, model: status.identity?.model, whyNot: status.whyNot, battery: status.battery?.text
            )
        }
        if let why = status.whyNot {
            let guest = status.reason?.guest ?? "The camera needs a moment. Please wait."
            trouble(.camera, guest: guest, remedy: why)
        } else {
            settled(.camera)
        }
    }

    private func lookAround() async {
        show(await camera.status)
        if let free = try? record.folder.freeSpace() { change { $0.free = free } }
        guard let prints else { return }
        let waiting = (try? await record.outboxCount(kinds: [.print], states: [.pending, .sending])) ?? 0
        var view = BoothState.PrinterView(name: prints.destination, isReady: false, waiting: waiting)
        var guest: String?
        // One that prints is enough; what keeps the others is told as long as none does.
        for printer in prints.printers where !view.isReady {
            do throws(PrintError) {
                let condition = try await printer.condition()
                let attention = condition.attention
                view.isReady = attention == nil
                if attention == nil { view.printsLeft = condition.printsLeft }
                guest = guest ?? attention?.forGuest
                view.reason = view.reason ?? attention.map { "\(printer.name): \($0.forOperator); \($0.remedy)" }
            } catch {
                guest = guest ?? Attention(.serverAway).forGuest
                view.reason = view.reason ?? "\(error)"
            }
        }
        if view.isReady {
            view.reason = nil
            // What could not be handed over meanwhile need not wait until its next attempt.
            if state.troubles.contains(where: { $0.about == .printer }) { try? await record.hasten(.print) }
            settled(.printer)
        } else {
            trouble(.printer, guest: guest ?? "", remedy: view.reason ?? "no printer can print")
        }
        let shown = view
        change { $0.printer = shown }
    }

    private func saveHistory() async {
        do throws(SessionsError) { _ = try await record.saveHistoryIfDue() } catch { say("sessions.json: \(error)") }
    }

    /// Prints are handed over as they come and followed side by side, as many as a queue may hold.
    private func drain(_ prints: EventPrints) async {
        await withTaskGroup(of: Void.self) { group in
            var under = 0
            while !Task.isCancelled {
                while under < 32, let item = try? await record.claim([.print], lease: EventPrints.lease) {
                    under += 1
                    group.addTask { await self.see(item, through: prints) }
                }
                if under >= 32 {
                    await group.next()
                    under -= 1
                }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func see(_ item: OutboxItem, through prints: EventPrints) async {
        let session = (try? await record.session(of: item)).map(label) ?? "that is gone"
        let outcome = await prints.print(item) { latency in
            Task { await self.note(latency) }
        } report: { record in
            switch record.state {
            case .waiting, .sending, .printing: break
            case let state:
                let job = record.job.map { ", job \($0)" } ?? ""
                let what = "session \(session), \(EventPrints.name(of: record.id, in: item)) on \(record.queue)\(job)"
                self.say("\(what): \(state.word)\(state.reason.map { ", " + $0 } ?? "")")
            }
        }
        let record = record
        // Also when the booth is closing: what became of it must be known.
        await Task {
            do throws(SessionsError) { try await record.settle(item, outcome) } catch { self.say("print: \(error)") }
        }.value
        switch outcome {
        case .done:
            change { $0.figures.printed += EventPrints.copies(item) }
            settled(.print)
        case .unreachable(let why), .busy(let why, _): say("print: \(why)")
        case .refused(let why), .unknown(let why):
            trouble(
                .print, guest: "Your picture could not be printed. Please ask for help.",
                remedy: "\(why) (booth outbox list tells its number)")
        }
    }

    private func note(_ latency: Duration) { change { $0.figures.printJob.note(latency) } }

    /// Until nothing is to be printed any more; a printer that makes no progress for a minute is left to the next launch.
    func allPrinted() async {
        guard prints != nil else { return }
        var (last, since) = (Int.max, ContinuousClock.now)
        while !isEnding, ContinuousClock.now - since < .seconds(60) {
            let left = (try? await record.outboxCount(kinds: [.print], states: [.pending, .sending])) ?? 0
            if left == 0 { return }
            if left < last { (last, since) = (left, .now) }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
