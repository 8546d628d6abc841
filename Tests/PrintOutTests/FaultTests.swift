import Foundation
import Rigs
import Testing

@testable import PrintOut

extension ServerTests {
    /// What goes wrong on a real server. None of it may look like success.
    @Suite struct Faults {
        private func destination(_ queue: String, _ station: Station) async throws -> Destination {
            let printer = try station.printer(queue)
            return Destination(printer, medium: try await printer.medium("w288h432", options: []))
        }

        private func fault(
            _ queue: String, deadline: Double = 1.5, isTaken: Bool = false, _ desk: PrintDesk? = nil,
            id: PrintID = .random()
        ) async throws -> PrintError? {
            let station = try Station.shared.get()
            do {
                let desk = try desk ?? Scratch.desk()
                let jpeg = try Scratch.jpeg(width: 1240, height: 1844)
                let destination = try await destination(queue, station)
                _ = try await desk.accept(PrintOrder(id: id, document: jpeg), for: destination)
                // However busy the machine is, the server has the job before its progress is judged.
                if isTaken { _ = try await desk.follow(id, to: [destination], deadline: 60, handOver: true) }
                _ = try await desk.follow(id, to: [destination], deadline: deadline)
                return nil
            } catch let error as PrintError {
                return error
            }
        }

        @Test func an_unknown_queue_names_those_that_there_are() async throws {
            guard case .unknownQueue("nope", let known)? = try await fault("nope") else {
                throw Unexpected(what: "no error")
            }
            #expect(known.contains("rx1"))
        }

