import Foundation
import Rigs
import Testing
import Work

/// The guests' screen in a real browser, before a booth that says what the test wants to see.
@Suite(.serialized, .enabled(if: Browser.missing == nil, "chromium and chromium-driver are missing"), .screened)
struct ScreenTests {
    var booth: ScriptedBooth { ScreenStage.current.booth }
    var browser: Browser { ScreenStage.current.browser }
    static let sizes = [(1_080, 1_920), (1_920, 1_080), (1_280, 800), (800, 480)]

    /// Hides what axe cannot look through: the art, and pictures under words. White words stand on pictures that are darkened so far that
    /// they keep 4.5:1, or 3:1 where they are large, also where the picture is white.
    private static let plain =
        "document.querySelectorAll('.backdrops, .aim, .live, .ring, .glow, .behind, .veil, .taken-picture').forEach((one) => one.hidden = true)"

    /// Opens the page in a language and theme.
    func open(_ language: String = "en", theme: String = "ivory", ground: String = "colour") async throws {
        booth.show(.named("stopped"), language: language, theme: theme, ground: ground)
        try await browser.open(booth.address)
        try await browser.wait(until: "document.documentElement.dataset.screen === 'stopped'")
        booth.forget()
    }

    /// Shows a scene and waits until it is painted. A picture that has just landed is looked at first, which a touch ends.
    func show(_ scene: Scene) async throws {
        let revision = booth.show(scene)
        try await browser.wait(until: "document.documentElement.dataset.revision === '\(revision)'")
        try await browser.act(
            "if (document.documentElement.dataset.screen === 'capture') dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown' }))"
        )
        try await browser.wait(until: "document.documentElement.dataset.screen === '\(scene.screen)'")
        // Pictures show what somebody sees who touches.
        try await browser.act("delete document.documentElement.dataset.keys")
    }

    /// All languages at all sizes where pictures of them are kept; else the longest words at the smallest size.
    static let looks: [(language: String, sizes: [(Int, Int)])] =
        ScreenStage.folder == nil
        ? [("pseudo", [(800, 480)])]
        : ["en", "de", "ar", "pseudo"].map { ($0, sizes) }

    @Test(arguments: looks)
    func `Each screen can be touched and read at every size`(language: String, sizes: [(Int, Int)]) async throws {
        for size in sizes {
            try await browser.resize(size.0, size.1)
            // What axe looks at is the same at every size, but for colours on pictures.
            let byAxe = size.0 == 1_920 || (language == "en" && size.0 == 1_080)
            try await open(language)
            for scene in Scene.all { try await look(scene, in: language, size, byAxe: byAxe) }
            for ground in ["live", "picture"] {
                try await open(language, ground: ground)
                for name in ["attract", "closed"] {
                    try await look(.named(name), on: "-\(ground)", in: language, size, byAxe: byAxe)
                }
            }
        }
        #expect(try await browser.complaints() == [])
    }

    /// - rules: of axe; nil: all.
    private func look(
        _ scene: Scene, on ground: String = "", in look: String, _ size: (Int, Int), byAxe: Bool, rules: [String]? = nil
    ) async throws {
        try await browser.act("document.querySelector('.backdrops').hidden = false")
        try await show(scene)
        let name = "\(scene.name)\(ground)-\(look)-\(size.0)x\(size.1)"
        let crowded = try await browser.crowded()
        #expect(crowded == [], "\(name)")
        try await ScreenStage.current.keepPicture(name)
        guard byAxe, let axe = Axe.script else { return }
        try await browser.act(Self.plain)
        let violations = try await browser.violations(axe, rules: rules)
        #expect(violations == [], "\(name)")
    }

    @Test(
        .enabled(if: ScreenStage.folder != nil, "make screens looks at every theme"), arguments: ["midnight", "garden"])
    func `Each theme can be read`(theme: String) async throws {
        for size in Self.sizes.prefix(2) {
            try await browser.resize(size.0, size.1)
            try await open(theme: theme)
            for scene in Scene.all { try await look(scene, in: theme, size, byAxe: true, rules: ["color-contrast"]) }
        }
    }

    @Test func `A touch right after somebody has swiped counts`() async throws {
        try await browser.resize(1_920, 1_080)
        try await open()
        try await show(.named("effect"))
        try await browser.stroke((0..<12).map { (400 + 40 * Double($0), 420) })
        try await browser.tap(".tile", index: 2)
        try await browser.wait(until: "document.querySelectorAll('.tile')[2].matches('[aria-pressed=true]')")
    }

