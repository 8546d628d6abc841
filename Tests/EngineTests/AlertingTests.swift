import Capture
import Rigs
import Sessions
import Testing
import Work

@testable import Engine

/// What an operator is told who is not at the booth.
@Suite struct AlertingTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private func engine() throws -> Engine {
        try rig.engine { options in
            // It is only asked what it would tell.
            options.transports = [.alert: { _ in .done(remote: nil) }, .media: { _ in .done(remote: nil) }]
        }
    }

    private static func line(_ subject: String, _ text: String) -> AlertNews.Line {
        .init(subject: subject, text: text)
    }

    @Test func `Each thing is told once, and once when it is over for a minute`() {
        var news = AlertNews()
        let start = TimeSource.Instant.now
        func told(_ present: [String: String], after seconds: Int) -> [AlertNews.Line] {
            news.lines(present, at: start + .seconds(seconds))
        }
        #expect(told([:], after: 0) == [])
        #expect(
            told(["camera": "camera: gone", "paper": "rx1: 20 prints left"], after: 10).map(\.subject) == [
                "camera", "paper",
            ])
        #expect(told(["camera": "camera: gone", "paper": "rx1: 19 prints left"], after: 20) == [], "no news")
        #expect(told(["paper": "rx1: 19 prints left"], after: 30) == [])
        #expect(
            told(["camera": "camera: gone", "paper": "rx1: 19 prints left"], after: 80) == [], "it only came and went")
        #expect(told(["paper": "rx1: 18 prints left"], after: 90) == [])
        #expect(told(["paper": "rx1: 18 prints left"], after: 149) == [])
        #expect(
            told(["paper": "rx1: 18 prints left"], after: 150) == [Self.line("camera", "camera: over (camera: gone)")])
        #expect(told(["paper": "rx1: 18 prints left"], after: 300) == [], "once")
        #expect(
            told(["camera": "camera: gone"], after: 310) == [Self.line("camera", "camera: gone")], "it is news again")
        #expect(
            told(["camera": "camera: gone"], after: 370) == [Self.line("paper", "paper: over (rx1: 18 prints left)")])
    }

    private static let troubles: [(about: GuestView.Trouble.Subject, isTold: Bool)] = [
        (.camera, true), (.printer, true), (.disk, true), (.print, false), (.picture, false), (.outbox, false),
        (.ai, false), (.event, false),
    ]

    @Test(arguments: troubles)
    func `A device that does not work is told with what to do`(about: GuestView.Trouble.Subject, isTold: Bool)
        async throws
    {
        var view = OperatorView(launch: "a")
        view.camera.isAway = true
        view.troubles = [.init(about: about, guest: nil, remedy: "it is away; plug it in")]
        let found = await Alerting(context: try engine().context).conditions(view, nil)
        #expect(found == (isTold ? [about.rawValue: "\(about.rawValue): it is away; plug it in"] : [:]))
    }

    @Test(arguments: [true, false])
    func `A camera is told when it is lost, and not while it is connected at the start`(isAway: Bool) async throws {
        var view = OperatorView(launch: "a")
        (view.camera.state, view.camera.isAway) = (.connecting, isAway)
        view.troubles = [.init(about: .camera, guest: nil, remedy: "it takes a few seconds")]
        let found = await Alerting(context: try engine().context).conditions(view, nil)
        #expect(found == (isAway ? ["camera": "camera: it takes a few seconds"] : [:]))
    }

    private static let papers: [(left: Int?, text: String?)] = [
        (nil, nil), (21, nil), (20, "rx1: 20 prints left"), (1, "rx1: 1 print left"), (0, "rx1: 0 prints left"),
    ]

    @Test(arguments: papers)
    func `Paper that runs low is told while there is some`(left: Int?, text: String?) async throws {
        var view = OperatorView(launch: "a")
        view.printer = .init(name: "rx1", isReady: true, printsLeft: left)
        let found = await Alerting(context: try engine().context).conditions(view, nil)
        #expect(found["paper"] == text && found.count == (text == nil ? 0 : 1))
    }

    @Test func `A disk that would be full within two hours is told`() async throws {
        let alerting = Alerting(context: try engine().context)
        var view = OperatorView(launch: "a")
        // An hour ago there was twice as much.
        let first = (free: 8_000_000_000, at: rig.time.now)
        rig.time.advance(by: .seconds(3_600))
        view.free = 6_000_000_000
        #expect(await alerting.conditions(view, first).isEmpty, "three hours")
        view.free = 4_000_000_000
        let found = await alerting.conditions(view, first)
        #expect(found == ["disk space": "disk: 4000 MB free, which is less than two hours of pictures"])
    }

    @Test func `A destination that takes nothing for so long is told with the reason, and not while nothing waits`()
        async throws
    {
        let engine = try engine()
        let record = engine.record
        var event = record.event
        event.alerts = AlertSettings(destination: "hook")
        event.alerts?.queueMinutes = 10
        record.take(event)
        let alerting = Alerting(context: engine.context)
        func stuck(since start: Moment? = nil) async -> [String: String] {
            await alerting.conditions(OperatorView(launch: "a"), nil, since: start)
        }
        let begun = Moment(milliseconds: rig.time.wall)
        let session = try await record.start(.init(workflow: Workflow(in: rig.folder)), at: begun)
        _ = try await record.keep(.survey, value: "x", in: session.id, at: begun)
        for subject in ["a", "b"] {
            _ = try await record.send(.init(.media, subject: subject, destination: "stick"), of: session.id, at: begun)
        }
        let item = try #require(try await record.claim([.media], lease: .seconds(60), at: begun))
        try await record.settle(item, .unreachable("the drive is away"), at: begun)
        rig.time.advance(by: .seconds(599))
        #expect(await stuck().isEmpty)
        rig.time.advance(by: .seconds(1))
        #expect(await stuck() == ["queue stick": "stick: 2 items waiting since \(begun) (the drive is away)"])
        let late = begun + .seconds(300)
        #expect(await stuck(since: late).isEmpty, "for half of the time the booth was off")
        rig.time.advance(by: .seconds(300))
        #expect(await stuck(since: late).count == 1)
        for one in try await record.outbox(limit: 10) { _ = try await record.remove(item: one.item.id) }
        #expect(await stuck().isEmpty)
    }
}
