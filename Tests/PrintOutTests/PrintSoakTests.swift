import Foundation
import Rigs
import Testing

@testable import PrintOut

private let soakPrints = Int(ProcessInfo.processInfo.environment["PRINT_SOAK"] ?? "") ?? 0

/// Many prints while everything breaks: `PRINT_SOAK=200`, run by `make soak`.
@Suite(.enabled(if: soakPrints > 0, "a long run; PRINT_SOAK says how many prints"))
struct PrintSoakTests {
    @Test func every_print_comes_out_or_is_reported_and_doubles_are_told() async throws {
        let station = try Station()
        let desk = try Scratch.desk()
        let jpeg = try Scratch.jpeg(width: 1240, height: 1844)
        let printer = try station.printer("rx1")
        let target = Destination(printer, medium: try await printer.medium("w288h432", options: []))
        var (printed, reported, doubles): (Int, Int, [String]) = (0, 0, [])
        for number in 1...soakPrints {
            let id = PrintID.random()
            _ = try await desk.accept(PrintOrder(id: id, document: jpeg), for: target)
            let trouble = Task.detached {
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...600)))
                switch number % 10 {
                case 1: station.tell("kill")
                case 3: station.tell("restart")
                case 5: try station.setMode("media-empty-error", of: "rx1")
                case 7: try station.setMode("fail", of: "rx1")
                default: return
                }
            }
            // A booth that dies in between follows again.
            let first = Task { try? await desk.follow(id, to: [target], deadline: 2) }
            if number % 10 == 9 {
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...300)))
                first.cancel()
            }
            _ = await first.value
            _ = try? await trouble.value
            try station.setMode("ok", of: "rx1")
            if number % 10 == 1 { station.tell("restart") }
            try? await printer.resume()
            _ = try? await desk.follow(id, to: [target], deadline: 20)

            let record = try #require(try desk.ledger.record(id))
            let sheets = station.sheets("rx1", titled: id.text).count
            if sheets > 1 { doubles.append("\(id): \(sheets)") }
            #expect(record.state.isFinal, "print \(number): \(record.state)")
            #expect(record.state != .printed || sheets > 0, "print \(number) is printed, and nothing came out")
            #expect(
                sheets <= 1 || record.mayBePrintedTwice, "print \(number) came out \(sheets) times, and nobody was told"
            )
            if record.state == .printed { printed += 1 } else { reported += 1 }
        }
        print("\(soakPrints) prints: \(printed) printed, \(reported) reported, doubles: \(doubles)")
    }
}
