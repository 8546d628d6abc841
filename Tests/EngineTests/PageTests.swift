import Files
import Pages
import Rigs
import Sessions
import StrictJSON
import Terminal
import Testing

@testable import Engine
@testable import booth

/// What the page says, and what keys mean.
@Suite struct PageTests {
    /// A booth with a guest before a step.
    private static func state(
        _ word: String, asks: Bool = false, entry: Int = 1, alter: (inout OperatorView) -> Void = { _ in }
    ) -> OperatorView {
        var state = OperatorView(launch: "1")
        state.phase = .running
        state.session = .init(id: "A", number: 47, started: .now, captures: shots(2), slots: 4)
        state.step = .init(index: 2, of: 9, word: word, name: word, entry: entry, text: "Your name?")
        state.step?.asks = asks
        alter(&state)
        return state
    }

    private static func shots(_ count: Int) -> [GuestView.Shown] {
        (0..<count).map { .init(id: $0, shot: $0 + 1, isSelected: true) }
    }

    private static func page(
        _ state: OperatorView, typed: String = "", toShutter: Duration? = nil, isLeaving: Bool = false,
        locale: String = "en"
    ) throws -> [Passage] {
        let words = try Words(locale: locale, in: SearchPath([Programs.root + "/web/text"]))
        return TerminalPage(view: state, words: words).passages(
            typed: typed, toShutter: toShutter, isLeaving: isLeaving)
    }

