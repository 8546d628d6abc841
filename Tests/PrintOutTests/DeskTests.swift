import Foundation
import Rigs
import Synchronization
import Testing
import Work

@testable import PrintOut

@Suite(.passingTime) struct DeskTests {
    let document: [UInt8] = [0xFF, 0xD8, 0xFF, 0xD9]

    private func printer(_ change: (inout FakePrinter.Script) -> Void = { _ in }) -> FakePrinter {
        FakePrinter(change)
    }

    @Test func asking_twice_with_one_id_prints_once() async throws {
        let (desk, printer) = (try Scratch.desk(), printer())
        let id = PrintID.random()
        for _ in 0..<3 { _ = try await desk.print(id, document, to: printer.destination) }
        #expect(printer.log.submitted == [id])
    }

    @Test func many_at_once_with_one_id_print_once() async throws {
        let (desk, printer) = (try Scratch.desk(), printer())
        let (id, document) = (PrintID.random(), document)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { _ = try await desk.print(id, document, to: printer.destination) } }
            try await group.waitForAll()
        }
        #expect(printer.log.submitted == [id])
    }

    @Test func a_ledger_that_was_lost_does_not_print_again_what_the_server_knows() async throws {
        let (printer, id) = (printer(), PrintID.random())
        _ = try await Scratch.desk().print(id, document, to: printer.destination)
        _ = try await Scratch.desk().print(id, document, to: printer.destination)
        #expect(printer.log.submitted == [id])
    }

    @Test func a_lost_reply_is_found_by_the_name_of_the_job() async throws {
        let printer = printer { $0.submission = .replyLost(server: "fake", reason: "Broken pipe") }
        let record = try await Scratch.desk().print(.random(), document, to: printer.destination)
        #expect(record.state == .printed && printer.log.submitted.count == 1)
    }

    @Test func a_reply_that_was_lost_late_leaves_the_server_time_to_list_the_job() async throws {
        let printer = printer {
            $0.submission = .replyLost(server: "fake", reason: "no answer within 15 s")
            ($0.slowness, $0.unseen) = (15, 2)
        }
        let record = try await Scratch.desk().print(.random(), document, to: printer.destination)
        #expect(record.state == .printed && printer.log.submitted.count == 1)
    }

    @Test func a_lost_print_is_reported_and_never_sent_again() async throws {
        let printer = printer {
            $0.submission = .replyLost(server: "fake", reason: "Broken pipe")
            $0.arrives = false
        }
        let (desk, id) = (try Scratch.desk(), PrintID.random())
        for _ in 0..<2 {
            await #expect {
                _ = try await desk.print(id, document, to: printer.destination)
            } throws: {
                if case PrintError.outcomeUnknown? = $0 as? PrintError { true } else { false }
            }
        }
        #expect(printer.log.submitted.count == 1)
    }

    @Test("a booth that died goes on where its ledger stands", arguments: [PrintState.waiting, .sending])
    func recovers(from state: PrintState) async throws {
        let (desk, printer, id) = (try Scratch.desk(), printer(), PrintID.random())
        _ = try await desk.accept(PrintOrder(id: id, document: document), for: printer.destination)
        if state == .sending {
            // The server has it, but nobody heard.
            printer.seen.withLock { $0.names.append(id.text) }
            var record = try #require(try desk.ledger.record(id))
            record.state = state
            try desk.ledger.put(record, nil)
        }
        let waiting = try await desk.unfinished()
        #expect(waiting.map(\.id) == [id])
        let record = try await desk.follow(id, to: [printer.destination])
        #expect(record.state == .printed && printer.log.submitted.count == (state == .waiting ? 1 : 0))
    }

    @Test func the_ledger_has_the_print_before_a_byte_leaves() async throws {
        let (desk, id) = (try Scratch.desk(), PrintID.random())
        let printer = printer { $0.isAway = true }
        await #expect(throws: PrintError.serverAway(server: "fake", reason: "Host is down")) {
            _ = try await desk.print(id, document, to: printer.destination, deadline: 0.3)
        }
        #expect(try desk.ledger.document(id) == document)
        printer.script.withLock { $0.isAway = false }
        let record = try await desk.follow(id, to: [printer.destination])
        #expect(record.state == .printed && printer.log.submitted == [id])
    }

    @Test(
        "only completed is printed",
        arguments: [(PrintJob.State.stopped, "failed"), (.aborted, "failed"), (.cancelled, "failed")])
    func ends(_ state: PrintJob.State, _ word: String) async throws {
        let (desk, id) = (try Scratch.desk(), PrintID.random())
        let printer = printer {
            $0.looks = [.processing, state]
            $0.message = "no"
        }
        await #expect(throws: PrintError.failed(queue: "fake", job: 7, reason: "no")) {
            _ = try await desk.print(id, document, to: printer.destination)
        }
        #expect(try desk.ledger.record(id)?.state.word == word)
        #expect(printer.log.cancelled == (state == .stopped ? [7] : []))
    }

    @Test func a_job_that_somebody_cancelled_is_cancelled_and_one_that_vanished_unknown() async throws {
        let cancelled = printer {
            $0.looks = [.cancelled]
            $0.reasons = ["job-canceled-by-user"]
        }
        await #expect(throws: PrintError.cancelled(queue: "fake", job: 7)) {
            _ = try await Scratch.desk().print(.random(), document, to: cancelled.destination)
        }
        let vanished = printer { ($0.looks, $0.unseen) = ([nil], .max) }
        let (desk, id) = (try Scratch.desk(), PrintID.random())
        await #expect(throws: PrintError.self) { _ = try await desk.print(id, document, to: vanished.destination) }
        #expect(try desk.ledger.record(id)?.state.word == "unknown")
        // The server has come to know it again.
        vanished.script.withLock { ($0.looks, $0.unseen, $0.named) = ([.completed], 0, .completed) }
        #expect(try await desk.follow(id, to: [vanished.destination]).state == .printed)
        #expect(vanished.log.submitted.count == 1)
    }

    @Test func a_job_that_is_begun_again_may_have_printed_twice() async throws {
        let printer = printer {
            $0.looks = [.processing, .processing, .completed]
            $0.begunAt = [100, 130]
        }
        let record = try await Scratch.desk().print(.random(), document, to: printer.destination)
        #expect(record.mayBePrintedTwice)
    }

    @Test(
        "a server that died while a job may have been begun may have printed it twice",
        arguments: [(PrintJob.State.pending, true), (.processing, true), (.completed, false)])
    func restart(_ state: PrintJob.State, isTold: Bool) async throws {
        let printer = printer {
            $0.looks = [state, .completed]
            $0.begunAt = state == .pending ? [0, 100] : [100]
            $0.cutBefore = 1
        }
        let record = try await Scratch.desk().print(.random(), document, to: printer.destination)
        #expect(record.mayBePrintedTwice == isTold)
    }

    @Test func a_job_that_goes_back_from_printing_to_waiting_may_have_printed_twice() async throws {
        let printer = printer { $0.looks = [.processing, .pending, .completed] }
        let record = try await Scratch.desk().print(.random(), document, to: printer.destination)
        #expect(record.mayBePrintedTwice)
    }

    @Test func no_progress_is_told_after_the_deadline_counted_from_the_last_change() async throws {
        let printer = printer { $0.looks = [.pending, .pending, .pending, .processing] }
        let start = TimeSource.ofTest.now
        await #expect(throws: PrintError.self) {
            _ = try await Scratch.desk().print(.random(), document, to: printer.destination, deadline: 1)
        }
        let seconds = (TimeSource.ofTest.now - start) / .seconds(1)
        #expect(seconds > 1.4)
    }

    @Test func paper_that_runs_out_is_told_in_words_and_the_job_goes_on() async throws {
        let printer = printer {
            $0.looks = [.processing]
            $0.condition = PrinterCondition(state: .processing, reasons: ["media-empty-warning"])
        }
        let words = Mutex<[String]>([])
        let (desk, id) = (try Scratch.desk(), PrintID.random())
        await #expect(throws: PrintError.self) {
            _ = try await desk.print(id, document, to: printer.destination, deadline: 3) { record in
                words.withLock { $0.append(record.state.reason ?? "") }
            }
        }
        #expect(words.withLock { $0 }.contains { $0.contains("out of paper") })
        printer.script.withLock { $0.looks = [.completed] }
        let record = try await desk.follow(id, to: [printer.destination])
        #expect(record.state == .printed && printer.log.submitted.count == 1)
    }

    @Test func another_printer_takes_over_only_what_was_never_begun() async throws {
        let stopped = PrinterCondition(state: .stopped, message: "jam")
        let second = FakePrinter("second")
        for (begunAt, moves) in [(0, true), (100, false)] {
            let first = printer {
                $0.looks = [.pending]
                $0.begunAt = [begunAt]
            }
            let (desk, id) = (try Scratch.desk(), PrintID.random())
            _ = try await desk.accept(PrintOrder(id: id, document: document), for: first.destination)
            let both = [first.destination, second.destination]
            _ = try await desk.follow(id, to: both, handOver: true)
            first.script.withLock { $0.condition = stopped }
            _ = try? await desk.follow(id, to: both, deadline: 0.5)
            #expect(first.log.moved == (moves ? ["second"] : []))
        }
        let first = printer { $0.condition = stopped }
        let (desk, id) = (try Scratch.desk(), PrintID.random())
        _ = try await desk.accept(PrintOrder(id: id, document: document), for: first.destination)
        let record = try await desk.follow(id, to: [first.destination, second.destination])
        #expect(record.queue == "second" && first.log.submitted.isEmpty)
    }

    @Test func limits_hold_until_an_operator_lifts_them() async throws {
        let desk = try Scratch.desk(limits: PrintLimits(session: 1, picture: 5, event: 3))
        let destination = printer().destination
        func order(_ session: String, unlocked: Bool = false) -> PrintOrder {
            var order = PrintOrder(id: .random(), document: document)
            (order.session, order.isUnlocked) = (session, unlocked)
            return order
        }
        _ = try await desk.accept(order("47"), for: destination)
        await #expect(throws: PrintError.limit("session 47 has had its prints: 1 allowed")) {
            _ = try await desk.accept(order("47"), for: destination)
        }
        _ = try await desk.accept(order("47", unlocked: true), for: destination)
        _ = try await desk.accept(order("48"), for: destination)
        await #expect(throws: PrintError.limit("the event has had its prints: 3 allowed")) {
            _ = try await desk.accept(order("49"), for: destination)
        }
    }

    @Test func a_waiting_print_can_be_taken_back_and_is_never_sent() async throws {
        let (desk, printer, id) = (try Scratch.desk(), printer(), PrintID.random())
        _ = try await desk.accept(PrintOrder(id: id, document: document), for: printer.destination)
        _ = try await desk.cancel(id, on: printer)
        await #expect(throws: PrintError.cancelled(queue: "fake", job: nil)) {
            _ = try await desk.follow(id, to: [printer.destination])
        }
        #expect(printer.log.submitted.isEmpty)
    }

    @Test func a_folder_takes_prints_once_too() async throws {
        let (desk, folder) = (try Scratch.desk(), Scratch.folder())
        let printer = try FilePrinter(folder: folder)
        let destination = Destination(printer, medium: try await printer.medium("1240x1844", options: []))
        let id = try PrintID("47-1")
        _ = try await desk.print(id, document, to: destination)
        _ = try await desk.print(id, [1], to: destination)
        #expect(FileManager.default.contents(atPath: folder + "/47-1.jpg") == Data(document))
        await #expect(throws: PrintError.self) { _ = try await printer.medium("letter", options: []) }
    }
}
