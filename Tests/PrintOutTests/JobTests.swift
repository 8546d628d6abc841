import Foundation
import Rigs
import Synchronization
import Testing
import Work

@testable import PrintOut

/// Jobs that are not ours, that the server holds, or that it does not take.
@Suite(.passingTime) struct JobTests {
    let document: [UInt8] = [0xFF, 0xD8, 0xFF, 0xD9]

    /// After a server's spool was wiped, its numbers begin anew.
    @Test func a_job_of_another_name_is_not_ours_whatever_its_number() async throws {
        let (desk, printer, id) = (try Scratch.desk(), FakePrinter { $0.looks = [.processing] }, PrintID.random())
        _ = try await desk.accept(PrintOrder(id: id, document: document), for: printer.destination)
        _ = try await desk.follow(id, to: [printer.destination], handOver: true)
        printer.script.withLock { ($0.jobName, $0.looks) = ("somebody else's", [.completed]) }
        printer.seen.withLock { $0.names = [] }
        await #expect(throws: PrintError.notUnderWay(id: id.text, queue: "fake", state: "unknown")) {
            _ = try await desk.cancel(id, on: printer)
        }
        #expect(printer.log.cancelled.isEmpty)
        await #expect {
            _ = try await desk.follow(id, to: [printer.destination])
        } throws: {
            if case PrintError.outcomeUnknown? = $0 as? PrintError { true } else { false }
        }
        #expect(printer.log.submitted == [id])
    }

    @Test func a_job_that_has_another_number_now_is_found_by_its_name() async throws {
        let (desk, printer, id) = (try Scratch.desk(), FakePrinter { $0.looks = [.processing] }, PrintID.random())
        _ = try await desk.accept(PrintOrder(id: id, document: document), for: printer.destination)
        _ = try await desk.follow(id, to: [printer.destination], handOver: true)
        printer.script.withLock { ($0.jobName, $0.job, $0.named) = ("somebody else's", 9, .completed) }
        let record = try await desk.follow(id, to: [printer.destination])
        #expect(record.state == .printed && record.job == 9 && printer.log.submitted == [id])
    }

    @Test func a_job_whose_name_the_server_hides_is_known_by_its_number() async throws {
        let (desk, printer, id) = (try Scratch.desk(), FakePrinter { $0.looks = [.processing] }, PrintID.random())
        _ = try await desk.accept(PrintOrder(id: id, document: document), for: printer.destination)
        _ = try await desk.follow(id, to: [printer.destination], handOver: true)
        printer.script.withLock { ($0.jobName, $0.unseen, $0.looks) = (" ", 5, [.processing]) }
        // How it ended the server tells by its name after all.
        printer.script.withLock { ($0.job, $0.named) = (7, .completed) }
        let record = try await desk.follow(id, to: [printer.destination])
        #expect(record.state == .printed && printer.log.submitted == [id] && printer.script.withLock { $0.unseen } < 0)
    }

    @Test func a_full_queue_is_asked_again_until_it_has_room_and_is_told_of_once() async throws {
        let printer = FakePrinter {
            $0.submission = .full(queue: "fake", reason: "Quota limit reached.")
            $0.arrives = false
        }
        let (desk, id) = (try Scratch.desk(), PrintID.random())
        let told = Mutex<[String]>([])
        await #expect(throws: PrintError.full(queue: "fake", reason: "Quota limit reached.")) {
            _ = try await desk.print(id, document, to: printer.destination, deadline: 20) { record in
                told.withLock { $0.append(record.state.word) }
            }
        }
        #expect((2...11).contains(printer.log.submitted.count), "\(printer.log.submitted.count)")
        #expect(told.withLock { $0 } == ["waiting", "sending", "attention"])
        printer.script.withLock { ($0.submission, $0.arrives) = (nil, true) }
        let record = try await desk.follow(id, to: [printer.destination])
        #expect(record.state == .printed)
    }

    @Test func a_job_that_the_server_holds_is_told_of() async throws {
        let printer = FakePrinter { ($0.looks, $0.reasons) = ([.held], ["job-held-on-create"]) }
        let error = await #expect(throws: PrintError.self) {
            _ = try await Scratch.desk().print(.random(), document, to: printer.destination, deadline: 1)
        }
        #expect("\(try #require(error))".contains("the server holds the job: job-held-on-create"))
    }
}