    @Test func `What is typed by touch is sent once, and is nowhere afterwards`() async throws {
        try await browser.resize(1_920, 1_080)
        try await open()
        try await show(.named("email"))
        for key in "anna" { try await touch(key: "\(key)") }
        try await browser.tap(".chip")
        #expect(try await browser.run("return document.querySelector('input[name=email]').value") == "anna@gmail.com")
        try await browser.tap("[data-action=next]", times: 2)
        try await waitForCommands(1) { $0["command"] as? String == "answer" }
        let answers = booth.commands.filter { $0["command"] as? String == "answer" }
        #expect(answers.count == 1 && answers.first?["value"] as? String == "anna@gmail.com")
        #expect((answers.first?["at"] as? [String: Any])?["session"] as? String == "s1")
        try await show(.named("thanks"))
        let left: Bool = try await browser.run(
            """
            const fields = [...document.querySelectorAll('input')].map((one) => one.value).join();
            return (document.documentElement.outerHTML + fields + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + location).includes('anna');
            """)
        #expect(!left)
    }

    @Test func `A drawing is sent as strokes, in fractions of its sheet`() async throws {
        try await browser.resize(1_080, 1_920)
        try await open()
        try await show(.named("draw"))
        let box: [Double] = try await browser.run(
            "const box = document.querySelector('canvas').getBoundingClientRect(); return [box.left, box.top, box.width, box.height]"
        )
        try await browser.stroke([0.2, 0.4, 0.6].map { (box[0] + $0 * box[2], box[1] + 0.5 * box[3]) })
        // At once: a browser that took the stroke for a fling would take this for its end.
        try await browser.tap(".swatch", index: 1)
        try await browser.wait(until: "document.querySelectorAll('.swatch')[1].matches('[aria-pressed=true]')")
        try await browser.stroke([(box[0] + 0.5 * box[2], box[1] + 0.25 * box[3])])
        try await browser.tap("[data-action=next]")
        try await waitForCommands(1) { $0["command"] as? String == "answer" }
        let value = booth.commands.last?["value"] as? [String: Any]
        let strokes = try #require(value?["strokes"] as? [[String: Any]])
        #expect(strokes.map { $0["colour"] as? String } == ["#1c1c1c", "#86642a"])
        let points = try #require(strokes[0]["points"] as? [[Double]])
        #expect(points.count == 3 && abs(points[2][0] - 0.6) < 0.01 && abs(points[2][1] - 0.5) < 0.01)
    }

    @Test func `A command whose answer is lost is sent again for the same place`() async throws {
        try await open()
        try await show(.named("review"))
        booth.lose(2)
        try await browser.tap("[data-action=next]")
        try await waitForCommands(3) { $0["command"] as? String == "next" }
        let places = Set(booth.commands.compactMap { ($0["at"] as? [String: Any])?["entry"] as? Int })
        #expect(places.count == 1)
    }

    @Test func `Keys do what operators know of them`() async throws {
        try await open()
        let keys: [(key: String, number: Int, control: Bool, command: String)] = [
            ("ArrowRight", 39, false, "next"), ("PageDown", 34, false, "next"), ("Backspace", 8, false, "retake"),
            ("r", 82, true, "restart"), ("Escape", 27, false, "stop"), ("p", 80, true, "print-last"),
        ]
        for one in keys {
            try await show(.named("review"))
            booth.forget()
            try await browser.strike(one.key, number: one.number, control: one.control)
            try await waitForCommands(1)
            #expect(booth.commands.map { $0["command"] as? String } == [one.command], "\(one.key)")
        }
    }

    @Test func `A booth that goes away is waited for kindly, and is back by itself`() async throws {
        try await open()
        try await show(.named("review"))
        await booth.stop()
        try await browser.wait(until: "document.documentElement.dataset.screen === 'trouble'")
        try await offPool { [booth] in try booth.start() }
        try await browser.wait(until: "document.documentElement.dataset.screen === 'review'")
        _ = try await browser.complaints()
    }

    @Test(arguments: [0, 3_600, -86_400])
    func `Digits are those of the booth's clock, however far it is from the browser's`(ahead: Double) async throws {
        booth.setClock(ahead: ahead)
        defer { booth.setClock(ahead: 0) }
        try await open()
        try await show(Scene.named("countdown").with { ["fireAt": Scene.time(ahead + 120.5)] })
        try await browser.wait(until: "/^1(19|20|21)$/.test(document.querySelector('.digit').textContent)")
    }

