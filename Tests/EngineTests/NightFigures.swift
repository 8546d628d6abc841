/// What the booth held, and how quick it was.
extension NightAudit {
    /// Memory, descriptors, threads and processes between sessions: from its fiftieth on, a booth needs no more of them.
    mutating func checkResources() async {
        let samples = await night.samples
        if let zombie = samples.first(where: { $0.zombies > 0 }) {
            findings.append("after \(zombie.sessions) sessions the booth had \(zombie.zombies) dead children")
        }
        if let crowd = samples.first(where: { $0.children > 1 }) {
            findings.append("after \(crowd.sessions) sessions the booth had \(crowd.children) children between sessions")
        }
        let lives = Dictionary(grouping: samples, by: \.life).values.sorted { $0.count > $1.count }
        guard let life = lives.first, life.count >= 5 else { return }
        func row(_ name: String, _ part: some Collection<Resources>) -> String {
            let sorted = part.map(\.resident).sorted()
            return "  \(name): \(sorted[sorted.count / 2] / 1000) MB resident, at least \(least(part, \.descriptors)) descriptors, "
                + "\(least(part, \.threads)) threads, \(least(part, \.children)) children"
        }
        func least(_ part: some Collection<Resources>, _ value: KeyPath<Resources, Int>) -> Int {
            part.map { $0[keyPath: value] }.min() ?? 0
        }
        figures.append("longest life of the booth: \(life.count) sessions")
        guard life.count >= 100 else {
            figures += [row("first five", life.prefix(5)), row("last five", life.suffix(5))]
            return
        }
        let (early, late) = (life[50..<70], life.suffix(20))
        figures += [row("sessions 50 to 69", early), row("last twenty", late)]
        func median(_ part: some Collection<Resources>) -> Int { part.map(\.resident).sorted()[part.count / 2] }
        let growth = Double(median(late)) / Double(median(early)) - 1
        figures.append("  memory \((growth * 1000).rounded() / 10) % more than at session 50")
        if growth > 0.05 { findings.append("memory grew by \((growth * 100).rounded()) %") }
        for (name, value) in [("descriptors", \Resources.descriptors), ("threads", \.threads), ("children", \.children)]
        where least(late, value) > least(early, value) {
            findings.append("\(name) grew from \(least(early, value)) to \(least(late, value))")
        }
    }

    mutating func checkLatencies() {
        let notes = night.witness.noted
        figures.append("from the last press of the shutter, guests who do not dawdle      count  median     p99")
        for (name, all) in [("FinalPhoto on the disk", notes.finalPhoto), ("its print a job of the server", notes.printJob)] {
            let sorted = all.sorted()
            func quantile(_ share: Double) -> String {
                sorted.isEmpty ? "-" : "\(sorted[max(1, Int((share * Double(sorted.count)).rounded(.up))) - 1]) ms"
            }
            func column(_ text: String, _ width: Int) -> String {
                String(repeating: " ", count: max(0, width - text.count)) + text
            }
            figures.append(
                "  \(name)" + column("\(sorted.count)", 68 - name.count) + column(quantile(0.5), 8) + column(quantile(0.99), 8))
        }
        if notes.missed > 0 { figures.append("  not seen: \(notes.missed)") }
    }
}
