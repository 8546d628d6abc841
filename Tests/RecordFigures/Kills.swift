import Foundation
import Sessions

/// Kills a writer again and again, and looks each time whether everything is there that it had acknowledged.
struct Kills {
    let folder: EventFolder
    let program: String

    func run(_ count: Int) async throws {
        _ = try EventRecord.create(settings(), workflow: .standard, in: folder)
        var (acknowledged, deaths): ([String: String], Int) = ([:], 0)
        let start = ContinuousClock.now
        for round in 1...count {
            // Two in three at a numbered call, one at any moment.
            let point = round % 3 == 0 ? 0 : round * 7 % 1_100 + 1
            let child = Process()
            child.executableURL = URL(filePath: program)
            child.arguments = ["write", folder.path, "3", "\(point)", "0", "0"]
            let pipe = Pipe()
            child.standardOutput = pipe
            try child.run()
            if point == 0 {
                usleep(UInt32.random(in: 5_000...300_000))
                kill(child.processIdentifier, SIGKILL)
            }
            let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            child.waitUntilExit()
            if child.terminationReason == .uncaughtSignal { deaths += 1 }
            for line in output.split(separator: "\n") where line.hasPrefix("capture C") {
                let parts = line.split(separator: " ")
                acknowledged[String(parts[1])] = String(parts[2])
            }
            let record = try EventRecord(folder)
            _ = try await record.launch()
            guard round % 50 == 0 || round == count else { continue }
            let findings = try await record.check(grace: .zero)
            var kept: [String: String] = [:]
            for number in try await record.numbers() {
                for capture in try await record.session(number: number).captures { kept[capture.path] = capture.sha256 }
            }
            let lost = acknowledged.filter { kept[$0.key] != $0.value }
            guard findings.isEmpty, lost.isEmpty else {
                print("after \(round) rounds: lost \(lost.keys.sorted()), findings \(findings)")
                exit(1)
            }
        }
        print(
            "\(count) runs, \(deaths) killed, \(acknowledged.count) captures acknowledged, 0 lost, \(ContinuousClock.now - start)"
        )
    }
}

/// Without a reserve: what is measured is not the disk's size.
func settings() -> Event {
    var event = Event(name: "Figures", date: "")
    event.reserve = 0
    return event
}
