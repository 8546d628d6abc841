import Foundation
import Rigs
import Testing
import Work

@testable import Sessions

extension BrowserTests {
    /// While `body` runs, nothing can be written into the event, so that what is begun is under way until it has ended.
    private func whileWriting<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        let path = stage.folder + "/party/event.db"
        let writer = try await offPool { () throws(SessionsError) in
            let writer = Held(try Database(path: path, create: false))
            try writer.database.execute("BEGIN IMMEDIATE")
            return writer
        }
        let end = { await offPool { try? writer.database.execute("ROLLBACK") } }
        do {
            let value = try await body()
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }

    private func links(_ number: Int) async throws -> Int {
        let folder = EventFolder(stage.folder + "/party")
        return try await offPool { () throws(SessionsError) in try EventRecord(folder) }.session(number: number).shares
            .count
    }

    @Test func `A job of many is seen again after a reload, and done once`() async throws {
        try await browser.resize(1_280, 800)
        try await stage.open("sessions")
        let count: Int = try await browser.run(
            """
            const boxes = document.querySelectorAll('.cell .choose input');
            for (const box of boxes) box.click();
            return boxes.length;
            """)
        try await browser.act("document.querySelector('.selection button').click()")
        try await browser.wait(until: "document.querySelector('dialog[open]')")
        // Two taps, the second of which comes where the dialogue was; and somebody who trusts neither and asks anew.
        try await browser.act(
            """
            const { left, top } = document.querySelector('.dialog-foot .main').getBoundingClientRect();
            for (const tap of [1, 2]) document.elementFromPoint(left + 9, top + 9).click();
            """)
        let jobs: [String] = try await browser.runAsync(
            """
            const { get, send } = await import("/operator/api.js");
            await send("sessions/bulk", { action: "reprint", numbers: "1..\(count)", copies: 1 });
            return (await get("jobs")).jobs.filter(({ action }) => action === "reprint").map(({ job }) => job);
            """)
        try #require(jobs.count == 1)
        try await browser.wait(until: "document.querySelector('.job progress')")
        try await stage.open("sessions")
        try await browser.wait(until: "document.querySelector('.job')")
        try await browser.wait(until: "document.querySelector('.job.good')")
        #expect(try await browser.run("return document.querySelectorAll('.job').length") == 1)
        let printed = try FileManager.default.contentsOfDirectory(atPath: stage.folder + "/printed").filter {
            !$0.hasPrefix(".")
        }
        let results: String = try await browser.runAsync("return await (await fetch('/api/jobs/\(jobs[0])')).text()")
        #expect(printed.count == count, "\(results)")
        try await stage.expectNoComplaint("jobs")
    }

    @Test func `Two taps on a new link, and a reload in between, make one`() async throws {
        let before = try await links(3)
        try await stage.open("session?number=3")
        let tap =
            "const { send } = await import('/operator/api.js'); void send('sessions/3/share'); void send('sessions/3/share'); return true"
        try await whileWriting {
            #expect(try await browser.runAsync(tap))
            try await browser.open(stage.party.operators + "/operator/session?number=3")
            #expect(try await browser.runAsync(tap))
        }
        try await browser.wait(until: "document.querySelectorAll('.side-notes .plain .badge.done').length > \(before)")
        #expect(try await links(3) == before + 1)
    }
}

/// A connection that one task has after the other.
private final class Held: @unchecked Sendable {
    let database: Database
    init(_ database: Database) { self.database = database }
}