    private static func type(_ text: String, _ typing: inout Typing, in state: OperatorView) {
        for letter in text { #expect(typing.take(.letter(letter), in: state) == nil) }
    }

    /// Anna's address is no answer to the question after it.
    @Test func whatWasTypedIsForOneStepOnly() {
        var typing = Typing()
        let (email, survey) = (Self.state("email", asks: true), Self.state("survey", asks: true, entry: 2))
        Self.type("anna@example", &typing, in: email)
        #expect(typing.text(at: email.place) == "anna@example" && typing.text(at: survey.place).isEmpty)
        #expect(typing.take(.enter, in: survey) == .next)
        #expect(typing.text(at: email.place).isEmpty)
        // The same step of another guest is another one, too.
        Self.type("anna", &typing, in: email)
        var next = email
        next.session?.id = "B"
        typing.look(at: next)
        #expect(typing.text(at: email.place).isEmpty && typing.text(at: next.place).isEmpty)
    }

    @Test(arguments: [Keyboard.Key.escape, .control("r")])
    func whoeverLeavesTakesTheTypedTextAlong(key: Keyboard.Key) {
        var typing = Typing()
        let state = Self.state("email", asks: true)
        Self.type("anna", &typing, in: state)
        #expect(typing.take(key, in: state) == (key == .escape ? .stop : .restart))
        #expect(typing.text(at: state.place).isEmpty)
    }

    @Test(arguments: [
        ("two words", Keyboard.Key.control("w"), "two "), ("two ", .control("w"), ""), ("", .control("w"), ""),
        ("a  b  ", .control("w"), "a  "), ("two words", .control("u"), ""), ("Zoë", .backspace, "Zo"),
        ("", .backspace, ""), ("", .letter("p"), "p"), ("", .letter(" "), " "),
    ])
    func aLineCanBeEdited(before: String, key: Keyboard.Key, after: String) {
        var typing = Typing()
        let state = Self.state("survey", asks: true)
        Self.type(before, &typing, in: state)
        #expect(typing.take(key, in: state) == nil && typing.text(at: state.place) == after)
    }

    @Test func theQuestionStaysBesideTheHint() throws {
        let state = Self.state("survey", asks: true) { state in
            state.step?.hint = "choose one of the answers"
            state.step?.choices = ["yes", "no"]
        }
        let page = try Self.page(state, typed: "perh")
        let wanted = ["Your name?", "choose one of the answers", "[yes | no]", "> perh_"]
        #expect(Array(page.map(\.text).dropFirst().prefix(4)) == wanted)
        let text = BoothPage(state.json(now: .now)).text
        #expect(text.contains("Your name?") && text.contains("choose one of the answers"))
    }

    @Test func theLinkIsShownWhenItIsTimeToShare() throws {
        let link = "https://photos.example/s/abc"
        func state(_ word: String) -> OperatorView { Self.state(word) { $0.session?.link = link } }
        #expect(try Self.page(state("share")).contains(Passage(link)))
        #expect(BoothPage(state("share").json(now: .now)).text.contains("link      \(link)\n"))
        #expect(try !Self.page(state("preview")).contains(Passage(link)))
        #expect(!BoothPage(state("preview").json(now: .now)).text.contains(link))
    }

    @Test func digitsTroublesAndRetakesAreSeen() throws {
        let state = Self.state("countdown") { state in
            state.step?.retakesLeft = 1
            state.troubles = [
                .init(about: .printer, guest: "One moment.", remedy: "out of paper"),
                .init(about: .disk, guest: nil, remedy: "full"),
            ]
            state.step?.shot = 2
            state.step?.shots = 4
        }
        let page = try Self.page(state, toShutter: .milliseconds(2_400)).map(\.text)
        #expect(page[0] == "#47, pictures: 2 of 4 · step 3 of 9 (countdown)")
        #expect(page[1] == "Your name? · Picture 2 of 4 · 3")
        for line in ["retakes left: 1", "One moment.", "! out of paper", "! full"] { #expect(page.contains(line)) }
    }

    /// Whatever the booth does, and whatever the workflow leaves unsaid.
    @Test func `A guest before a German event's terminal reads no English`() throws {
        let english = try Words(locale: "en", in: SearchPath([Programs.root + "/web/text"]))
        var pages = ["attract", "countdown", "preview", "survey"].flatMap { word in
            [true, false].flatMap { asks in
                [nil, 0, 2].map { retakes in
                    Self.state(word, asks: asks) { state in
                        state.step?.text = nil
                        state.step?.name = "Schritt"
                        state.step?.retakesLeft = retakes
                        state.step?.shot = 1
                        state.step?.shots = 4
                        state.printer = .init(name: "rx1", isReady: true, waiting: 2)
                    }
                }
            }
        }
        for phase in GuestView.Phase.allCases {
            pages.append(Self.state("attract") { ($0.phase, $0.session, $0.step) = (phase, nil, nil) })
        }
        pages.append(Self.state("select") { $0.session?.captures = Self.shots(6) })
        pages.append(Self.state("countdown") { $0.session?.number = nil })
        let keys = english.keys.filter { $0.hasPrefix("terminal.") || $0.hasPrefix("prompt.") }
        let said = Set(keys.map { english[$0] })
        for state in pages {
            for isLeaving in [false, true] {
                let texts = try Self.page(state, isLeaving: isLeaving, locale: "de").map(\.text)
                let parts = texts.flatMap {
                    $0.replacing("\u{a0}", with: " ").split { ",·".contains($0) }.map { String($0.trimmed) }
                }
                #expect(parts.allSatisfy { !said.contains($0) }, "\(texts)")
                #expect(!texts.joined().contains("terminal."), "\(texts)")
                #expect(
                    !texts.joined(separator: " ").contains(/\b(of|the|to|on|step|pictures|quit|clear|guest|moment)\b/),
                    "\(texts)")
            }
        }
        let asked = try Self.page(pages[0], isLeaving: true, locale: "de")
        #expect(asked.last?.text.contains("j: trotzdem beenden") == true)
        var leaving = Leaving()
        #expect(leaving.take(.letter("q"), in: pages[0], yes: "j") == .isNotMeant, "the step asks")
        let guest = Self.state("preview")
        #expect(leaving.take(.letter("q"), in: guest, yes: "j") == .isUsed)
        #expect(leaving.take(.letter("j"), in: guest, yes: "j") == .ends)
    }

    @Test func `A trouble that is told of two things is shown once`() throws {
        let state = Self.state("capture") { state in
            state.troubles = [
                .init(about: .camera, guest: "", remedy: "no camera"),
                .init(about: .picture, guest: "", remedy: "no camera"),
            ]
        }
        #expect(try Self.page(state).count { $0.text == "! no camera" } == 1)
        let text = BoothPage(state.json(now: .now)).text
        #expect(text.split(separator: "\n").count { $0.contains("no camera") } == 1)
    }

    @Test(arguments: [0, 1, nil]) func `A retake is offered while one is left`(left: Int?) throws {
        let page = try Self.page(Self.state("preview") { $0.step?.retakesLeft = left })
        #expect(page.last?.text.contains("r:\u{a0}retake") == (left == 1))
    }

    @Test func `In the middle of a session q asks, and a held q is one press`() {
        var leaving = Leaving()
        let (guest, start) = (Self.state("preview"), ContinuousClock.now)
        func take(_ key: Keyboard.Key, _ state: OperatorView, after milliseconds: Int = 0) -> Leaving.Outcome {
            leaving.take(key, in: state, at: start + .milliseconds(milliseconds))
        }
        #expect(take(.letter("q"), guest) == .isUsed && leaving.isAsked)
        #expect(take(.letter("q"), guest, after: 300) == .isUsed && take(.letter("q"), guest, after: 600) == .isUsed)
        // A guest who goes on presses for the question only.
        #expect(take(.letter(" "), guest, after: 700) == .isUsed && !leaving.isAsked)
        #expect(take(.letter(" "), guest, after: 800) == .isNotMeant)
        #expect(take(.letter("q"), guest, after: 2_000) == .isUsed && take(.letter("y"), guest, after: 2_010) == .ends)
        #expect(take(.letter("q"), guest, after: 4_000) == .isUsed && take(.letter("q"), guest, after: 4_600) == .ends)
        #expect(take(.letter("q"), Self.state("email", asks: true), after: 6_000) == .isNotMeant)
        let nobody = Self.state("attract") { $0.session?.number = nil }
        #expect(take(.letter("q"), nobody, after: 7_000) == .ends)
    }

    @Test func `What is refused can be corrected, and a held Enter passes over nothing`() {
        var typing = Typing()
        let (email, start) = (Self.state("email", asks: true), ContinuousClock.now)
        Self.type("lena@example..org", &typing, in: email)
        #expect(typing.take(.enter, in: email, at: start) == .answer("lena@example..org"))
        #expect(typing.text(at: email.place) == "lena@example..org")
        // The same press arrives again when the next question is there.
        let next = Self.state("survey", asks: true, entry: 2)
        #expect(typing.take(.enter, in: next, at: start + .milliseconds(60)) == nil)
        #expect(typing.take(.enter, in: next, at: start + .milliseconds(500)) == nil)
        #expect(typing.take(.enter, in: next, at: start + .milliseconds(1_100)) == .next)
    }

    /// Of a workflow's texts, a printer and a camera.
    @Test func noTextMovesTheCursor() throws {
        let nasty = "a\nbooth     stopped\u{1b}[2J\u{9b}1m"
        let state = Self.state("survey", asks: true) { state in
            state.step?.text = nasty
            state.step?.hint = nasty
            state.step?.choices = [nasty]
            state.troubles = [.init(about: .camera, guest: nasty, remedy: nasty)]
            state.camera.whyNot = nasty
            state.printer = .init(name: nasty, isReady: false, reason: nasty)
        }
        func isHarmful(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }
        let page = BoothPage(state.json(now: .now))
        for passage in try Self.page(state) {
            #expect(!passage.text.unicodeScalars.contains(where: isHarmful))
        }
        #expect(!page.line.unicodeScalars.contains(where: isHarmful))
        let lines = page.text.split(separator: "\n")
        #expect(!lines.contains { $0.unicodeScalars.contains(where: isHarmful) })
        #expect(lines.filter { $0.hasPrefix("booth     ") } == ["booth     running"])
    }

    @Test func countsAreSaidAsPeopleSayThem() {
        func visit(_ word: String, number: Int?, captures: Int, slots: Int) -> String? {
            let state = Self.state(word) { state in
                state.session?.number = number
                state.session?.captures = Self.shots(captures)
                state.session?.slots = slots
            }
            return BoothPage(state.json(now: .now)).visit
        }
        #expect(visit("preview", number: 1, captures: 4, slots: 4) == "#1, 4 of 4 pictures")
        #expect(visit("preview", number: 1, captures: 0, slots: 1) == "#1, 0 of 1 picture")
        #expect(visit("select", number: 1, captures: 6, slots: 4) == "#1, 6 pictures, 4 wanted")
        #expect(visit("attract", number: nil, captures: 0, slots: 0) == "nobody yet")
        #expect(visit("countdown", number: nil, captures: 0, slots: 0) == "new guest")
    }

    @Test func aStoppedBoothNamesTheKeyThatOpensIt() throws {
        let state = Self.state("attract") { ($0.phase, $0.session, $0.step) = (.stopped, nil, nil) }
        #expect(try Self.page(state).map(\.text).contains { $0.contains("s opens the booth again") })
    }
}
