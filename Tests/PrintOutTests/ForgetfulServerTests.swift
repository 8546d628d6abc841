import Foundation
import Rigs
import Testing

@testable import PrintOut

extension ServerTests {
    /// Servers that are set so that they forget, or take little.
    @Suite struct Forgetful {
        @Test func whatever_the_server_is_set_to_a_print_ends_in_the_truth() async throws {
            let station = try Station()
            station.tell("set", "PreserveJobHistory No", "MaxJobsPerPrinter 1")
            let printer = try station.printer("rx1")
            let target = Destination(printer, medium: try await printer.medium("w288h432", options: []))
            let document = try Scratch.jpeg(width: 1240, height: 1844)

            // It is out, and the server has forgotten it.
            let id = PrintID.random()
            let record = try await Scratch.desk().print(id, document, to: target)
            #expect(record.state == .printed)
            #expect(try await printer.job(record.job ?? 0) == nil)
            // Somebody who knows nothing of it either does not print it again.
            #expect(try await Scratch.desk().print(id, document, to: target).state == .printed)
            #expect(station.sheets("rx1", titled: id.text).count == 1)

            // One job, which waits for paper, is all that the queue takes.
            let (desk, first, second) = (try Scratch.desk(), PrintID.random(), PrintID.random())
            try await station.during("media-empty-error", of: "rx1") {
                _ = try await desk.accept(PrintOrder(id: first, document: document), for: target)
                _ = try await desk.follow(first, to: [target], deadline: 60, handOver: true)
                _ = try await desk.accept(PrintOrder(id: second, document: document), for: target)
                await #expect {
                    _ = try await desk.follow(second, to: [target], deadline: 1)
                } throws: {
                    if case PrintError.full("rx1", _)? = $0 as? PrintError { true } else { false }
                }
                #expect(try desk.ledger.record(second)?.state.word == "attention")
                // Cancelled, and forgotten at once.
                _ = try await desk.cancel(first, on: printer)
            }
            #expect(try await desk.follow(second, to: [target], deadline: 60).state == .printed)
            #expect(station.sheets("rx1", titled: second.text).count == 1)
            #expect(station.sheets("rx1", titled: first.text).isEmpty)

            // A job that ended otherwise is not taken for a printed one.
            let abort = try station.printer("abort")
            let broken = Destination(abort, medium: try await abort.medium("w288h432", options: []))
            await #expect {
                _ = try await Scratch.desk().print(.random(), document, to: broken)
            } throws: {
                if case PrintError.failed("abort", _?, _)? = $0 as? PrintError { true } else { false }
            }

            // A server that puts a page before each print prints none of the booth's.
            station.tell("set", "Classification confidential")
            await #expect(throws: PrintError.bannerPages(queue: "rx1")) {
                _ = try await Scratch.desk().print(.random(), document, to: target)
            }
        }
    }
}
