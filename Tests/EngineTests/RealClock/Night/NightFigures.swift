/// What the booth held, and how quick it was.
extension NightAudit {
    /// Memory, descriptors, threads and processes between sessions: from its fiftieth on, a booth needs no more of them.
    mutating func checkResources() async {
        let samples = await night.samples
        // One may have died just now; one that is still there a session later is not cleared away.
        for (one, next) in zip(samples, samples.dropFirst()) where !one.zombies.isDisjoint(with: next.zombies) {
            findings.append("after \(next.sessions) sessions a dead child of the booth is not cleared away")
        }
        if let crowd = samples.first(where: { $0.children > 1 }) {
            findings.append(
                "after \(crowd.sessions) sessions the booth had \(crowd.children) children between sessions")
        }
        let lives = Dictionary(grouping: samples, by: \.life).values.sorted { $0.count > $1.count }
        guard let life = lives.first, life.count >= 5 else { return }
        func row(_ name: String, _ part: some Collection<Resources>) -> String {
            "  \(name): \(median(part) / 1000) MB resident, at least \(least(part, \.descriptors)) descriptors, "
                + "\(least(part, \.threads)) threads, \(least(part, \.children)) children"
        }
        func median(_ part: some Collection<Resources>) -> Int { part.map(\.resident).sorted()[part.count / 2] }
        func least(_ part: some Collection<Resources>, _ value: KeyPath<Resources, Int>) -> Int {
            part.map { $0[keyPath: value] }.min() ?? 0
        }
        figures.append("longest life of the booth: \(life.count) sessions")
        let every = max(1, life.count / 10)
        let course = stride(from: 0, to: life.count, by: every).map { "\(life[$0].resident / 1000)" }
        figures.append("  MB resident at every \(every)th of them: \(course.joined(separator: " "))")
        guard life.count >= 100 else {
            figures += [row("first five", life.prefix(5)), row("last five", life.suffix(5))]
            return
        }
        let (early, late) = (life[50..<70], life.suffix(20))
        figures += [row("sessions 50 to 69", early), row("last twenty", late)]
        let growth = Double(median(late)) / Double(median(early)) - 1
        figures.append("  memory \((growth * 1000).rounded() / 10) % more than at session 50")
        if growth > 0.05 { findings.append("memory grew by \((growth * 100).rounded()) %") }
        for (name, value) in [("descriptors", \Resources.descriptors), ("children", \.children)] {
            // Early on the camera's process may have just been killed: then there is one less of both.
            let usual = early.map { $0[keyPath: value] }.sorted()[early.count / 2]
            if least(late, value) > usual { findings.append("\(name) grew from \(usual) to \(least(late, value))") }
        }
        // Dispatch keeps as many idle threads as were ever busy at once, a peak that rises ever more rarely; what leaks
        // rises with the sessions.
        let most = early.map(\.threads).max() ?? 0
        if least(late, \.threads) - most > life.count / 20 {
            findings.append("threads grew from \(most) to \(least(late, \.threads))")
        }
    }

    mutating func checkLatencies() {
        let notes = night.witness.noted
        func column(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        figures.append("how long it takes" + column("count", 56) + column("median", 10) + column("p99", 10))
        for (name, all) in [
            ("last press of the shutter to FinalPhoto on the disk", notes.finalPhoto),
            ("last press of the shutter to job at the print server", notes.printJob),
            ("start of the booth to its first answer", Array(notes.launches.values)),
        ] {
            let sorted = all.sorted()
            func quantile(_ share: Double) -> String {
                sorted.isEmpty ? "-" : "\(sorted[max(1, Int((share * Double(sorted.count)).rounded(.up))) - 1]) ms"
            }
            figures.append(
                "  \(name)" + column("\(sorted.count)", 71 - name.count) + column(quantile(0.5), 10)
                    + column(quantile(0.99), 10))
        }
        if notes.missed > 0 { figures.append("  not seen by the witness: \(notes.missed)") }
    }
}