    @Test func `Which screen is shown follows from the view alone`() async throws {
        try await open()
        for scene in Scene.all {
            let view = Scene.text(scene.view(ScriptedBooth.words("en"), entry: 1))
            let name: String = try await browser.runAsync(
                "const { screenOf } = await import('/screen/screen-of.js'); return screenOf(\(view), { now: Date.now() })"
            )
            #expect(name == scene.screen, "\(scene.name)")
        }
        let others = [
            (#"{ phase: "running" }"#, "{}", "thanks"), (#"{ phase: "starting" }"#, "{}", "trouble"),
            (#"{ phase: "running", troubles: [{ about: "disk" }] }"#, "{}", "trouble"),
            (#"{ phase: "running", troubles: [{ about: "printer" }] }"#, "{}", "thanks"),
            (
                #"{ phase: "running", step: { step: "attract", opensAt: "2026-01-01T00:00:02Z" } }"#,
                "{ now: Date.UTC(2026, 0, 1) }", "thanks"
            ),
            (#"{ phase: "running", step: { step: "attract", closed: true } }"#, "{}", "stopped"),
            (
                #"{ phase: "running", step: { step: "attract", closed: true }, troubles: [{ about: "camera" }] }"#,
                "{}", "stopped"
            ),
            (#"{ phase: "running", step: { step: "attract" }, troubles: [{ about: "camera" }] }"#, "{}", "trouble"),
            (#"{ phase: "running", step: { step: "attract" }, troubles: [{ about: "printer" }] }"#, "{}", "attract"),
            (
                #"{ phase: "running", step: { step: "preview" }, session: { captures: [{}] } }"#,
                "{ now: 1, heldUntil: 2 }", "capture"
            ),
            (#"{ phase: "running", step: { step: "preview" } }"#, "{ isLost: true }", "trouble"),
        ]
        for (view, seen, screen) in others {
            let name: String = try await browser.runAsync(
                "const { screenOf } = await import('/screen/screen-of.js'); return screenOf(\(view), \(seen))")
            #expect(name == screen, "\(view)")
        }
    }

    @Test func `A booth that is closed says when it opens, takes no touch but another language`() async throws {
        try await browser.resize(1_080, 1_920)
        try await open()
        try await show(.named("closed"))
        let words = try #require(ScriptedBooth.words("en")["prompt.closed"]).replacing("{time}", with: "18:00")
        #expect(try await browser.run("return document.querySelector('h1').textContent") == words)
        #expect(
            try await browser.run("return document.querySelectorAll('[data-action=start], [data-action=next]').length")
                == 0)
        try await browser.touch(x: 540, y: 700)
        try await browser.tap(".language", index: 1)
        try await waitForCommands(1) { $0["command"] as? String == "language" }
        #expect(booth.commands.map { $0["command"] as? String } == ["language"])
        // The hours begin.
        try await show(.named("attract"))
        #expect(try await browser.run("return document.querySelectorAll('[data-action=next]').length") == 1)
    }

    @Test(arguments: [("share", true, false), ("share-coming", false, true), ("share-none", false, false)])
    func `A link is shown, or promised only where one will come`(scene: String, hasCode: Bool, isPromised: Bool)
        async throws
    {
        try await open()
        try await show(.named(scene))
        #expect(try await browser.run("return document.querySelectorAll('.code-link').length") == (hasCode ? 1 : 0))
        let promise = try #require(ScriptedBooth.words("en")["screen.linkComing"])
        #expect(try await browser.run("return document.body.textContent.includes(`\(promise)`)") == isPromised)
        #expect(try await browser.run("return document.querySelectorAll('.print').length") == 1)
    }

    @Test func `The page weighs no more than it may`() throws {
        let folder = Programs.root + "/web/screen"
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains(".") }
        let bytes = files.reduce(0) { $0 + (FileManager.default.contents(atPath: "\(folder)/\($1)")?.count ?? 0) }
        // As they are sent, gzipped, they have a third of that.
        #expect(bytes < 160_000)
    }

    private func touch(key: String) async throws {
        let index: Int = try await browser.run(
            "return [...document.querySelectorAll('.key')].findIndex((one) => one.textContent === '\(key)')")
        try await browser.tap(".key", index: index)
    }

    /// Until so many of these have arrived.
    func waitForCommands(_ count: Int, where isOne: ([String: Any]) -> Bool = { _ in true }) async throws {
        for _ in 0..<200 where booth.commands.count(where: isOne) < count {
            let _: Bool = try await browser.run("return new Promise((done) => requestAnimationFrame(() => done(true)))")
        }
        #expect(booth.commands.count(where: isOne) >= count)
    }
}
