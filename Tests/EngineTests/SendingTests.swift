import Delivery
import Faults
import Files
import Foundation
import Outgoing
import Pages
import Rigs
import Sessions
import StrictJSON
import Testing
import Work

@testable import Capture
@testable import Engine

/// What a booth sends beside its sessions, and in which order.
@Suite struct SendingTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    @Test(.timeLimit(.minutes(1)))
    func `A page stands from the guest's arrival, is filled, and messages come behind it`() async throws {
        let far = try FarSide()
        let engine = try rig.sending(
            { event in
                event.destinations = [.page: "gallery", .media: "hook", .survey: "hook", .email: "hook", .sms: "hook"]
                event.phonePrefix = "+49"
                event.send.insert(.capture)
            }, rig.hook(far), rig.stick, rig.gallery)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the survey") { $0.step?.word == "survey" }
            let token = try #require(try await engine.record.active()?.token)
            let page = rig.path + "/stick/\(token)/index.html"
            _ = try await rig.sent(engine, "the placeholder") { $0.contains { $0.kind == .page && $0.state == .done } }
            let placeholder = try String(contentsOfFile: page, encoding: .utf8)
            #expect(placeholder.contains("on their way") && placeholder.contains("http-equiv=\"refresh\""))
            try await engine.perform(.answer("yes"))
            try await engine.until(step: "email")
            _ = try? await engine.perform(.answer("lena@example..org"))
            #expect(engine.view.now.step?.word == "email", "that is no address")
            try await engine.perform(.answer("lena@example.org"))
            try await engine.until(step: "phone")
            try await engine.perform(.answer("0171 555 01 23"))
            try await engine.until(step: "share")
            let items = try await rig.sent(engine, "the messages") { items in
                [.email, .sms].allSatisfy { kind in items.contains { $0.kind == kind && $0.state == .done } }
            }
            #expect(items.first { $0.kind == .sms }?.subject == "+491715550123")
            let shown = try String(contentsOfFile: page, encoding: .utf8)
            #expect(shown.contains("picture-1-") && !shown.contains("original-1-"))
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the end") { $0.figures.completed == 1 }
            let all = try await rig.sent(engine, "everything") { $0.allSatisfy { $0.state == .done } }
            #expect(all.count { $0.kind == .media } == 3, "the picture and both captures")
            let whole = try String(contentsOfFile: page, encoding: .utf8)
            #expect(whole.contains("original-2-") && !whole.contains("http-equiv=\"refresh\""))
            let page1 = try #require(all.first { $0.kind == .page })
            let mail = try #require(all.first { $0.kind == .email })
            #expect(page1.done! <= mail.done!)
            // The last of all, one at a time.
            let raws = all.filter { $0.subject.hasPrefix("Captures/") }
            #expect(raws.map(\.lane) == [.raw, .raw])
            #expect(raws.map(\.id).min() ?? 0 > mail.id)
        }
        let posts = far.deliveries.filter { $0.method == "POST" }
        #expect(posts.contains { $0.text.contains(#""kind":"survey""#) && $0.text.contains(#""answer":"yes""#) })
        let link = try #require(posts.first { $0.text.contains("lena@example.org") }).text
        #expect(link.contains("https://photos.example/s/") || link.contains("https:\\/\\/photos.example"))
        let puts = far.deliveries.filter { $0.method == "PUT" }
        #expect(puts.count == 3)
        for put in puts {
            #expect(put.path.wholeMatch(of: /\/media-[0-9a-f]{32}\/000001-[0-9a-f]{8}\.jpg/) != nil, "\(put.path)")
            #expect(put.key.map { put.path.contains($0) } == true)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `Nothing of it tells in the log who a guest is`() async throws {
        let far = try FarSide { request, _ in request.method == "POST" ? .status(503) : .ok }
        let engine = try rig.sending(
            { event in event.destinations = [.email: "hook", .survey: "hook"] }, rig.hook(far), rig.stick)
        let lines = engine.log()
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.tick(engine, until: "the survey") { $0.step?.word == "survey" }
            try await engine.perform(.answer("yes"))
            try await engine.until(step: "email")
            try await engine.perform(.answer("lena.meier@example.org"))
            try await engine.until(step: "phone")
            try await engine.perform(.next)
            try await engine.until(step: "share")
            _ = try await rig.sent(engine, "an attempt") { $0.contains { $0.kind == .email && $0.reason != nil } }
        }
        var said: [String] = []
        for await line in lines { said.append(line) }
        #expect(said.contains { $0.contains("email to hook") })
        #expect(!said.contains { $0.contains("lena") || $0.contains("example.org") }, "\(said)")
    }

    @Test func `A number whose owner wants no more messages gets none, whoever enters it`() async throws {
        let far = try FarSide { request, _ in
            request.text.contains("0123") ? .status(400, body: #"{"code":21610}"#) : .status(201)
        }
        let gateway =
            #"{"name":"text","kind":"recipe","recipe":"sms-form","base":"\#(far.base)","lan":true,"values":{"from":"Party"}}"#
        let engine = try rig.sending({ $0.destinations = [.sms: "text"] }, gateway, rig.stick)
        let record = engine.record
        let route = try #require(engine.context.sender.routes.first { $0.destination == "text" })
        func send(_ number: String) async throws -> SendOutcome {
            let session = try await record.start(.init(workflow: Workflow(in: rig.folder)))
            _ = try await record.keep(.phone, value: number, in: session.id)
            _ = try await record.send(.init(.sms, subject: number, destination: "text"), of: session.id)
            let item = try #require(try await record.claim([.sms], lease: .seconds(60)))
            let outcome = await route.transport(item)
            try await record.settle(item, outcome)
            _ = try await record.end(.restart)
            return outcome
        }
        let refusal = SendOutcome.refused("whom it is for has asked for no more messages")
        guard case .refused(let why) = try await send("+491715550123"), why.hasPrefix("whom it is for") else {
            Issue.record("taken")
            return
        }
        #expect(try await send("+491715550123") == refusal)
        #expect(far.deliveries.count == 1, "the second one did not leave")
        #expect(try await send("+491715550124") == .done(remote: nil))
        // The number itself is nowhere but with the sessions that have it.
        for number in [1, 2] { try await record.delete(record.session(number: number).id) }
        let bytes = try Data(contentsOf: URL(filePath: rig.folder.path + "/event.db"))
        #expect(bytes.firstRange(of: Data("5550123".utf8)) == nil && bytes.firstRange(of: Data("5550124".utf8)) != nil)
        #expect(try await send("+491715550123") == refusal)
    }

    @Test(.timeLimit(.minutes(1)))
    func `What a step of a recipe gave is in the record before the next one is made`() async throws {
        let far = try FarSide { request, _ in
            request.path == "/draft" ? .status(200, body: #"{"id":"d7"}"#) : .silence
        }
        try rig.put(
            #"{"kinds":["sms"],"steps":[{"post":"{base}draft","json":{},"take":{"id":"/id"}},{"post":"{base}send/{taken:id}","json":{}}]}"#,
            at: "recipes/drafts.json")
        let engine = try rig.sending(
            { $0.destinations = [.sms: "text"] },
            #"{"name":"text","kind":"recipe","recipe":"drafts","base":"\#(far.base)","lan":true}"#)
        let record = engine.record
        let route = try #require(engine.context.sender.routes.first { $0.destination == "text" })
        let session = try await record.start(.init(workflow: Workflow(in: rig.folder)))
        _ = try await record.keep(.phone, value: "+491715550123", in: session.id)
        _ = try await record.send(.init(.sms, subject: "+491715550123", destination: "text"), of: session.id)
        let item = try #require(try await record.claim([.sms], lease: .seconds(60)))
        let attempt = Task { await route.transport(item) }
        await far.requests(reach: 2)
        let kept = try #require(try await record.outbox().first?.item)
        #expect(kept.step == 1 && kept.taken == #"{"id":"d7"}"#, "\(kept)")
        attempt.cancel()
        _ = await attempt.value
        // Whoever goes on sends the draft that there is.
        try await record.settle(item, .unknown("cut off"), mayRepeat: true)
        let again = try #require(try await record.claim([.sms], lease: .seconds(60), at: .now + .seconds(2)))
        let second = Task { await route.transport(again) }
        await far.requests(reach: 3)
        second.cancel()
        _ = await second.value
        #expect(far.requests.map(\.path) == ["/draft", "/send/d7", "/send/d7"])
    }

    /// What is left above the reserve of 1 GB, against what went since the launch.
    @Test(arguments: [
        (free: 1_000_000_000, former: 9_000_000_000, minutes: 1, isFull: true),
        (2_000_000_000, 2_000_000_000, 600, false), (2_000_000_000, 9_000_000_000, 9, false),
        (2_000_000_000, 3_000_000_000, 119, true), (2_000_000_000, 3_000_000_000, 121, false),
        (3_000_000_000, 4_000_000_000, 61, false), (3_000_000_000, 4_000_000_000, 59, true),
    ])
    func `A disk is nearly full when it would not last for two hours`(
        free: Int, former: Int, minutes: Int, isFull: Bool
    ) {
        var event = Event(name: "", date: "")
        event.reserve = 1_000
        #expect(Alerting.isFull(free, former, .seconds(minutes * 60), event) == isFull)
    }

    @Test func `What nothing takes keeps a booth from opening, with what to do`() throws {
        #expect { try rig.sending({ $0.destinations = [.media: "dav"] }, rig.stick) } throws: { error in
            "\(error)".contains("nothing sends pictures to \"dav\"")
                && (error as? EngineError)?.report.status == .configuration
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `An operator is told once what needs a hand, and once when it is over`() async throws {
        let far = try FarSide()
        let engine = try rig.sending({ $0.alerts = AlertSettings(destination: "hook") }, rig.hook(far))
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            let context = engine.context
            _ = try await rig.sent(engine, "the start") { $0.contains { $0.kind == .alert && $0.state == .done } }
            context.troubles.raise(.printer, guest: nil, remedy: "out of paper; put some in")
            for _ in 0..<6 { rig.time.advance(by: .seconds(10)) }
            _ = try await rig.sent(engine, "the alert") { items in
                rig.time.advance(by: .milliseconds(500))
                return items.contains { $0.subject == "printer" }
            }
            context.troubles.recovered(.printer)
            _ = try await rig.sent(engine, "its end") { items in
                rig.time.advance(by: .milliseconds(500))
                return items.count { $0.subject == "printer" } == 2 && items.allSatisfy { $0.state == .done }
            }
        }
        let told = far.deliveries.filter { $0.text.contains(#""subject":"printer""#) }
        #expect(told.count == 2, "\(told.map(\.text))")
        #expect(told.first?.text.contains("out of paper") == true && told.last?.text.contains("over") == true)
    }
}