        @Test(
            "media that the driver does not have are refused",
            arguments: ["bogus", "iso_a4_210x297mm", "Custom.10x10", ""])
        func media(_ keyword: String) async throws {
            let printer = try Station.shared.get().printer("rx1")
            await #expect {
                _ = try await printer.medium(keyword, options: [])
            } throws: {
                if case PrintError.unknownMedia? = $0 as? PrintError { true } else { false }
            }
            await #expect(throws: PrintError.unknownOption("StpLaminate=Purple", queue: "rx1")) {
                _ = try await printer.medium("w288h432", options: [PrintOption(name: "StpLaminate", value: "Purple")])
            }
        }

        /// Drivers that are read at the same time once spoilt each other.
        @Test func many_queues_are_asked_at_once_for_their_media() async throws {
            let station = try Station.shared.get()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<32 {
                    let queue = ["rx1", "ds40", "ds620", "cx02", "d70", "cs2", "jpeg", "pool"][number % 8]
                    let printer = try station.printer(queue)
                    let keyword = queue == "jpeg" ? "4x6.Borderless" : "w288h432"
                    group.addTask { _ = try await printer.medium(keyword, options: []) }
                }
                try await group.waitForAll()
            }
        }

        @Test("a driver of which half comes is asked for again, and is never taken for one without media")
        func halfADriver() async throws {
            let station = try Station.shared.get()
            for (times, isThere) in [(1, true), (2, false)] {
                let proxy = try #require(Proxy(to: station.server, halves: times))
                let through = try CupsPrinter(queue: "ds620", server: PrintServer(host: "127.0.0.1", port: proxy.port))
                do throws(PrintError) {
                    let medium = try await through.medium("w288h432", options: [])
                    #expect(isThere && medium.width == 1240)
                } catch {
                    guard case .serverAway = error else { throw error }
                    #expect(!isThere)
                }
                #expect(proxy.swallowed == times)
            }
        }

        @Test func a_queue_without_a_driver_is_named_as_such() async throws {
            let station = try Station.shared.get()
            await #expect(throws: PrintError.noDriver(queue: "raw")) {
                _ = try await station.printer("raw").medium("w288h432", options: [])
            }
            await #expect(throws: PrintError.unlikeMembers(queue: "mixed", media: "w288h432", ["rx1", "d70"])) {
                _ = try await station.printer("mixed").medium("w288h432", options: [])
            }
        }

        @Test func a_stopped_queue_says_why_gets_nothing_and_prints_after_it_is_resumed() async throws {
            // A queue of its own: other tests read what is wrong with `stopped`.
            let station = try Station.shared.get()
            station.tell("add", "jammed", "rx1")
            station.tell("pause", "jammed", "paper jam")
            let (desk, id) = (try Scratch.desk(), PrintID.random())
            #expect(try await fault("jammed", desk, id: id) == .stopped(queue: "jammed", reason: "paper jam"))
            #expect(try await station.printer("jammed").activeJobs().isEmpty)
            try await station.printer("jammed").resume()
            let target = try await destination("jammed", station)
            let record = try await desk.follow(id, to: [target])
            #expect(record.state == .printed && station.sheets("jammed", job: record.job ?? 0).count == 1)
        }

        @Test func a_rejecting_queue_says_why() async throws {
            #expect(try await fault("rejecting") == .rejecting(queue: "rejecting", reason: "closed for the night"))
        }

        @Test func a_broken_device_stops_the_queue_or_fails_the_job() async throws {
            guard case .stopped("broken", _)? = try await fault("broken", deadline: 5, isTaken: true) else {
                throw Unexpected(what: "not stopped")
            }
            guard case .failed("abort", _, let reason)? = try await fault("abort", deadline: 60) else {
                throw Unexpected(what: "not failed")
            }
            #expect(reason.contains("device write failed"))
        }

        @Test func a_device_that_is_off_and_one_that_hangs_make_no_progress() async throws {
            let station = try Station.shared.get()
            guard case .noProgress("offline", _?, _, _)? = try await fault("offline", isTaken: true) else {
                throw Unexpected(what: "offline")
            }
            try await station.during("hang", of: "d70") {
                let printer = try station.printer("d70")
                let medium = try await printer.medium("w288h432", options: [])
                let (desk, id) = (try Scratch.desk(), PrintID.random())
                let jpeg = try Scratch.jpeg(width: medium.width, height: medium.height)
                let target = Destination(printer, medium: medium)
                _ = try await desk.accept(PrintOrder(id: id, document: jpeg), for: target)
                _ = try await desk.follow(id, to: [target], deadline: 60, handOver: true)
                await #expect(throws: PrintError.self) {
                    _ = try await desk.follow(id, to: [target], deadline: 1.5)
                }
                _ = try await desk.cancel(id, on: printer)
                #expect(try desk.ledger.record(id)?.state == .cancelled)
            }
        }

        @Test func paper_that_runs_out_is_told_and_after_the_refill_it_prints_once() async throws {
            let station = try Station.shared.get()
            let (desk, id) = (try Scratch.desk(), PrintID.random())
            try await station.during("media-empty-error", of: "ds40") {
                guard
                    case .noProgress("ds40", _?, _, let reason)? = try await fault(
                        "ds40", deadline: 5, isTaken: true, desk, id: id)
                else { throw Unexpected(what: "nothing told") }
                #expect(reason.hasPrefix("out of paper"))
            }
            let record = try await desk.follow(id, to: [destination("ds40", station)])
            #expect(record.state == .printed && !record.mayBePrintedTwice)
            #expect(station.sheets("ds40", job: record.job ?? 0).count == 1)
        }

        @Test func prints_left_come_from_the_driver() async throws {
            let station = try Station.shared.get()
            let left = station.folder + "/left/roll"
            try Data("5\n".utf8).write(to: URL(filePath: left))
            try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: left)
            let target = try await destination("roll", station)
            _ = try await Scratch.desk().print(.random(), try Scratch.jpeg(width: 1240, height: 1844), to: target)
            #expect(try await target.printer.condition().printsLeft == 4)
        }

        @Test func a_class_prints_on_a_member_with_its_cut() async throws {
            let station = try Station.shared.get()
            let printer = try station.printer("pool")
            let medium = try await printer.medium("w288h432-div2", options: [])
            let jpeg = try Scratch.jpeg(width: medium.width, height: medium.height)
            let record = try await Scratch.desk().print(.random(), jpeg, to: Destination(printer, medium: medium))
            let job = record.job ?? 0
            let sheets = station.sheets("rx1", job: job) + station.sheets("ds40", job: job)
            #expect(sheets.count == 1)
            #expect(DyeStream(path: try #require(sheets.first))?.commands["CUTTER"] == "00000120")
        }

        @Test("a reply that is lost on the way does not print twice")
        func lostReply() async throws {
            // A server that nobody else keeps busy: what it answers first is its answer to this document.
            let station = try Station()
            let proxy = try #require(Proxy(to: station.server, answers: 1))
            let through = try CupsPrinter(queue: "ds620", server: PrintServer(host: "127.0.0.1", port: proxy.port))
            let medium = try await through.medium("w288h432", options: [])
            let jpeg = try Scratch.jpeg(width: 1240, height: 1844)
            let record = try await Scratch.desk().print(.random(), jpeg, to: Destination(through, medium: medium))
            #expect(proxy.swallowed == 1 && record.state == .printed)
            #expect(station.sheets("ds620", titled: record.id.text).count == 1)
        }

        @Test func a_server_that_is_away_is_told_at_once() async throws {
            let printer = try CupsPrinter(queue: "rx1", server: PrintServer(host: "127.0.0.1", port: 9))
            await #expect {
                _ = try await printer.condition()
            } throws: {
                if case PrintError.serverAway? = $0 as? PrintError { true } else { false }
            }
        }

        @Test func the_command_keeps_a_print_while_the_server_is_away_and_resume_sends_it() async throws {
            let station = try Station.shared.get()
            let file = try Scratch.jpegFile(width: 1200, height: 1800)
            var environment = [
                "CUPS_SERVER": "127.0.0.1:9", "XDG_STATE_HOME": Scratch.folder(), "XDG_CONFIG_HOME": Scratch.folder(),
            ]
            let words = ["print", file, "--queue", "ds620", "--paper", "4x6", "--id", "kept-1", "--deadline", "1"]
            let away = Programs.run(Station.booth, words, environment: environment)
            #expect(away.status == 69 && away.said.contains("kept-1 is kept; booth printer resume ds620 sends it"))
            environment["CUPS_SERVER"] = "\(station.server)"
            #expect(Programs.run(Station.booth, ["printer", "resume", "ds620"], environment: environment).status == 0)
            let again = Programs.run(Station.booth, words.dropLast(2) + ["--deadline", "60"], environment: environment)
            #expect(again.status == 0, "\(again.said)")
            #expect(station.sheets("ds620", titled: "kept-1").count == 1)
        }

        @Test func a_restart_of_the_scheduler_cuts_the_lifeline() async throws {
            let station = try Station()
            let printer = try station.printer("rx1")
            let lifeline = try #require(await printer.lifeline())
            _ = try await printer.condition()
            #expect(!lifeline.isCut)
            station.tell("restart")
            #expect(lifeline.isCut)
            // A server that has just begun is not always there at the first call.
            var next: Lifeline?
            for _ in 0..<5 where next == nil { next = await printer.lifeline() }
            #expect(try #require(next).isCut == false)
        }

        @Test func the_command_killed_at_any_moment_prints_once() async throws {
            let station = try Station.shared.get()
            let file = try Scratch.jpegFile(width: 1240, height: 1844)
            let booth = Programs.folder + "/booth"
            try #require(FileManager.default.isExecutableFile(atPath: booth), "no booth beside the tests")
            let environment = [
                "CUPS_SERVER": "\(station.server)", "XDG_STATE_HOME": Scratch.folder(),
                "XDG_CONFIG_HOME": Scratch.folder(),
            ]
            for delay in ["0.02", "0.08", "0.12", "0.2", "0.5"] {
                let words = ["print", file, "--queue", "cx02", "--media", "w288h432", "--id", "killed-\(delay)"]
                _ = Programs.run("/usr/bin/timeout", ["-s", "KILL", delay, booth] + words, environment: environment)
                let again = Programs.run(booth, words, environment: environment)
                let came = station.sheets("cx02", titled: "killed-\(delay)").count
                // 1 is: it cannot be said whether it ever left, and it did not come out.
                #expect(
                    (again.status == 0 && came == 1) || (again.status == 1 && came == 0), "after \(delay) s: \(again)")
            }
        }
    }
}

private struct Unexpected: Error {
    let what: String
}
