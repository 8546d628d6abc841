import Capture
import Compositor
import Faults
import Files
import Foundation
import Glibc
import Pages
import PrintOut
import Rigs
import StrictJSON
import Testing
import Work

@testable import Engine
@testable import Sessions

/// docs/CONTRACT.md: what clients see.
@Suite(.ahead) struct ContractTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    /// All keys that a JSON value uses, as paths: "step.entry".
    private static func keys(_ value: JSONValue, _ path: String = "") -> Set<String> {
        switch value {
        case .object(let members):
            members.reduce(into: []) { all, member in
                let own = path.isEmpty ? member.key : path + "." + member.key
                all.formUnion([own])
                all.formUnion(keys(member.value, own))
            }
        case .array(let list): list.reduce(into: []) { $0.formUnion(keys($1, path)) }
        default: []
        }
    }

    private static let guestKeys: Set<String> = [
        "version", "launch", "revision", "now", "phase", "language", "session", "session.id", "session.number",
        "session.started",
        "session.captures", "session.captures.id", "session.captures.shot", "session.captures.selected",
        "session.captures.place", "session.messages",
        "session.slots", "session.preview", "session.final", "session.link", "session.linkReach", "session.layout",
        "session.aspect", "session.boxes", "session.boxes.x", "session.boxes.y", "session.boxes.width",
        "session.boxes.height", "session.print", "session.print.state", "session.print.copies", "session.motion",
        "session.drawing", "step", "step.index", "step.of",
        "step.step", "step.name", "step.entry", "step.text", "step.hint", "step.deadline", "step.fireAt",
        "step.shooting", "step.shot", "step.shots", "step.asks", "step.choices", "step.retakesLeft", "step.aspect",
        "step.box", "step.box.x", "step.box.y", "step.box.width", "step.box.height", "step.pictures", "step.count",
        "step.stars", "step.colours", "step.prefix", "step.domains", "step.usual",
        "step.required", "step.live", "step.opensAt", "step.closed", "troubles",
        "troubles.about", "troubles.guest",
    ]
    private static let operatorKeys: Set<String> = [
        "troubles.remedy", "session.finalPhoto", "camera", "camera.state", "camera.model", "camera.whyNot",
        "camera.battery", "printer", "printer.name", "printer.ready", "printer.reason", "printer.waiting",
        "printer.printsLeft", "free", "last", "last.number", "last.finalPhoto", "queues", "queues.kind",
        "queues.waiting", "queues.unknown", "queues.dead", "jobs", "jobs.lane", "jobs.what", "jobs.running", "figures",
        "figures.completed", "figures.endedEarly", "figures.captures", "figures.printed",
        "figures.finalPhotoMilliseconds", "figures.finalPhotoMilliseconds.count",
        "figures.finalPhotoMilliseconds.newest", "figures.finalPhotoMilliseconds.median",
        "figures.finalPhotoMilliseconds.p99", "figures.printJobMilliseconds", "figures.printJobMilliseconds.count",
        "figures.printJobMilliseconds.newest", "figures.printJobMilliseconds.median",
        "figures.printJobMilliseconds.p99", "screen", "screen.shows", "screen.silent", "screen.here",
    ]

    /// A view in which everything has a value.
    private static var full: OperatorView {
        var view = OperatorView(launch: "a")
        view.phase = .running
        var visit = GuestView.Visit(id: "A", number: 47, started: .now)
        visit.captures = [.init(id: 1, shot: 1, isSelected: true, place: 1)]
        (visit.slots, visit.preview, visit.hasFinalPhoto) = (4, "p", true)
        (visit.link, visit.linkReach) = ("https://photos.example/s/x", .everywhere)
        visit.messages = [.email, .sms]
        visit.layout = "strip"
        visit.outline = .init(aspect: 1.5, boxes: [.init(x: 0, y: 0, width: 1, height: 1)], slots: [1.5])
        visit.prints = [.print]
        (visit.motion, visit.hasDrawing) = ("0123456789abcdef", true)
        view.session = visit
        view.step = .init(index: 1, of: 2, word: "survey", name: "survey", entry: 2, text: "Who?")
        view.step?.hint = "choose one"
        view.step?.deadline = .now
        view.step?.fireAt = .now
        view.step?.isShooting = true
        view.step?.shot = 1
        view.step?.shots = 4
        view.step?.choices = ["a"]
        view.step?.asks = true
        view.step?.retakesLeft = 1
        view.step?.aspect = 1.5
        view.step?.box = .init(x: 0, y: 0, width: 1, height: 1)
        view.step?.pictures = .live
        view.step?.count = 2
        view.step?.hasStars = true
        view.step?.colours = ["#1c1c1c"]
        view.step?.prefix = "+49"
        view.step?.domains = ["example.org"]
        view.step?.usual = 1
        view.step?.isRequired = true
        view.step?.isLive = true
        view.step?.opensAt = .now
        view.step?.isClosed = true
        view.troubles = [.init(about: .camera, guest: "One moment, please.", remedy: "/dev/bus/usb: no permission")]
        view.guest.troubles = [.init(about: .camera, guest: "One moment, please.")]
        view.finalPhoto = "FinalPhoto/000047-x.jpg"
        view.camera = .init(state: .ready, model: "EOS", whyNot: "flat", battery: "5%")
        view.printer = .init(name: "rx1", isReady: false, reason: "no paper", waiting: 2, printsLeft: 3)
        view.free = 1
        view.last = .init(number: 990_046, finalPhoto: "FinalPhoto/990046-x.jpg")
        view.queues = [.init(kind: .print, waiting: 1, unknown: 0, dead: 0)]
        view.jobs = [.init(lane: "guest", what: "GIF of #46", isRunning: true)]
        return view
    }

    @Test func eachViewHasTheKeysThatItMayHave() {
        let view = Self.full
        #expect(Self.keys(view.guest.json(now: .now)) == Self.guestKeys)
        let (screens, now) = (ScreenBeats(), TimeSource.Instant.now)
        screens.note("attract", isHere: true, at: now)
        let json = view.json(now: .now, screen: screens.json(at: now))
        #expect(Self.keys(json) == Self.guestKeys.union(Self.operatorKeys))
    }

    @Test func strangersReadNoRemedyPathOrFormerGuest() {
        let text = Self.full.guest.json(now: .now).text()
        for secret in ["/dev", "FinalPhoto/", "rx1", "EOS", "990046", "GIF"] { #expect(!text.contains(secret)) }
    }

    /// What the printer says last counts, of all prints together.
    @Test func aPrintIsToldAsFarAsThePrinterTells() throws {
        let view = PublishedView()
        func state() -> GuestView.Print? { view.now.guest.session?.print }
        func item(_ key: String, _ state: OutboxItem.State) -> OutboxItem {
            OutboxItem(
                id: 1, kind: .print, subject: "FinalPhoto/x.jpg", destination: "rx1", payload: #"{"copies":2}"#,
                key: key,
                state: state, rerun: false, attempts: 0, due: .now, created: .now)
        }
        var session = Session(
            id: "x", number: 1, booth: "main", mode: .standard, workflow: "w", layout: nil, slots: 2, effects: [],
            startReason: .loop, started: .now, utcOffset: 0, shareState: .placeholder)
        view.show(session, link: nil, messages: [], outline: nil)
        #expect(state() == nil)
        session.outbox = [item("a", .pending)]
        view.show(session, link: nil, messages: [], outline: nil)
        #expect(state() == .init(state: .waiting, copies: 2))
        view.note(print: "a", .printing)
        session.outbox = [item("a", .sending), item("b", .pending)]
        view.show(session, link: nil, messages: [], outline: nil)
        #expect(state() == .init(state: .printing, copies: 4), "the record does not know how far the printer is")
        view.note(print: "a", .printed)
        #expect(state()?.state == .waiting)
        view.note(print: "b", .printed)
        #expect(state()?.state == .printed)
        view.note(print: "of another session", .failed)
        #expect(state()?.state == .printed)
        session.outbox = [item("a", .done), item("b", .unknown)]
        view.show(session, link: nil, messages: [], outline: nil)
        #expect(state()?.state == .failed)
        session.outbox = [item("a", .cancelled)]
        view.show(session, link: nil, messages: [], outline: nil)
        #expect(state() == nil)
    }

    /// Of the troubles that guests need not know, their view has none.
    @Test func guestsSeeTheTroublesThatConcernThem() throws {
        let view = PublishedView()
        let words = try Words(locale: "en", in: SearchPath([Programs.root + "/web/text"]))
        let troubles = Troubles(view: view, log: Broadcast(), words: GuestWords(words))
        troubles.raise(.outbox, guest: nil, remedy: "another process sends")
        troubles.raise(.printer, guest: .paper, remedy: "load paper")
        #expect(view.now.troubles.count == 2)
        #expect(view.now.guest.troubles == [.init(about: .printer, guest: words[.paper])])
        troubles.recovered(.printer)
        #expect(view.now.guest.troubles.isEmpty && view.now.troubles.count == 1)
    }

    @Test func theNewestViewWinsAndAnotherLaunchAlways() async throws {
        let view = PublishedView()
        let launch = view.now.launch
        for _ in 0..<5 { view.change { $0.free = ($0.free ?? 0) + 1 } }
        var all = view.updates().makeAsyncIterator()
        #expect(await all.next()?.revision == 5)
        // Whoever has the newest hears nothing until there is news.
        var news = view.updates(since: (launch, 5)).makeAsyncIterator()
        view.change { $0.free = 9 }
        #expect(await news.next()?.free == 9)
        var other = view.updates(since: ("another", 1_000_000)).makeAsyncIterator()
        #expect(await other.next()?.revision == 6)
        // A change that changes nothing is none.
        view.change { $0.free = 9 }
        #expect(view.now.revision == 6 && view.now.launch == launch && PublishedView().now.launch != launch)
        view.close()
        var last: OperatorView?
        while let next = await all.next() { last = next }
        #expect(last?.revision == 7 && last?.phase == .ended)
    }

    @Test func aStateIsNotMissedHoweverShort() async {
        let view = PublishedView()
        let seen = Task { await view.first { $0.free == 2 } }
        while !view.hasWaiters { await Task.yield() }
        for free in 1...3 { view.change { $0.free = free } }
        #expect(await seen.value?.free == 2)
        let given = Task { await view.first { $0.free == 0 } }
        given.cancel()
        #expect(await given.value == nil)
    }
}

extension PrintWish {
    fileprivate static let print = PrintWish(
        OutboxItem(
            id: 1, kind: .print, subject: "FinalPhoto/x.jpg", destination: "", payload: "{}", key: "k",
            state: .pending, rerun: false, attempts: 0, due: .now, created: .now), former: nil)!
}
