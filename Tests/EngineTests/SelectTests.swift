import Foundation
import Rigs
import Sessions
import Testing

@testable import Engine

/// The choice of pictures, and the order in which a guest puts them.
@Suite(.ahead) struct SelectTests {
    let rig: Rig
    init() throws { rig = try Rig() }

    private static let before =
        #"{"step":"attract"},{"step":"countdown"},{"step":"capture","shots":3,"interval":0},{"step":"select"},"#

    /// A booth whose guest is asked which of three pictures go into two slots.
    private func atChoice(_ after: String, _ body: (Engine) async throws -> Void) async throws -> Session {
        let engine = try rig.engine(Self.before + after)
        try await rig.open(engine) { engine in
            try await engine.until(step: "attract")
            try await engine.perform(.next)
            try await rig.pass(engine, until: "the choice") { $0.step?.asks == true }
            try await body(engine)
        }
        #expect(try await engine.record.check() == [])
        return try #require(try await engine.all().first { $0.number == 1 })
    }

    @Test func `The picture that is named first stands in the first slot`() async throws {
        let session = try await atChoice(#"{"step":"preview"},{"step":"save"},{"step":"share"}"#) { engine in
            try await engine.perform(.answer("3,1"))
            let shown = try await engine.until("the preview") { $0.session?.preview != nil }
            #expect(shown.session?.captures.map(\.place) == [2, nil, 1])
            try await engine.perform(.next)
            try await engine.until(step: "share")
        }
        #expect(session.selectedCaptures.map(\.shot) == [3, 1])
        let final = try #require(session.renditions.first { $0.kind == .final })
        #expect(final.state == .ready)
        let places = session.selectedCaptures.compactMap { final.parameters.range(of: $0.path)?.lowerBound }
        #expect(places.count == 2 && places[0] < places[1], "the FinalPhoto is made of them in this order")
    }

    @Test func `Pictures in the order in which they were taken need no places`() async throws {
        let session = try await atChoice(#"{"step":"share"}"#) { engine in
            try await engine.perform(.answer("1,3"))
            try await engine.until(step: "share")
        }
        #expect(session.selectedCaptures.map(\.shot) == [1, 3] && session.captures.allSatisfy { $0.place == nil })
    }

    @Test func `A picture that is taken anew keeps the place that the guest gave it`() async throws {
        let after = #"{"step":"preview","retake":"countdown"},{"step":"share"}"#
        let session = try await atChoice(after) { engine in
            try await engine.perform(.answer("3,1"))
            try await engine.until("the preview") { $0.step?.retakesLeft == 1 }
            let counting = try await engine.perform(.retakeOne("3"))
            #expect(counting.step?.shot == 1, "it stands in the first slot")
            try await rig.pass(engine, until: "the preview") { $0.step?.retakesLeft == 0 }
        }
        #expect(session.selectedCaptures.map(\.id) == [4, 1])
    }

    @Test func `A retake that leads back to the choice offers all pictures again`() async throws {
        let session = try await atChoice(#"{"step":"preview","retake":"select"},{"step":"share"}"#) { engine in
            try await engine.perform(.answer("1,2"))
            try await engine.until("the preview") { $0.step?.retakesLeft == 1 }
            try await engine.perform(.retake)
            let again = try await engine.until("the choice") { $0.step?.asks == true }
            #expect(again.step?.choices.count == 3 && again.session?.selected == 3)
            try await engine.perform(.answer("3,2"))
            try await engine.until("the preview") { $0.step?.retakesLeft == 0 }
        }
        #expect(session.selectedCaptures.map(\.id) == [3, 2])
    }
}
