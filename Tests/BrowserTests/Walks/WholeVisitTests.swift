import Engine
import Rigs
import Sessions
import Testing

extension Walks {
    /// Whole visits by one means alone.
    @Suite struct WholeVisitTests {
        private static let screens = [
            "attract", "consent", "layout", "effect", "countdown", "countdown", "countdown", "review", "countdown",
            "countdown",
            "countdown", "review", "select", "draw", "survey", "survey", "survey", "email", "phone", "copies", "share",
            "thanks",
        ]

        @Test func `A visit with every step there is goes by touch alone`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event) { walker in
                #expect(try await walker.visit() == Self.screens)
                let session = try #require(
                    try await walker.booth.engine.record.sessions().first { $0.state == .finished })
                #expect(session.endReason == .completed && session.captures.count == 6)
                #expect(session.captures.filter(\.selected).map(\.shot) == [4, 6])
                #expect(session.inputs.map(\.value) == ["yes", "blue", "4", "Hi", "an@gmail.com", "017012"])
                #expect(session.layout == "pair" && session.effects == ["sepia"])
                #expect(session.renditions.contains { $0.kind == .drawing })
            }
        }

        @Test(.long) func `A visit with every step there is goes by keys alone`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event, hands: Keyboard()) { walker in
                #expect(try await walker.visit() == Self.screens)
                let session = try #require(
                    try await walker.booth.engine.record.sessions().first { $0.state == .finished })
                #expect(session.captures.filter(\.selected).map(\.shot) == [4, 5])
                #expect(session.inputs.map(\.value) == ["yes", "blue", "4", "hello", "anna@example.org", "0170123456"])
                #expect(session.layout == "pair" && session.effects == ["sepia"])
            }
        }

        @Test(.long) func `A presenter's remote goes through a visit with every step there is`() async throws {
            let event = try WalkedEvent()
            try await Walks.screen(of: event, hands: Remote()) { walker in
                #expect(try await walker.visit() == Self.screens)
                let session = try #require(
                    try await walker.booth.engine.record.sessions().first { $0.state == .finished })
                #expect(session.endReason == .completed && session.inputs.map(\.value) == ["yes"])
            }
        }

        @Test(.long, arguments: Walks.shipped)
        func `Each shipped workflow goes by touch, by keys and by nobody`(name: String, layout: String) async throws {
            let event = try WalkedEvent(shipped: name, layout: layout)
            let shots = ["strip": 4, "single-frame": 1, "square-social": 4][layout] ?? 0
            let pictures = Array(repeating: "countdown", count: shots) + ["review"]
            let retaken = Array(repeating: pictures, count: name == "green-screen" ? 3 : 2).flatMap { $0 }
            let before = ["attract"] + (name == "green-screen" ? ["effect"] : [])
            let after = (name == "gif" ? ["email"] : ["copies"]) + ["share", "thanks"]
            try await Walks.screen(of: event, hands: Touch()) { walker in
                #expect(try await walker.visit() == before + retaken + after)
                let byKeys = Walker(
                    booth: walker.booth, browser: walker.browser, hands: Keyboard(retakes: false), line: nil)
                #expect(try await byKeys.visit() == before + pictures + after)
                try await walker.booth.perform(.next)
                try await walker.booth.leaveAlone()
                #expect(try await walker.shown() == "attract")
                let sessions = try await walker.booth.engine.record.sessions().filter { $0.state == .finished }
                #expect(sessions.map(\.endReason) == [.completed, .completed, .completed])
            }
        }
    }
}
