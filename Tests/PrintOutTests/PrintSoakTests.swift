import Foundation
import Rigs
import Testing

@testable import PrintOut

private let soakPrints = Int(ProcessInfo.processInfo.environment["PRINT_SOAK"] ?? "") ?? 0

/// Many prints while everything breaks: `PRINT_SOAK=200`, run by `make soak`.
@Suite(.enabled(if: soakPrints > 0, "a long run; PRINT_SOAK says how many prints"))
struct PrintSoakTests {
    /// What happens while a print is under way; for half of them, nothing.
    enum Trouble: String, CaseIterable {
        case kill, restart, paper, failure, pause, client
        static func of(_ number: Int) -> Trouble? {
            number.isMultiple(of: 2) ? nil : allCases[number / 2 % allCases.count]
        }
    }

    @Test func every_print_comes_out_or_is_reported_and_doubles_are_told() async throws {
        let (station, state) = (try Station(), Scratch.folder())
        let desk = PrintDesk(ledger: try .folder(state + "/boothkit/prints"))
        let file = try Scratch.jpegFile(width: 1240, height: 1844)
        let jpeg = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let printer = try station.printer("rx1")
        let target = Destination(printer, medium: try await printer.medium("w288h432", options: []))
        var (printed, reported, doubles): (Int, [String], [String]) = (0, [], [])
        for number in 1...soakPrints {
            let (id, trouble) = (PrintID.random(), Trouble.of(number))
            if trouble == .client {
                // The command dies at any moment, and is given again.
                let words = ["print", file, "--queue", "rx1", "--media", "w288h432", "--id", id.text]
                let environment = ["CUPS_SERVER": "\(station.server)", "XDG_STATE_HOME": state]
                let delay = "\(Double.random(in: 0...0.8))"
                _ = Programs.run(
                    "/usr/bin/timeout", ["-s", "KILL", delay, Station.booth] + words, environment: environment)
                _ = Programs.run(Station.booth, words, environment: environment)
            } else {
                _ = try await desk.accept(PrintOrder(id: id, document: jpeg), for: target)
                let breaking = Task.detached {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...600)))
                    switch trouble {
                    case .kill: station.tell("kill")
                    case .restart: station.tell("restart")
                    case .paper: try station.setMode("media-empty-error", of: "rx1")
                    case .failure: try station.setMode("fail", of: "rx1")
                    case .pause: station.tell("pause", "rx1")
                    case .client, nil: return
                    }
                }
                _ = try? await desk.follow(id, to: [target], deadline: 2)
                _ = try? await breaking.value
                try station.setMode("ok", of: "rx1")
                if trouble == .kill { station.tell("restart") }
                try? await printer.resume()
                // CUPS waits for 30 s when a job's files are gone, which a kill may bring about.
                _ = try? await desk.follow(id, to: [target], deadline: 60)
            }
            let record = try #require(try desk.ledger.record(id))
            let sheets = station.sheets("rx1", titled: id.text).count
            let place = Comment(rawValue: "print \(number), \(trouble?.rawValue ?? "no trouble"): \(record.state)")
            if sheets > 1 { doubles.append("\(trouble?.rawValue ?? "none") \(sheets)") }
            #expect(record.state.isFinal, place)
            #expect(record.state != .printed || sheets > 0, place)
            // Only a scheduler that begins a job again makes a second sheet, and that is told.
            #expect(sheets <= 1 || [.kill, .restart, .pause].contains(trouble), place)
            #expect(sheets <= 1 || record.mayBePrintedTwice, place)
            if record.state == .printed { printed += 1 } else { reported.append("\(number) \(record.state)") }
        }
        print("\(soakPrints) prints: \(printed) printed, reported: \(reported), came out twice: \(doubles)")
    }
}
